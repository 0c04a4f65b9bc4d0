extension SearchQuery: CustomStringConvertible {
    /// The canonical text: `+` and `-` for the operators, the field at each word, no needless escape or parenthesis.
    ///
    /// Parsing it gives the same tree for whatever the parser made, unless it has grown past ``QueryLimits/bytes``
    /// (a field that was written once before a group is written at each of its words).
    package var description: String { root.description }
}

extension QueryNode: CustomStringConvertible {
    package var description: String {
        switch self {
        case .everything: "*"
        case .exists(let field): "\(QuerySyntax.spelling(of: field)):*"
        case .term(let field, let term):
            term.text.isEmpty
                ? Self.spelling(QuerySyntax.spelling(ofPhrase: ""), of: field)
                : Self.spelling(QuerySyntax.spelling(of: [.literal(term.text)], asValueOf: field), of: field)
        case .phrase(let field, let text, let slop):
            Self.spelling(QuerySyntax.spelling(ofPhrase: text) + (slop == 0 ? "" : "~\(slop)"), of: field)
        case .wildcard(let field, let pattern):
            Self.spelling(QuerySyntax.spelling(of: pattern.parts, asValueOf: field), of: field)
        case .range(let field, let range): Self.spelling(range.description, of: field)
        case .fuzzy(let field, let term, let edits):
            Self.spelling(
                QuerySyntax.spelling(of: [.literal(term.text)], asValueOf: field) + "~\(edits)", of: field)
        case .regex(let field, let pattern): Self.spelling(pattern.description, of: field)
        case .boost(let node, let factor): "\(node.operand)^\(QuerySyntax.spelling(ofFactor: factor))"
        // An empty one, which has no spelling, matches nothing.
        case .boolean(let clauses):
            clauses.isEmpty ? "-*" : clauses.map(\.description).joined(separator: " ")
        }
    }

    /// What a sign can stand before and a boost after.
    fileprivate var operand: String {
        switch self {
        case .boolean, .boost: "(\(self))"
        default: description
        }
    }

    private static func spelling(_ value: String, of field: FieldPath?) -> String {
        guard let field else { return value }
        return "\(QuerySyntax.spelling(of: field)):\(value)"
    }
}

extension QueryNode.Clause: CustomStringConvertible {
    package var description: String {
        let sign =
            switch occur {
            case .must: "+"
            case .should: ""
            case .mustNot: "-"
            }
        return if case .boost = node { "\(sign)\(node)" } else { "\(sign)\(node.operand)" }
    }
}
