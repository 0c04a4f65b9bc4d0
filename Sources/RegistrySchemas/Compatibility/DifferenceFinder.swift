internal import JSONDocument

/// Finds where one schema asks for more than another: walks what the second asks for, and names each thing that does
/// not follow from the first.
struct DifferenceFinder {
    private static let maxDifferences = 500
    private static let maxDepth = 80

    private struct Visit: Hashable {
        let premises: Premises
        let node: Int
    }

    private var prover: Subsumption
    private let effect: SchemaCompatibility.Effect
    private var visited: Set<Visit> = []
    private var circumstance = ""
    private var depth = 0
    private(set) var differences: [SchemaCompatibility.Difference] = []

    init(_ prover: Subsumption, _ effect: SchemaCompatibility.Effect) {
        self.prover = prover
        self.effect = effect
    }

    /// Whether every value that is valid under `loose` is valid under `strict`; if not, the differences say why.
    mutating func search(from loose: Int, to strict: Int) -> Bool {
        let premises = Premises(loose, in: prover.graph)
        if prover.implies(premises, strict) { return true }
        let isExhausted = prover.isExhausted
        explain(premises, strict, prover.graph[loose].place)
        if differences.isEmpty || isExhausted {
            let reason =
                isExhausted
                ? "cannot be shown: the comparison was given up after \(Subsumption.maxSteps) steps"
                : "cannot be shown that all documents of one are documents of the other"
            add(reason, prover.graph[loose].place, prover.graph[strict].place, isUncertain: true)
        }
        return false
    }

    /// Adds what does not follow from `premises`, which hold at `loose`.
    private mutating func explain(_ premises: Premises, _ number: Int, _ loose: SchemaPlace) {
        guard differences.count < Self.maxDifferences, depth < Self.maxDepth, !prover.isExhausted,
            visited.insert(Visit(premises: premises, node: number)).inserted
        else { return }
        depth += 1
        defer { depth -= 1 }
        let node = prover.graph[number]
        let loose = place(of: premises) ?? loose
        if let values = prover.finiteValues(premises), !node.isImpossible {
            let refused = values.filter {
                prover.judge.verdict(of: number, on: $0, in: prover.graph)?.acceptsEach != true
            }
            if !refused.isEmpty { return explain(refused, premises, node, loose) }
        }
        for claim in node.claims where !prover.proves(premises, claim, of: number) {
            let found = differences.count
            descend(into: claim, of: node, premises, loose)
            if differences.count == found { explain(claim, of: node, premises, loose) }
        }
    }

    /// Looks for the reason within what `claim` says about parts of the value, or in another schema about the same value.
    private mutating func descend(
        into claim: Claim, of node: SchemaNode, _ premises: Premises, _ loose: SchemaPlace
    ) {
        switch claim {
        case .all(let index): explain(premises, node.all[index].node, loose)
        case .property(let index):
            let property = node.properties[index]
            explain(prover.member(property.name, of: premises), property.node, loose)
        case .patternProperty(let index):
            let pattern = node.patterns[index]
            for name in prover.names(in: premises) where prover.judge.matches(pattern.name, name) == true {
                explainMember(name, of: premises, pattern.node, loose)
            }
        case .additional:
            guard let additional = node.additional else { return }
            for name in prover.unknownNames(in: premises, [node]) {
                explainMember(name, of: premises, additional.node, loose)
            }
        case .element(let index): explain(prover.element(index, of: premises), node.first[index].node, loose)
        case .rest:
            guard let rest = node.rest else { return }
            let last = max(node.first.count, prover.summary(premises).firstCount)
            for index in node.first.count...last {
                let element = prover.element(index, of: premises)
                if !prover.below({ $0.implies(element, rest.node) }) { explain(element, rest.node, loose) }
            }
        case .conditional(let index):
            let rule = node.conditionals[index]
            let outer = circumstance
            defer { circumstance = outer }
            if let then = rule.then {
                circumstance = "where the 'if' holds, "
                explain(premises.adding(rule.condition, in: prover.graph), then, loose)
            }
            if let otherwise = rule.otherwise {
                circumstance = "where the 'if' does not hold, "
                explain(premises.refusing(rule.condition), otherwise, loose)
            }
        default: return
        }
    }

    private mutating func explainMember(_ name: String, of premises: Premises, _ node: Int, _ loose: SchemaPlace) {
        let member = prover.member(name, of: premises)
        if prover.below({ $0.implies(member, node) }) { return }
        if prover.graph[node].isImpossible {
            let place = place(of: member) ?? loose
            add(
                "property '\(name)' is \(word("no longer", "newly")) allowed", place, prover.graph[node].place,
                isUncertain: false)
        } else {
            explain(member, node, loose)
        }
    }

    // MARK: Sentences

    private mutating func explain(
        _ refused: [JSONValue], _ premises: Premises, _ node: SchemaNode, _ loose: SchemaPlace
    ) {
        let shown = refused.prefix(3).map { String($0.description.prefix(60)) }.joined(separator: ", ")
        let rest = refused.count > 3 ? " and \(refused.count - 3) more" : ""
        let keyword = node.choices.first?.keyword
        let loosePlace = keyword.flatMap { place(of: [$0], in: premises) } ?? place(of: ["enum"], in: premises) ?? loose
        add(
            "\(shown)\(rest) \(refused.count == 1 ? "is" : "are") \(word("no longer", "newly")) allowed", loosePlace,
            keyword.map { node.place.appending([$0]) } ?? node.place, isUncertain: false)
    }

    private mutating func explain(_ claim: Claim, of node: SchemaNode, _ premises: Premises, _ loose: SchemaPlace) {
        let path = node.path(of: claim)
        let phrase = ClaimPhrase(claim, of: node, prover.summary(premises), in: prover.graph)
        let place = place(of: path, in: premises) ?? loose
        let reason: String
        var isUncertain = false
        switch phrase.kind {
        case .changed(let strict, let loose):
            reason = effect == .narrows ? "\(strict) now, \(loose) before" : "\(loose) now, \(strict) before"
        case .new(let thing): reason = "\(thing) is \(word("now", "no longer")) \(phrase.participle)"
        case .uncertain(let thing):
            let (from, to) = effect == .narrows ? ("the old schema", "the new one") : ("the new schema", "the old one")
            reason = "cannot be shown that what \(from) accepts \(thing) of \(to)"
            isUncertain = true
        }
        add(reason, place, node.place.appending(path), isUncertain: isUncertain)
    }

    private func word(_ narrows: String, _ widens: String) -> String { effect == .narrows ? narrows : widens }

    private mutating func add(_ reason: String, _ loose: SchemaPlace, _ strict: SchemaPlace, isUncertain: Bool) {
        let difference = SchemaCompatibility.Difference(
            effect: effect, old: effect == .narrows ? loose : strict, new: effect == .narrows ? strict : loose,
            reason: circumstance + reason, isUncertain: isUncertain)
        if !differences.contains(difference) { differences.append(difference) }
    }

    // MARK: Places

    private var looseSide: SchemaPlace.Side { effect == .narrows ? .old : .new }

    private func looseNodes(_ premises: Premises) -> [SchemaNode] {
        premises.nodes.map { prover.graph[$0] }.filter { $0.source == nil && $0.place.side == looseSide }
    }

    private func place(of premises: Premises) -> SchemaPlace? {
        looseNodes(premises).min { $0.place.pointer.tokens.count < $1.place.pointer.tokens.count }?.place
    }

    /// Where the other side has the same keyword.
    private func place(of path: [String], in premises: Premises) -> SchemaPlace? {
        looseNodes(premises).first { node in
            node.claims.contains { node.path(of: $0).first == path.first && node.path(of: $0) == path }
        }?.place.appending(path)
    }
}
