public import JSONDocument

/// A JSON Schema, compiled once and shared by all threads.
///
/// Drafts 2020-12 and 07, chosen by `$schema` (2020-12 without one). `format` and what has no meaning to the draft are
/// annotations. Nothing is fetched: a reference leads into the document itself or into one that was given with it.
public struct JSONSchema: Sendable {
    /// The `title` of the document, or nil.
    public let title: String?

    private let program: SchemaProgram

    /// Compiles `document`.
    ///
    /// - Parameters:
    ///   - base: the URI or path that `document` was found at; relative references and its `$id` start from there.
    ///   - documents: other schemas by the URI or path they were found at; each is also known by its `$id`. Those
    ///     without `$schema` are of the draft of `document`.
    /// - Throws: the first thing that makes no schema, or that is not supported yet, and its place.
    public init(
        _ document: JSONValue, base: String = "", resolving documents: [String: JSONValue] = [:]
    ) throws(SchemaError) {
        var compiler = try SchemaCompiler(document, base: base, resolving: documents)
        program = try compiler.compile()
        title = document["title"]?.stringValue
    }

    /// Returns what is wrong with `instance`, in the order of its members; nothing when it is valid.
    ///
    /// - Parameter limit: how many errors are enough, at least 1. Validation also ends, with an error that says so,
    ///   at a nesting of 512 schemas and after 200 000 steps and 100 for each value of the instance, at most 10 000 000.
    public func validate(_ instance: JSONValue, limit: Int = 1000) -> [ValidationError] {
        var validator = Validator(program, limit: limit)
        return validator.validate(instance)
    }
}
