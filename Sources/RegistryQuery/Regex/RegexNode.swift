/// A regular expression as a tree.
indirect enum RegexNode: Sendable {
    /// The empty text.
    case empty
    case one(ScalarSet)
    /// At least two, none of them ``empty``.
    case sequence([RegexNode])
    /// At least two.
    case choice([RegexNode])
    /// Never of ``empty``.
    ///
    /// - Parameter most: nil when there is no limit; at least 1, and no less than `least`.
    case repeated(RegexNode, least: Int, most: Int?)
}

extension RegexNode {
    static func sequence(of nodes: [RegexNode]) -> RegexNode {
        let nodes = nodes.filter { if case .empty = $0 { false } else { true } }
        return nodes.count > 1 ? .sequence(nodes) : nodes.first ?? .empty
    }

    /// The tree for words that ``TextAnalyzer`` has lower-cased.
    var lowercased: RegexNode {
        switch self {
        case .empty: .empty
        case .one(let set):
            if let scalar = set.only {
                .sequence(
                    of: TextAnalyzer.lowercased(String(scalar)).unicodeScalars.map { .one(ScalarSet($0)) })
            } else {
                .one(set.lowercased)
            }
        case .sequence(let nodes): .sequence(of: nodes.map(\.lowercased))
        case .choice(let nodes): .choice(nodes.map(\.lowercased))
        case .repeated(let node, let least, let most): .repeated(node.lowercased, least: least, most: most)
        }
    }

    /// What every text that fits begins with.
    var literalPrefix: String {
        var prefix = String.UnicodeScalarView()
        _ = appendPrefix(to: &prefix)
        return String(prefix)
    }
    /// Returns whether the node is nothing but what was appended.
    private func appendPrefix(to prefix: inout String.UnicodeScalarView) -> Bool {
        switch self {
        case .empty: return true
        case .one(let set):
            guard let scalar = set.only else { return false }
            prefix.append(scalar)
            return true
        case .sequence(let nodes): return nodes.allSatisfy { $0.appendPrefix(to: &prefix) }
        case .choice: return false
        case .repeated(let node, let least, let most):
            for _ in 0..<least where !node.appendPrefix(to: &prefix) { return false }
            return least == most
        }
    }
}
