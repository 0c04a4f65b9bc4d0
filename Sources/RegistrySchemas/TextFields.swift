internal import JSONDocument

/// The dotted names of the fields whose strings are searched by word: those that a schema marks with
/// `"_elasticsearch": {"type": "text"}` (`spec/rest-api.md` 1.9).
enum TextFields {
    /// Looks through `properties`, `items` and the branches of `allOf`, `anyOf`, `oneOf`, `then` and `else`, and follows
    /// references to `#/$defs/…` and `#/definitions/…`; in order of appearance, each once.
    static func names(in schema: JSONValue) -> [String] {
        var search = Search(root: schema)
        search.visit(schema, at: "", depth: 0)
        return search.names
    }

    private struct Search {
        let root: JSONValue
        var names: [String] = []

        mutating func visit(_ schema: JSONValue, at field: String, depth: Int) {
            guard depth < 16, case .object(let members) = schema else { return }
            if !field.isEmpty, schema["_elasticsearch"]?["type"]?.stringValue == "text", !names.contains(field) {
                names.append(field)
            }
            if let target = members["$ref"]?.stringValue, target.hasPrefix("#"),
                let pointer = try? JSONPointer(parsing: String(target.dropFirst())),
                let found = pointer.resolve(in: root)
            {
                visit(found, at: field, depth: depth + 1)
            }
            for (name, property) in members["properties"]?.objectValue ?? [:] {
                visit(property, at: field.isEmpty ? name : "\(field).\(name)", depth: depth + 1)
            }
            if let items = members["items"] { visit(items, at: field, depth: depth + 1) }
            for keyword in ["then", "else"] {
                if let branch = members[keyword] { visit(branch, at: field, depth: depth + 1) }
            }
            for keyword in ["allOf", "anyOf", "oneOf", "prefixItems"] {
                for branch in members[keyword]?.arrayValue ?? [] { visit(branch, at: field, depth: depth + 1) }
            }
        }
    }
}
