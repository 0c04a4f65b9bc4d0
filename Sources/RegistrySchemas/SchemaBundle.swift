internal import JSONDocument

/// Schemas side by side in one document, each under its own name, so that their references mean what they meant.
enum SchemaBundle {
    static func make(of root: LinkedDocument, _ closure: [LinkedDocument]) -> JSONValue {
        let isOld = ["/draft-04/", "/draft-06/", "/draft-07/"].contains { root.dialect?.contains($0) == true }
        var result = JSONObject()
        if let dialect = root.value["$schema"] { result["$schema"] = dialect }
        for key in ["title", "description"] {
            if let text = root.value[key] { result[key] = text }
        }
        result["allOf"] = [["$ref": .string(name(of: root))]]
        var definitions = JSONObject()
        for document in closure { definitions[document.place] = embedded(document, in: root) }
        result[isOld ? "definitions" : "$defs"] = .object(definitions)
        return .object(result)
    }

    private static func embedded(_ document: LinkedDocument, in root: LinkedDocument) -> JSONValue {
        guard case .object(var members) = document.value else { return document.value }
        let dialect = document.dialect ?? root.dialect ?? ""
        let keyword = dialect.contains("/draft-04/") ? "id" : "$id"
        let isOld = ["/draft-04/", "/draft-06/", "/draft-07/"].contains { dialect.contains($0) }
        // In old drafts a reference would make what stands beside it, its name too, meaningless.
        if isOld, let reference = members["$ref"], members["allOf"] == nil {
            members["$ref"] = nil
            members["allOf"] = [["$ref": reference]]
        }
        var named: JSONObject = [keyword: .string(name(of: document))]
        for (key, value) in members where key != keyword { named[key] = value }
        return .object(named)
    }

    /// The absolute `$id`, else one made from the place: references by place then meet each other.
    private static func name(of document: LinkedDocument) -> String {
        document.base == document.place ? "vitrine:///\(document.place)" : document.base
    }
}
