import JSONDocument
import JSONSchema
import RegistrySchemas
import Testing

extension SchemaFiles {
    /// Files by place, as text.
    init(_ texts: [String: String]) throws {
        self.init()
        for (place, text) in texts { try add(Array(text.utf8), at: place) }
    }
}

extension SchemaSet {
    func entry(_ name: String) throws -> Entry {
        let parsed = try #require(SchemaName(name))
        return try #require(self[parsed], "no schema '\(name)'")
    }
}

extension SchemaAnswer {
    var json: JSONValue {
        get throws { try JSONValue(parsing: bytes) }
    }
    /// What a client that has nothing but the answer makes of it.
    var compiled: JSONSchema {
        get throws { try JSONSchema(json) }
    }
}
