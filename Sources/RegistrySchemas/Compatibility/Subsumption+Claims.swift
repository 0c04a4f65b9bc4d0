internal import JSONDocument

extension Subsumption {
    /// Whether `claim` follows from `premises` without telling cases apart.
    mutating func holds(_ claim: Claim, of number: Int, _ premises: Premises) -> Bool {
        let node = graph[number]
        let facts = summary(premises)
        switch claim {
        case .impossible: return areContradictory(premises, facts)
        case .kinds: return holdsKinds(node, premises, facts)
        case .choice(let index):
            return finiteValues(premises)?.allSatisfy { node.choices[index].values.contains($0) } ?? false
        case .lower, .upper, .divisor: return !facts.kinds.hasSome(of: .number) || holdsNumber(claim, node, facts)
        case .minLength, .maxLength, .pattern, .format:
            return !facts.kinds.contains(.string) || holdsString(claim, node, facts)
        case .element, .rest, .minItems, .maxItems, .unique, .contains:
            return !facts.kinds.contains(.array) || holdsArray(claim, node, premises, facts)
        case .property, .patternProperty, .additional, .propertyNames, .required, .minProperties, .maxProperties:
            return !facts.kinds.contains(.object) || holdsObject(claim, node, premises, facts)
        case .dependent, .all, .any, .one, .not, .conditional: return holdsCombination(claim, node, premises)
        case .opaque(let index):
            guard node.opaque[index] == "unevaluatedProperties" else { return false }
            return !facts.kinds.contains(.object) || holdsUnevaluated(number, premises)
        }
    }

    private mutating func holdsKinds(_ node: SchemaNode, _ premises: Premises, _ facts: PremiseSummary) -> Bool {
        facts.kinds.subtracting(node.kinds).families.allSatisfy { kinds in
            implies(premises.adding(graph.node(of: kinds), in: graph), graph.impossible)
        }
    }

    private func holdsNumber(_ claim: Claim, _ node: SchemaNode, _ facts: PremiseSummary) -> Bool {
        switch claim {
        case .lower(let index):
            guard let lower = facts.lower else { return false }
            return lower.isAtLeast(node.lower[index])
                || !facts.kinds.contains(.fraction) && lower.isAtLeast(node.lower[index].tightened(by: 1))
        case .upper(let index):
            guard let upper = facts.upper else { return false }
            return upper.isAtMost(node.upper[index])
                || !facts.kinds.contains(.fraction) && upper.isAtMost(node.upper[index].tightened(by: -1))
        default:
            guard let divisor = node.divisor else { return true }
            return facts.divisors.contains { judge.isMultiple($0, of: divisor) }
                || !facts.kinds.contains(.fraction) && judge.isMultiple(1, of: divisor)
        }
    }

    private func holdsString(_ claim: Claim, _ node: SchemaNode, _ facts: PremiseSummary) -> Bool {
        switch claim {
        case .minLength: facts.minLength >= node.minLength ?? 0
        case .maxLength: facts.maxLength <= node.maxLength ?? .max
        case .pattern: node.pattern.map { facts.patterns.contains(UTF8Key($0)) } ?? true
        default: node.format.map { facts.formats.contains($0) } ?? true
        }
    }

    // MARK: Combinations

    private mutating func holdsCombination(_ claim: Claim, _ node: SchemaNode, _ premises: Premises) -> Bool {
        switch claim {
        case .all(let index): return implies(premises, node.all[index].node)
        case .any: return node.any.contains { implies(premises, $0.node) }
        case .one:
            return node.one.indices.contains { index in
                implies(premises, node.one[index].node)
                    && node.one.indices.allSatisfy { $0 == index || excludes(premises, node.one[$0].node) }
            }
        case .not: return node.not.map { excludes(premises, $0) } ?? true
        case .conditional(let index):
            let rule = node.conditionals[index]
            if let then = rule.then, !implies(premises.adding(rule.condition, in: graph), then) { return false }
            if let otherwise = rule.otherwise, !implies(premises.refusing(rule.condition), otherwise) { return false }
            return true
        case .dependent(let index):
            let dependent = node.dependents[index]
            let having = premises.adding(graph.node(having: dependent.name), in: graph)
            return implies(having, dependent.node ?? graph.node(requiring: dependent.names))
        default: return false
        }
    }

    /// Whether nothing that `premises` allow is valid under `node`.
    mutating func excludes(_ premises: Premises, _ node: Int) -> Bool {
        implies(premises.adding(node, in: graph), graph.impossible)
    }

    // MARK: Contradictions

    private mutating func areContradictory(_ premises: Premises, _ facts: PremiseSummary) -> Bool {
        if facts.kinds.isEmpty { return true }
        if let values = finiteValues(premises) { return values.isEmpty }
        let refused = premises.refused + premises.nodes.compactMap { graph[$0].not }
        if refused.contains(where: { implies(premises, $0) }) { return true }
        guard facts.kinds.isSubset(of: [.array, .object]) else { return false }
        if facts.kinds.contains(.object), !hasImpossibleMember(premises, facts) { return false }
        return !facts.kinds.contains(.array) || hasImpossibleElement(premises, facts)
    }

    private mutating func hasImpossibleMember(_ premises: Premises, _ facts: PremiseSummary) -> Bool {
        facts.required.values.contains { name in
            let member = member(name, of: premises)
            return below { $0.implies(member, $0.graph.impossible) }
        }
    }

    private mutating func hasImpossibleElement(_ premises: Premises, _ facts: PremiseSummary) -> Bool {
        let elements = (0...facts.firstCount).map { element($0, of: premises) }
        let isImpossible = (0..<min(facts.minItems, facts.firstCount + 1)).contains { index in
            below { $0.implies(elements[index], $0.graph.impossible) }
        }
        if isImpossible { return true }
        return premises.nodes.contains { number in
            guard let contains = graph[number].contains, contains.least > 0 else { return false }
            return elements.allSatisfy { element in below { $0.excludes(element, contains.node) } }
        }
    }
}

extension ValueKinds {
    fileprivate func hasSome(of kinds: ValueKinds) -> Bool { !isDisjoint(with: kinds) }
}
