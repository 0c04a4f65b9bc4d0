internal import JSONDocument

extension Subsumption {
    private static let maxGroups = 12
    private static let maxListed = 64

    /// A condition in the premises, and what follows from it or from its opposite.
    private struct Rule {
        let condition: Int
        let then: Int?
        let otherwise: Int?
    }

    private mutating func rules(in premises: Premises) -> [Rule] {
        var rules: [Rule] = []
        for number in premises.nodes {
            let node = graph[number]
            rules += node.conditionals.map {
                Rule(condition: $0.condition, then: $0.then, otherwise: $0.otherwise)
            }
            for dependent in node.dependents {
                rules.append(
                    Rule(
                        condition: graph.node(having: dependent.name),
                        then: dependent.node ?? graph.node(requiring: dependent.names), otherwise: nil))
            }
        }
        return rules
    }

    /// Adds to `premises` what follows from their own conditions and from alternatives of which one is left.
    mutating func saturated(_ premises: Premises) -> Premises {
        if let known = grown[premises] { return known }
        let (more, assumptions) = noting { prover in prover.weakly { $0.grow(premises) } }
        if assumptions.earliest == .max { grown[premises] = more }
        assume(assumptions)
        return more
    }

    private mutating func grow(_ premises: Premises) -> Premises {
        var more = premises
        for _ in 0..<16 {
            let before = more
            for rule in rules(in: more) { apply(rule, to: &more) }
            for branches in alternatives(in: more) { narrow(branches, in: &more) }
            if more == before || isExhausted { break }
        }
        return more
    }

    private mutating func apply(_ rule: Rule, to premises: inout Premises) {
        if let then = rule.then, !premises.contains(then), implies(premises, rule.condition) {
            premises.insert(then, in: graph)
        }
        if let otherwise = rule.otherwise, !premises.contains(otherwise),
            premises.refused.contains(where: { isAlike($0, rule.condition) }) || excludes(premises, rule.condition)
        {
            premises.insert(otherwise, in: graph)
        }
    }

    private mutating func narrow(_ branches: [Int], in premises: inout Premises) {
        let current = premises
        let alive = branches.filter { !excludes(current, $0) }
        if alive.isEmpty { premises.insert(graph.impossible, in: graph) }
        if let only = alive.first, alive.count == 1 { premises.insert(only, in: graph) }
    }

    /// The `anyOf` and `oneOf` of which no alternative is known to hold.
    private func alternatives(in premises: Premises) -> [[Int]] {
        premises.nodes.flatMap { [graph[$0].any, graph[$0].one] }.map { $0.map(\.node) }
            .filter { branches in !branches.isEmpty && !branches.contains { premises.contains($0) } }
    }

    // MARK: Telling cases apart

    /// Ways to split `premises` into cases that together are all, the most promising first.
    mutating func distinctions(of premises: Premises, for claim: Claim, of number: Int) -> [[Premises]] {
        var ways: [[Premises]] = []
        let node = graph[number]
        switch claim {
        case .any, .one, .not, .conditional, .dependent, .opaque:
            let families = summary(premises).kinds.families
            if families.count > 1 {
                ways.append(families.map { premises.adding(graph.node(of: $0), in: graph) })
            }
            for name in discriminators(in: node.any + node.one) {
                if let cases = cases(of: name, in: premises) { ways.append(cases) }
            }
        default: break
        }
        for number in premises.nodes {
            let (any, one) = (graph[number].any.map(\.node), graph[number].one.map(\.node))
            if !any.isEmpty, !any.contains(where: { premises.contains($0) }), matters(any, to: claim, of: node) {
                ways.append(any.map { premises.adding($0, in: graph) })
            }
            if !one.isEmpty, !one.contains(where: { premises.contains($0) }), matters(one, to: claim, of: node) {
                ways.append(
                    one.map { branch in
                        one.filter { $0 != branch }.reduce(premises.adding(branch, in: graph)) { $0.refusing($1) }
                    })
            }
        }
        if claim == .impossible { return Array(ways.prefix(Self.maxGroups)) }
        for rule in rules(in: premises) where ways.count < Self.maxGroups {
            if rule.then.map({ premises.contains($0) }) ?? true, rule.otherwise.map({ premises.contains($0) }) ?? true {
                continue
            }
            guard matters([rule.then, rule.otherwise].compactMap(\.self), to: claim, of: node) else { continue }
            let then = premises.adding(rule.condition, in: graph)
            let otherwise = premises.refusing(rule.condition)
            ways.append([
                rule.then.map { then.adding($0, in: graph) } ?? then,
                rule.otherwise.map { otherwise.adding($0, in: graph) } ?? otherwise,
            ])
        }
        return Array(ways.filter { !$0.contains(premises) }.prefix(Self.maxGroups))
    }

    /// Whether one of `branches` may have something to say about what `claim` asks for.
    private func matters(_ branches: [Int], to claim: Claim, of node: SchemaNode) -> Bool {
        let branches = branches.reduce(into: Premises()) { $0.insert($1, in: graph) }.nodes.map { graph[$0] }
        let hasMore = branches.contains { branch in
            branch.isImpossible || !(branch.any.isEmpty && branch.one.isEmpty && branch.conditionals.isEmpty)
                || !branch.dependents.isEmpty || branch.not != nil || !branch.kinds.contains(.object)
        }
        if hasMore { return true }
        switch claim {
        case .property(let index):
            let key = UTF8Key(node.properties[index].name)
            return branches.contains { branch in
                branch.named[key] != nil || !branch.patterns.isEmpty || branch.additional != nil
                    || branch.propertyNames != nil || !branch.opaque.isEmpty
            }
        case .required(let index):
            let name = node.required[index]
            return branches.contains { branch in branch.required.contains { $0.hasSameBytes(as: name) } }
        default: return true
        }
    }

    /// The members by whose values alternatives are told apart.
    private func discriminators(in branches: [SchemaNode.Child]) -> [String] {
        var names: [String] = []
        for branch in branches {
            for number in Premises(branch.node, in: graph).nodes {
                for property in graph[number].properties where !names.contains(property.name) {
                    let values = Premises(property.node, in: graph).nodes.flatMap { graph[$0].choices }
                    if !values.isEmpty { names.append(property.name) }
                }
            }
        }
        return Array(names.prefix(4))
    }

    /// The cases of a member of few values: each of them, or no such member.
    private mutating func cases(of name: String, in premises: Premises) -> [Premises]? {
        let member = member(name, of: premises)
        guard summary(premises).kinds == .object, let values = finiteValues(member), values.count <= Self.maxListed
        else { return nil }
        var cases = values.map { premises.adding(graph.node(having: name, $0), in: graph) }
        if summary(premises).required[UTF8Key(name)] == nil {
            cases.append(premises.refusing(graph.node(having: name)))
        }
        return cases
    }
}
