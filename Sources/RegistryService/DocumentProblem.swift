internal import Catalog
internal import JSONDocument
internal import JSONSchema

/// Something wrong, or worth a look, in one file of an upload.
struct DocumentProblem: Sendable, Hashable {
    /// The file, relative to the version.
    let path: String
    /// Where in the document, as a JSON pointer (RFC 6901); empty for the whole of it.
    let pointer: String
    /// Where in the schema, when the schema is what was broken.
    let schemaPointer: String?
    /// The keyword of the schema that refused the value.
    let keyword: String?
    /// One sentence: what was expected, what was found.
    let message: String
    /// Where the keyword stands, without references: `<URI of the schema>#<pointer>`.
    let location: String?
    /// A JSON Patch (RFC 6902) of the document that makes this problem go away.
    let fix: JSONValue?

    init(_ path: String, at pointer: String = "", _ message: String) {
        self.path = path
        self.pointer = pointer
        self.schemaPointer = nil
        self.keyword = nil
        self.message = message
        self.location = nil
        self.fix = nil
    }
    init(_ path: String, _ error: ValidationError, fix: JSONValue? = nil) {
        self.path = path
        self.pointer = error.instance.description
        self.schemaPointer = error.schema.description
        self.keyword = error.keyword
        self.message = error.message
        self.location = error.location
        self.fix = fix
    }

    /// As a job's result shows it; the errors of a version tell more.
    var json: JSONValue {
        var object: JSONObject = ["path": .string(path), "pointer": .string(pointer)]
        if let schemaPointer { object["schema_pointer"] = .string(schemaPointer) }
        object["message"] = .string(message)
        return .object(object)
    }
}

/// Why an upload cannot be indexed, whatever is tried.
struct IndexingRefusal: Error {
    let problems: [DocumentProblem]
}
