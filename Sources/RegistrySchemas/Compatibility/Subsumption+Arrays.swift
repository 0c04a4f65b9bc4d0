internal import JSONDocument

extension Subsumption {
    /// What `premises` say about the element `index`.
    func element(_ index: Int, of premises: Premises) -> Premises {
        var element = Premises()
        for number in premises.nodes {
            let node = graph[number]
            if index < node.first.count {
                element.insert(node.first[index].node, in: graph)
            } else if let rest = node.rest {
                element.insert(rest.node, in: graph)
            }
        }
        return element
    }

    mutating func holdsArray(
        _ claim: Claim, _ node: SchemaNode, _ premises: Premises, _ facts: PremiseSummary
    ) -> Bool {
        switch claim {
        case .element(let index):
            return facts.maxItems <= index || holds(node.first[index].node, forElement: index, of: premises)
        case .rest:
            guard let rest = node.rest?.node else { return true }
            // The last of these stands for all that come after the elements with schemas of their own.
            let last = max(node.first.count, facts.firstCount)
            return (node.first.count...last).allSatisfy { index in
                facts.maxItems <= index || holds(rest, forElement: index, of: premises)
            }
        case .minItems: return facts.minItems >= node.minItems ?? 0
        case .maxItems: return facts.maxItems <= node.maxItems ?? .max
        case .unique: return facts.isUnique || facts.maxItems <= 1
        default:
            guard let contains = node.contains else { return true }
            return hasEnough(contains, premises, facts) && hasFewEnough(contains, premises, facts)
        }
    }

    mutating func holds(_ node: Int, forElement index: Int, of premises: Premises) -> Bool {
        let element = element(index, of: premises)
        return below { $0.implies(element, node) }
    }

    private mutating func hasEnough(
        _ wanted: SchemaNode.Contains, _ premises: Premises, _ facts: PremiseSummary
    ) -> Bool {
        if wanted.least <= 0 { return true }
        let known = premises.nodes.compactMap { graph[$0].contains }.filter { $0.least >= wanted.least }
        // An element that is contained is at least what all elements are.
        let any = facts.firstCount == 0 ? element(0, of: premises) : Premises()
        for contains in known {
            let element = any.adding(contains.node, in: graph)
            if below({ $0.implies(element, wanted.node) }) { return true }
        }
        guard facts.minItems >= wanted.least else { return false }
        return (0...facts.firstCount).allSatisfy { holds(wanted.node, forElement: $0, of: premises) }
    }

    private mutating func hasFewEnough(
        _ wanted: SchemaNode.Contains, _ premises: Premises, _ facts: PremiseSummary
    ) -> Bool {
        guard let most = wanted.most else { return true }
        if facts.maxItems <= most { return true }
        let known = premises.nodes.compactMap { graph[$0].contains }.filter { $0.most.map { $0 <= most } ?? false }
        let any = facts.firstCount == 0 ? element(0, of: premises) : Premises()
        let element = any.adding(wanted.node, in: graph)
        return known.contains { contains in below { $0.implies(element, contains.node) } }
            || below { $0.implies(element, $0.graph.impossible) }
    }
}
