package import JSONDocument
package import RegistrySchemas

/// Small documents of a type of the tests' own.
package enum TestNotes {
    /// `note/v1.json`: a title is required and searched by word, `pages` is a whole number, `samples` are searched
    /// one by one.
    package static let schemas: SchemaSet = {
        let schema: JSONValue = [
            "$schema": "http://json-schema.org/draft-07/schema#", "title": "Note", "type": "object",
            "required": ["path", "title"],
            "properties": [
                "title": ["type": "string", "_elasticsearch": ["type": "text"]], "pages": ["type": "integer"],
                "samples": ["type": "array", "_elasticsearch": ["type": "nested"]],
            ],
        ]
        guard let name = SchemaName("note/v1.json"), let set = try? SchemaSet(documents: [(name, schema)]) else {
            preconditionFailure("the schema of the tests does not compile")
        }
        return set
    }()

    /// A file and the document that describes it.
    package static func files(_ path: String, title: String, content: String = "content") -> [String: String] {
        [path: content, path + ".json": document(path, title: title).description]
    }
    package static func document(_ path: String, title: String) -> JSONValue {
        ["$schema": "note/v1.json", "path": .string(path), "title": .string(title)]
    }
}
