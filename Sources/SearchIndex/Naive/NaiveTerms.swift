internal import JSONDocument
internal import RegistryCore
internal import RegistryQuery

/// The names of the fields of one document and the words in them, for scores and for names of fields.
struct NaiveTerms {
    /// Fields with a value in them or below.
    private(set) var paths: Set<FieldPath> = []
    /// All words in their order, with the field that they are in; nil for those of the catch-all text.
    private(set) var words: [(word: String, field: FieldPath?)] = []

    private let textFields: Set<FieldPath>

    /// - Throws: what ``SearchBudget/spend(_:)`` does.
    init(_ document: ArtifactDocument, _ budget: inout SearchBudget) throws(SearchIndexError) {
        textFields = Set(document.staged.textFields.compactMap { FieldPath($0) })
        for (key, value) in document.staged.document.objectValue ?? [:]
        where !key.utf8.elementsEqual("_extra".utf8) && !key.utf8.starts(with: "_extra.".utf8) {
            _ = try visit(value, at: key, &budget)
        }
        _ = try visit(.object(document.searchableExtra), at: "_extra", &budget)
        for text in document.catchAll { try append(text, in: nil, &budget) }
    }

    /// - Returns: whether there is a value here or below.
    private mutating func visit(
        _ value: JSONValue, at path: String, _ budget: inout SearchBudget
    ) throws(SearchIndexError) -> Bool {
        try budget.spend(1 + path.utf8.count)
        var hasValue = false
        switch value {
        case .null: return false
        case .bool, .number: hasValue = true
        case .string(let text):
            hasValue = true
            if let field = FieldPath(path), textFields.contains(field) { try append(text, in: field, &budget) }
        case .array(let elements):
            for element in elements where try visit(element, at: path, &budget) { hasValue = true }
        case .object(let object):
            for (key, value) in object where try visit(value, at: "\(path).\(key)", &budget) { hasValue = true }
        }
        if hasValue, let field = FieldPath(path) { paths.insert(field) }
        return hasValue
    }
    private mutating func append(
        _ text: String, in field: FieldPath?, _ budget: inout SearchBudget
    ) throws(SearchIndexError) {
        try budget.spend(text.utf8.count)
        for word in TextAnalyzer.tokens(text) { words.append((word, field)) }
    }
}
