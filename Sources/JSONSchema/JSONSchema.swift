public import JSONDocument

/// A JSON Schema, compiled once and shared by all threads.
///
/// Drafts 2020-12, 2019-09, 07, 06 and 04, chosen by `$schema`. Nothing is fetched: a reference leads into the document
/// itself, into one that was given with it, or into the metaschema of a draft.
public struct JSONSchema: Sendable {
    /// The `title` of the document, or nil.
    public let title: String?

    /// The draft that the document is read by.
    public let draft: SchemaDraft

    let program: SchemaProgram

    /// Compiles `document`.
    ///
    /// - Parameters:
    ///   - base: the URI or path that `document` was found at; relative references and its `$id` start from there.
    ///   - documents: other schemas by the URI or path they were found at; each is also known by its `$id`. Those
    ///     without `$schema` are of the draft of `document`. A metaschema of one's own is given here too. Documents
    ///     that nothing refers to are not read.
    /// - Throws: the first thing that makes no schema, and its place.
    public init(
        _ document: JSONValue, base: String = "", resolving documents: [String: JSONValue] = [:],
        options: SchemaOptions = SchemaOptions()
    ) throws(SchemaError) {
        let library = try SchemaLibrary(document, base: base, resolving: documents, draft: options.draft)
        var compiler = SchemaCompiler(library, options: options)
        program = try compiler.compile()
        draft = library.root.resource.dialect.draft
        title = document["title"]?.stringValue
    }

    /// Returns whether `instance` is valid; no also when a limit is reached first (see `validate(_:limit:)`).
    public func isValid(_ instance: JSONValue) -> Bool {
        withUnsafePointer(to: instance) { root in
            var validator = Validator(program, at: root)
            return validator.decide()
        }
    }

    /// Returns what is wrong with `instance`, in the order of its members; nothing when it is valid.
    ///
    /// Validation also ends, with an error that says so, at a nesting of 512 schemas, after 200 000 steps and 100 for each
    /// value of the instance, at most 10 000 000, and when patterns that may take more than linear time (see
    /// `ECMAPattern`) have taken 2 seconds. A step is one schema applied to one value; what is read for it and may
    /// be long takes more: values that are compared, texts, numbers of many digits, names, dependencies. Hints of what
    /// may have been meant end when they have looked at 100 000 words.
    ///
    /// - Parameter limit: how many errors are enough, at least 1.
    public func validate(_ instance: JSONValue, limit: Int = 1000) -> [ValidationError] {
        if isValid(instance) { return [] }
        var reporter = ErrorReporter(program, instance, limit: limit)
        return reporter.report(instance)
    }

    /// The schema that describes the schemas of `draft`.
    public static func metaschema(of draft: SchemaDraft) -> JSONSchema {
        switch draft {
        case .draft4: metaschema4
        case .draft6: metaschema6
        case .draft7: metaschema7
        case .draft2019: metaschema2019
        case .draft2020: metaschema2020
        }
    }

    private static let metaschema4 = compiled(.draft4)
    private static let metaschema6 = compiled(.draft6)
    private static let metaschema7 = compiled(.draft7)
    private static let metaschema2019 = compiled(.draft2019)
    private static let metaschema2020 = compiled(.draft2020)

    private static func compiled(_ draft: SchemaDraft) -> JSONSchema {
        let uri = URIReference(draft.rawValue).withoutFragment.description
        guard let document = Metaschemas.document(at: uri), let schema = try? JSONSchema(document, base: uri) else {
            preconditionFailure("the metaschema of \(draft) is ours and must compile")
        }
        return schema
    }
}
