internal import JSONDocument

/// How a schema is read: by which draft, and with which of its vocabularies.
struct SchemaDialect: Sendable, Hashable {
    let draft: SchemaDraft
    let vocabularies: SchemaVocabularies

    /// The dialect of the draft's own metaschema.
    init(_ draft: SchemaDraft) {
        self.draft = draft
        vocabularies = .standard
    }

    /// The dialect of a metaschema that is itself written in `draft`.
    ///
    /// - Throws: `.unknownVocabulary` for one that the metaschema requires.
    init(_ draft: SchemaDraft, metaschema: JSONValue) throws(SchemaError.Reason) {
        self.draft = draft
        guard draft >= .draft2019, case .object(let listed) = metaschema["$vocabulary"] else {
            vocabularies = .standard
            return
        }
        var vocabularies: SchemaVocabularies = []
        for (uri, isRequired) in listed {
            if let known = SchemaVocabularies.named(uri, in: draft) {
                vocabularies.formUnion(known)
                if draft == .draft2019, known == .format, isRequired == true { vocabularies.insert(.formatAssertion) }
            } else if isRequired == true {
                throw .unknownVocabulary(uri)
            }
        }
        self.vocabularies = vocabularies
    }
}

/// A set of the vocabularies of drafts 2019-09 and 2020-12; the older drafts have all of them.
struct SchemaVocabularies: OptionSet, Sendable, Hashable {
    let rawValue: UInt8

    static let core = SchemaVocabularies(rawValue: 1)
    static let applicator = SchemaVocabularies(rawValue: 2)
    static let unevaluated = SchemaVocabularies(rawValue: 4)
    static let validation = SchemaVocabularies(rawValue: 8)
    static let metadata = SchemaVocabularies(rawValue: 16)
    static let format = SchemaVocabularies(rawValue: 32)
    static let formatAssertion = SchemaVocabularies(rawValue: 64)
    static let content = SchemaVocabularies(rawValue: 128)

    /// What the metaschemas of the drafts name.
    static let standard: SchemaVocabularies = [
        .core, .applicator, .unevaluated, .validation, .metadata, .format, .content,
    ]

    /// The vocabulary of that URI, or nil when the draft has none.
    static func named(_ uri: String, in draft: SchemaDraft) -> SchemaVocabularies? {
        let prefix =
            draft == .draft2019
            ? "https://json-schema.org/draft/2019-09/vocab/" : "https://json-schema.org/draft/2020-12/vocab/"
        guard uri.hasPrefix(prefix) else { return nil }
        switch (uri.dropFirst(prefix.count), draft) {
        case ("core", _): return .core
        case ("applicator", .draft2019): return [.applicator, .unevaluated]
        case ("applicator", _): return .applicator
        case ("unevaluated", .draft2020): return .unevaluated
        case ("validation", _): return .validation
        case ("meta-data", _): return .metadata
        case ("format", .draft2019), ("format-annotation", .draft2020): return .format
        case ("format-assertion", .draft2020): return [.format, .formatAssertion]
        case ("content", _): return .content
        default: return nil
        }
    }
}
