internal import JSONDocument

/// Which keywords of a draft hold schemas, and how.
enum SchemaKeywords {
    /// What is found under a keyword, or in the list or map of one.
    enum Content {
        case schema
        case schemas  // by name or in a list
        case other
    }

    private enum Shape {
        case one, list, map
        case oneOrList
    }

    private static let shapes: [String: (shape: Shape, drafts: ClosedRange<SchemaDraft>)] = [
        "additionalItems": (.one, .draft4 ... .draft2019),
        "additionalProperties": (.one, .draft4 ... .draft2020),
        "contains": (.one, .draft6 ... .draft2020),
        "contentSchema": (.one, .draft2019 ... .draft2020),
        "else": (.one, .draft7 ... .draft2020),
        "if": (.one, .draft7 ... .draft2020),
        "items": (.oneOrList, .draft4 ... .draft2020),
        "not": (.one, .draft4 ... .draft2020),
        "propertyNames": (.one, .draft6 ... .draft2020),
        "then": (.one, .draft7 ... .draft2020),
        "unevaluatedItems": (.one, .draft2019 ... .draft2020),
        "unevaluatedProperties": (.one, .draft2019 ... .draft2020),
        "allOf": (.list, .draft4 ... .draft2020),
        "anyOf": (.list, .draft4 ... .draft2020),
        "oneOf": (.list, .draft4 ... .draft2020),
        "prefixItems": (.list, .draft2020 ... .draft2020),
        "$defs": (.map, .draft2019 ... .draft2020),
        "definitions": (.map, .draft4 ... .draft2020),
        "dependencies": (.map, .draft4 ... .draft2020),  // later drafts let implementations go on reading it
        "dependentSchemas": (.map, .draft2019 ... .draft2020),
        "patternProperties": (.map, .draft4 ... .draft2020),
        "properties": (.map, .draft4 ... .draft2020),
    ]

    /// What the value of `keyword`, a list or not, holds in a schema of `draft`.
    static func content(of keyword: String, isList: Bool, in draft: SchemaDraft) -> Content {
        guard let (shape, drafts) = shapes[keyword], drafts.contains(draft) else { return .other }
        switch shape {
        case .one: return .schema
        case .oneOrList: return isList ? .schemas : .schema
        case .list, .map: return .schemas
        }
    }

    /// Keywords that assert, lead to other schemas or organise them, in any draft.
    private static let structural: Set<String> = [
        "$schema", "$id", "id", "$anchor", "$dynamicAnchor", "$recursiveAnchor", "$ref", "$dynamicRef", "$recursiveRef",
        "$vocabulary", "$comment", "$defs", "definitions", "additionalItems", "additionalProperties", "allOf", "anyOf",
        "const", "contains", "dependencies", "dependentRequired", "dependentSchemas", "else", "enum",
        "exclusiveMaximum", "exclusiveMinimum", "if", "items", "maxContains", "maxItems", "maxLength", "maxProperties",
        "maximum", "minContains", "minItems", "minLength", "minProperties", "minimum", "multipleOf", "not", "oneOf",
        "pattern", "patternProperties", "prefixItems", "properties", "propertyNames", "required", "then", "type",
        "unevaluatedItems", "unevaluatedProperties", "uniqueItems",
    ]

    /// Whether the value of `keyword` in `schema` is an annotation of `value`, as that of an unknown keyword is.
    static func annotates(_ keyword: String, _ value: JSONValue, in schema: JSONValue) -> Bool {
        switch keyword {
        case "contentEncoding", "contentMediaType": value.stringValue != nil
        case "contentSchema": value.stringValue != nil && schema["contentMediaType"] != nil
        default: !structural.contains(keyword)
        }
    }
}
