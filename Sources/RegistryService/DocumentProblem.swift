internal import JSONDocument

/// Something wrong, or worth a look, in one file of an upload.
struct DocumentProblem: Sendable, Hashable {
    /// The file, relative to the version.
    let path: String
    /// Where in the document, as a JSON pointer (RFC 6901); empty for the whole of it.
    let pointer: String
    /// Where in the schema, when the schema is what was broken.
    let schemaPointer: String?
    /// One sentence: what was expected, what was found.
    let message: String

    init(_ path: String, at pointer: String = "", schema: String? = nil, _ message: String) {
        self.path = path
        self.pointer = pointer
        self.schemaPointer = schema
        self.message = message
    }
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
