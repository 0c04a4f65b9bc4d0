internal import JSONDocument
internal import JSONSchema

/// Looks for what a schema allows and hardly means.
struct SchemaWarnings {
    private static let maxDepth = 256
    private static let single = [
        "additionalItems", "additionalProperties", "contains", "contentSchema", "else", "if", "items", "not",
        "propertyNames", "then", "unevaluatedItems", "unevaluatedProperties",
    ]
    private static let lists = ["allOf", "anyOf", "items", "oneOf", "prefixItems"]
    private static let maps = [
        "$defs", "definitions", "dependencies", "dependentSchemas", "patternProperties", "properties",
    ]
    /// Where a schema says more about a value that another one describes, too.
    private static let partial: Set<String> = [
        "allOf", "anyOf", "dependencies", "dependentSchemas", "else", "if", "not", "oneOf", "then",
    ]
    private static let plain = [
        "$anchor", "$comment", "$dynamicAnchor", "$dynamicRef", "$id", "$recursiveAnchor", "$recursiveRef", "$ref",
        "$schema", "$vocabulary", "const", "contentEncoding", "contentMediaType", "default", "dependentRequired",
        "deprecated", "description", "enum", "examples", "exclusiveMaximum", "exclusiveMinimum", "format", "id",
        "maxContains", "maxItems", "maxLength", "maxProperties", "maximum", "minContains", "minItems", "minLength",
        "minProperties", "minimum", "multipleOf", "pattern", "readOnly", "required", "title", "type", "uniqueItems",
        "writeOnly",
    ]

    /// Accepts an object of known keywords alone, so that its fixes are the names that were meant.
    private static let vocabulary = names(single + lists + maps + plain)

    private let draft: SchemaDraft
    private var warnings: [SchemaCheck.Problem] = []

    static func list(_ document: JSONValue, _ draft: SchemaDraft) -> [SchemaCheck.Problem] {
        var search = SchemaWarnings(draft: draft)
        search.visit(document, .root, isPartial: false, depth: 0)
        return search.warnings
    }

    private init(draft: SchemaDraft) { self.draft = draft }

    private mutating func visit(_ schema: JSONValue, _ place: JSONPointer, isPartial: Bool, depth: Int) {
        guard depth < Self.maxDepth, case .object(let members) = schema else { return }
        warnOfKeywords(members, place)
        warnOfFormat(members, place)
        if !isPartial { warnOfRequired(members, place) }
        for (key, value) in members {
            let inner = Self.partial.contains(key)
            if Self.single.contains(key), value.objectValue != nil {
                visit(value, place.appending(key), isPartial: inner, depth: depth + 1)
            } else if Self.lists.contains(key), let elements = value.arrayValue {
                for (index, element) in elements.enumerated() {
                    visit(element, place.appending(key).appending(index), isPartial: inner, depth: depth + 1)
                }
            } else if Self.maps.contains(key), let schemas = value.objectValue {
                for (name, schema) in schemas {
                    visit(schema, place.appending(key).appending(name), isPartial: inner, depth: depth + 1)
                }
            }
        }
    }

    private mutating func warn(_ place: JSONPointer, _ message: String) {
        warnings.append(SchemaCheck.Problem(pointer: place.description, message: message))
    }

    /// Names of one's own begin with `_` or `x-`, and are left alone.
    private mutating func warnOfKeywords(_ members: JSONObject, _ place: JSONPointer) {
        for key in members.keys where !key.hasPrefix("_") && !key.hasPrefix("x-") {
            if let meant = Self.nearest(to: key, in: Self.vocabulary) {
                warn(place.appending(key), "unknown keyword '\(key)' has no effect, did you mean '\(meant)'?")
            }
        }
    }

    private mutating func warnOfFormat(_ members: JSONObject, _ place: JSONPointer) {
        guard let format = members["format"]?.stringValue else { return }
        let known = SchemaFormat(rawValue: format)
        if known?.isDefined(in: draft) != true {
            let reason = known == nil ? "is unknown" : "is not known to this draft"
            warn(place.appending("format"), "the format '\(format)' \(reason), and is never asserted")
        }
    }

    private mutating func warnOfRequired(_ members: JSONObject, _ place: JSONPointer) {
        guard let required = members["required"]?.arrayValue, let properties = members["properties"]?.objectValue,
            members["patternProperties"] == nil,
            members.keys.allSatisfy({ !Self.partial.contains($0) && !$0.hasSuffix("Ref") && $0 != "$ref" })
        else { return }
        for (index, name) in required.enumerated() {
            guard let name = name.stringValue, properties[name] == nil else { continue }
            let isClosed = members["additionalProperties"]?.boolValue == false
            let hint = Self.nearest(to: name, in: Self.names(properties.keys)).map { ", did you mean '\($0)'?" } ?? ""
            let effect = isClosed ? ", so that no object is valid" : ""
            warn(
                place.appending("required").appending(index),
                "'\(name)' is required and is none of 'properties'\(effect)\(hint)")
        }
    }

    // MARK: Near names

    private static func names(_ names: [String]) -> JSONSchema? {
        let properties = JSONObject(names.map { ($0, .bool(true)) })
        return try? JSONSchema(["properties": .object(properties), "additionalProperties": false])
    }

    /// The name that a fix would move `name` to, by the one rule there is for near names.
    private static func nearest(to name: String, in schema: JSONSchema?) -> String? {
        let object = JSONValue.object([name: true])
        guard let schema, let error = schema.validate(object, limit: 1).first,
            case .move(_, let target)? = schema.fix(for: error, in: object)?.operations.first
        else { return nil }
        return target.tokens.last
    }
}
