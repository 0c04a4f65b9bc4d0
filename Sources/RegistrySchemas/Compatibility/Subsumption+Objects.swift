internal import JSONDocument

extension Subsumption {
    private static let maxCases = 64

    mutating func holdsObject(
        _ claim: Claim, _ node: SchemaNode, _ premises: Premises, _ facts: PremiseSummary
    ) -> Bool {
        switch claim {
        case .required(let index): return facts.required[UTF8Key(node.required[index])] != nil
        case .minProperties: return facts.minProperties >= node.minProperties ?? 0
        case .maxProperties: return facts.maxProperties <= node.maxProperties ?? .max
        case .property(let index):
            return holds(node.properties[index].node, forMember: node.properties[index].name, of: premises)
        case .patternProperty(let index):
            let pattern = node.patterns[index]
            return names(in: premises).allSatisfy { name in
                judge.matches(pattern.name, name) == false || holds(pattern.node, forMember: name, of: premises)
            }
                && otherMembers(of: premises, matching: pattern.name).allSatisfy { member in
                    below { $0.implies(member, pattern.node) }
                }
        case .additional:
            guard let additional = node.additional else { return true }
            return unknownNames(in: premises, [node]).allSatisfy { holds(additional.node, forMember: $0, of: premises) }
                && otherMembers(of: premises, besides: node.patterns.map(\.name)).allSatisfy { member in
                    below { $0.implies(member, additional.node) }
                }
        default: return node.propertyNames.map { holdsNames($0, premises) } ?? true
        }
    }

    mutating func holds(_ node: Int, forMember name: String, of premises: Premises) -> Bool {
        let member = member(name, of: premises)
        return below { $0.implies(member, node) }
    }

    /// The names that `premises` speak of and that are none of `nodes`' own.
    mutating func unknownNames(in premises: Premises, _ nodes: [SchemaNode]) -> [String] {
        names(in: premises).filter { name in
            !nodes.contains { node in
                node.named[UTF8Key(name)] != nil || node.patterns.contains { judge.matches($0.name, name) == true }
            }
        }
    }

    private mutating func holdsNames(_ node: Int, _ premises: Premises) -> Bool {
        var name = premises.nodes.compactMap { graph[$0].propertyNames }
            .reduce(into: Premises()) { $0.insert($1, in: graph) }
        name.insert(graph.node(of: .string), in: graph)
        if below({ $0.implies(name, node) }) { return true }
        let isImpossible = { (member: Premises, prover: inout Subsumption) in
            prover.below { $0.implies(member, $0.graph.impossible) }
        }
        for name in names(in: premises) {
            if judge.verdict(of: node, on: .string(name), in: graph)?.acceptsEach == true { continue }
            if !isImpossible(member(name, of: premises), &self) { return false }
        }
        return otherMembers(of: premises).allSatisfy { isImpossible($0, &self) }
    }

    // MARK: Members

    /// The names that `premises` have something to say about, in the order of their bytes.
    mutating func names(in premises: Premises) -> [String] {
        var names: Set<UTF8Key> = []
        for number in premises.nodes {
            names.formUnion(graph[number].named.keys)
            for node in unseen(number)?.seeing ?? [] { names.formUnion(node.named.keys) }
        }
        for name in listedNames(premises) ?? [] { names.insert(UTF8Key(name)) }
        for name in summary(premises).required.keys { names.insert(name) }
        return names.map(\.string).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// The only names that `propertyNames` allows, when it lists them.
    private mutating func listedNames(_ premises: Premises) -> [String]? {
        let schemas = premises.nodes.compactMap { graph[$0].propertyNames }
        if schemas.isEmpty { return nil }
        let name = schemas.reduce(into: Premises()) { $0.insert($1, in: graph) }
        return finiteValues(name)?.compactMap(\.stringValue)
    }

    /// What `premises` say about the member `name`.
    mutating func member(_ name: String, of premises: Premises) -> Premises {
        let key = UTF8Key(name)
        if let known = members[premises]?[key] { return known }
        let member = collectMember(name, of: premises)
        members[premises, default: [:]][key] = member
        return member
    }

    private mutating func collectMember(_ name: String, of premises: Premises) -> Premises {
        var member = Premises()
        for number in premises.nodes {
            let node = graph[number]
            var isKnown = false
            var isCertain = true
            if let child = node.named[UTF8Key(name)] {
                member.insert(child, in: graph)
                isKnown = true
            }
            for pattern in node.patterns {
                switch judge.matches(pattern.name, name) {
                case true?:
                    member.insert(pattern.node, in: graph)
                    isKnown = true
                case false?: continue
                case nil: isCertain = false
                }
            }
            if !isKnown, isCertain, let additional = node.additional { member.insert(additional.node, in: graph) }
            if let unseen = unseen(number), cannotSee(name, unseen) { member.insert(unseen.node, in: graph) }
            if let names = node.propertyNames,
                judge.verdict(of: names, on: .string(name), in: graph)?.acceptsSome == false
            {
                member.insert(graph.impossible, in: graph)
            }
        }
        return member
    }

    /// What `premises` say about a member of a name that they do not speak of: the cases that there are.
    ///
    /// - Parameters:
    ///   - pattern: one that its name matches.
    ///   - excluded: patterns that its name does not match.
    mutating func otherMembers(
        of premises: Premises, matching pattern: String? = nil, besides excluded: [String] = []
    ) -> [Premises] {
        if listedNames(premises) != nil { return [] }
        let excluded = Set(excluded.map { UTF8Key($0) })
        var cases = [Premises()]
        for number in premises.nodes {
            let node = graph[number]
            if let unseen = unseen(number), unseen.patterns.allSatisfy({ excluded.contains(UTF8Key($0)) }) {
                cases = cases.map { $0.adding(unseen.node, in: graph) }
            }
            if let pattern, let same = node.patterns.first(where: { $0.name.hasSameBytes(as: pattern) }) {
                cases = cases.map { $0.adding(same.node, in: graph) }
                continue
            }
            let possible = node.patterns.filter { !excluded.contains(UTF8Key($0.name)) }.map(\.node)
            let options = possible.map { Optional($0) } + [node.additional?.node]
            if options.count == 1 || !options.contains(nil), options.count * cases.count <= Self.maxCases {
                cases = options.flatMap { option in
                    option.map { option in cases.map { $0.adding(option, in: graph) } } ?? cases
                }
            }
        }
        return cases
    }
}
