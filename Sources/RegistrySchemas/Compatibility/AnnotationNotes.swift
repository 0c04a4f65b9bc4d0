internal import JSONDocument
internal import JSONSchema

/// What differs between two schemas and means nothing to validation.
enum AnnotationNotes {
    private static let maxNotes = 200
    /// Keywords whose values are schemas by name.
    private static let maps: Set<String> = [
        "$defs", "definitions", "dependencies", "dependentSchemas", "patternProperties", "properties",
    ]
    private static let assertions: Set<String> = [
        "$anchor", "$dynamicAnchor", "$dynamicRef", "$id", "$recursiveAnchor", "$recursiveRef", "$ref", "$schema",
        "$vocabulary", "additionalItems", "additionalProperties", "allOf", "anyOf", "const", "contains",
        "dependentRequired", "else", "enum", "exclusiveMaximum", "exclusiveMinimum", "id", "if", "items", "maxContains",
        "maxItems", "maxLength", "maxProperties", "maximum", "minContains", "minItems", "minLength", "minProperties",
        "minimum", "multipleOf", "not", "oneOf", "pattern", "prefixItems", "propertyNames", "required", "then", "type",
        "unevaluatedItems", "unevaluatedProperties", "uniqueItems",
    ]

    /// One sentence for each schema whose annotations differ, at most 200; schemas are paired by their place.
    static func list(_ old: ComparedSchema, _ new: ComparedSchema, _ drafts: [SchemaDraft]) -> [String] {
        var notes: [String] = []
        if drafts[0] != drafts[1] {
            notes.append("the draft is now '\(drafts[1].rawValue)', was '\(drafts[0].rawValue)'")
        }
        let format = old.options.assertsFormat || new.options.assertsFormat
        compare(old.document, new.document, .root, ignored: format ? ["format"] : [], into: &notes)
        return notes
    }

    private static func compare(
        _ old: JSONValue, _ new: JSONValue, _ place: JSONPointer, ignored: Set<String>, into notes: inout [String]
    ) {
        if old == new || notes.count >= maxNotes { return }
        switch (old, new) {
        case (.object(let old), .object(let new)):
            let changed = names(old, new).filter {
                !assertions.contains($0) && !maps.contains($0) && !ignored.contains($0) && old[$0] != new[$0]
            }
            if !changed.isEmpty {
                notes.append("#\(place): \(changed.joined(separator: ", ")) changed, without effect on validation")
            }
            for key in names(old, new) where assertions.contains(key) || maps.contains(key) {
                if SchemaReader.dataKeywords.contains(key) { continue }
                guard let before = old[key], let after = new[key] else { continue }
                if maps.contains(key), let before = before.objectValue, let after = after.objectValue {
                    for member in before {
                        guard let other = after[member.key] else { continue }
                        let place = place.appending(key).appending(member.key)
                        compare(member.value, other, place, ignored: ignored, into: &notes)
                    }
                } else {
                    compare(before, after, place.appending(key), ignored: ignored, into: &notes)
                }
            }
        case (.array(let old), .array(let new)):
            for (index, pair) in zip(old, new).enumerated() {
                compare(pair.0, pair.1, place.appending(index), ignored: ignored, into: &notes)
            }
        default: return
        }
    }

    private static func names(_ old: JSONObject, _ new: JSONObject) -> [String] {
        old.keys + new.keys.filter { old[$0] == nil }
    }
}
