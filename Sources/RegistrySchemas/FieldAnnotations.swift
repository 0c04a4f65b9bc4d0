internal import JSONDocument

/// What a schema says by `_elasticsearch` of how its fields are searched (`spec/rest-api.md` 1.9); dotted names, in order
/// of appearance, each once.
struct FieldAnnotations {
    /// Fields whose strings are searched by word: `{"type": "text"}`.
    private(set) var texts: [String] = []
    /// Arrays of objects that are searched object by object, marked themselves or by their items: `{"type": "nested"}`.
    private(set) var nested: [String] = []
    private let root: JSONValue

    /// Looks through `properties`, `items` and the branches of `allOf`, `anyOf`, `oneOf`, `then` and `else`, and follows
    /// references to `#/$defs/…` and `#/definitions/…`.
    init(in schema: JSONValue) {
        root = schema
        visit(schema, at: "", depth: 0)
    }

    private mutating func visit(_ schema: JSONValue, at field: String, depth: Int) {
        guard depth < 16, case .object(let members) = schema else { return }
        if !field.isEmpty {
            switch schema["_elasticsearch"]?["type"]?.stringValue {
            case "text": if !texts.contains(field) { texts.append(field) }
            case "nested": if !nested.contains(field) { nested.append(field) }
            default: break
            }
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
