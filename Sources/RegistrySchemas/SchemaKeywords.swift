internal import JSONDocument

/// Which members of a schema hold schemas.
enum SchemaKeywords {
    /// Calls `body` with each schema right below `members`, those of `$defs` and `definitions` left out.
    static func forEach(in members: JSONObject, _ body: (JSONValue) throws -> Void) rethrows {
        try mapping(members) {
            try body($0)
            return $0
        }
    }

    /// Returns `members` with each schema right below replaced by what `change` makes of it; those of `$defs` and
    /// `definitions` stay as they are.
    @discardableResult
    static func mapping(
        _ members: JSONObject, _ change: (JSONValue) throws -> JSONValue
    ) rethrows -> JSONObject {
        var mapped = JSONObject()
        for (key, value) in members { mapped[key] = try self.mapping(value, of: key, change) }
        return mapped
    }

    private static func mapping(
        _ value: JSONValue, of key: String, _ change: (JSONValue) throws -> JSONValue
    ) rethrows -> JSONValue {
        switch key {
        case "items", "additionalItems", "additionalProperties", "contains", "contentSchema", "else", "if", "not",
            "propertyNames", "then", "unevaluatedItems", "unevaluatedProperties":
            if case .array(let elements) = value { return .array(try elements.map(change)) }
            return try change(value)
        case "allOf", "anyOf", "oneOf", "prefixItems":
            guard case .array(let elements) = value else { return value }
            return .array(try elements.map(change))
        case "properties", "patternProperties", "dependentSchemas", "dependencies":
            guard case .object(let members) = value else { return value }
            return .object(JSONObject(try members.map { ($0.key, try change($0.value)) }))
        default: return value
        }
    }
}
