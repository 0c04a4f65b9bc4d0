internal import RegistryQuery

extension QueryNode {
    /// The query without what is looked for: kinds of clauses and names of fields, fit for a log.
    ///
    /// Clauses of one shape beside each other are counted: `+_extra.project_id:term word×3`.
    var shape: String {
        switch self {
        case .everything: "everything"
        case .exists(let field): Self.shape("exists", of: field)
        case .term(let field, _): Self.shape("term", of: field)
        case .phrase(let field, _, let slop): Self.shape(slop > 0 ? "phrase~" : "phrase", of: field)
        case .wildcard(let field, _): Self.shape("wildcard", of: field)
        case .range(let field, _): Self.shape("range", of: field)
        case .fuzzy(let field, _, let edits): Self.shape("fuzzy~\(edits)", of: field)
        case .regex(let field, _): Self.shape("regex", of: field)
        case .boost(let node, _): "\(node.shape)^"
        case .boolean(let clauses): Self.shape(of: clauses)
        }
    }

    /// Different clauses of one group that are shown.
    private static let maxClauses = 16

    private static func shape(_ kind: String, of field: FieldPath?) -> String {
        field.map { "\($0.shape):\(kind)" } ?? kind
    }

    private static func shape(of clauses: [Clause]) -> String {
        var shapes: [(text: String, count: Int)] = []
        for clause in clauses {
            let sign =
                switch clause.occur {
                case .must: "+"
                case .should: ""
                case .mustNot: "-"
                }
            var text = clause.node.shape
            if case .boolean = clause.node { text = "(\(text))" }
            text = sign + text
            if let index = shapes.firstIndex(where: { $0.text == text }) {
                shapes[index].count += 1
            } else if shapes.count < maxClauses {
                shapes.append((text, 1))
            } else {
                return shapes.map(Self.text).joined(separator: " ") + " …"
            }
        }
        return shapes.map(Self.text).joined(separator: " ")
    }
    private static func text(_ shape: (text: String, count: Int)) -> String {
        shape.count > 1 ? "\(shape.text)×\(shape.count)" : shape.text
    }
}

extension FieldPath {
    /// Scalars of a name that are shown.
    private static let maxShown = 128

    /// The name as a log can hold it: without control characters and not too long.
    var shape: String {
        var shown = String.UnicodeScalarView()
        for scalar in description.unicodeScalars.prefix(Self.maxShown) {
            shown.append(scalar.properties.generalCategory == .control ? "\u{FFFD}" : scalar)
        }
        return String(shown)
    }
}
