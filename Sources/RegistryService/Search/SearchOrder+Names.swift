internal import RegistryCore
internal import RegistryQuery
internal import SearchIndex

extension SearchOrder {
    /// What sorts by relevance.
    static let score = "_score"
    /// Bytes of one name.
    static let maxNameBytes = 1 << 10

    /// The order that a client asks for by names of fields.
    ///
    /// - Throws: `.invalidQuery` beginning `sort error:`, as the contract has it.
    init(_ names: [String], for query: SearchQuery) throws(RegistryError) {
        if names.isEmpty {
            self = Self.hasBareClause(query) ? .relevance : .newest
            return
        }
        if names.contains(where: { Self.name($0).name == Self.score }) {
            guard names.count == 1 else {
                throw Self.error("'\(Self.score)' sorts alone: leave out the other fields")
            }
            self = .relevance
            return
        }
        guard names.count <= SortKey.maximum else {
            throw Self.error("at most \(SortKey.maximum) fields can be sorted by; leave out the last ones")
        }
        var keys: [SortKey] = []
        for name in names {
            let (name, isDescending) = Self.name(name)
            guard let field = FieldPath(name), name.utf8.count <= Self.maxNameBytes else {
                throw Self.error("each field has a name of 1 to \(Self.maxNameBytes) bytes, with '-' before it or not")
            }
            guard name != "numerical_revision" else {
                throw Self.error("'numerical_revision' is not sortable; '_extra.numerical_revision' is")
            }
            keys.append(SortKey(field, isDescending: isDescending))
        }
        self = .fields(keys)
    }

    /// Only a word without a field says how well a document answers: conditions on fields are met or not.
    private static func hasBareClause(_ query: SearchQuery) -> Bool {
        ScoredClause.all(in: query).contains { $0.node.isBareLeaf }
    }

    private static func name(_ text: String) -> (name: String, isDescending: Bool) {
        guard text.utf8.first == UInt8(ascii: "-") else { return (text, false) }
        return (String(decoding: text.utf8.dropFirst(), as: UTF8.self), true)
    }

    private static func error(_ rule: String) -> RegistryError { RegistryError(.invalidQuery, "sort error: \(rule)") }
}

extension QueryNode {
    /// Whether this is a word, a phrase or the like that names no field.
    var isBareLeaf: Bool {
        switch self {
        case .term(let field, _), .phrase(let field, _, _), .wildcard(let field, _), .range(let field, _),
            .fuzzy(let field, _, _), .regex(let field, _):
            field == nil
        case .everything, .exists, .boolean, .boost: false
        }
    }
}
