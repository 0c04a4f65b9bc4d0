internal import JSONDocument
internal import JSONSchema

/// Reads one schema into its normal form, by the keywords that its draft knows.
struct SchemaReader {
    /// Keywords whose values are data, whatever they look like.
    static let dataKeywords: Set<String> = ["const", "default", "enum", "examples"]

    private static let assertions = [
        "const", "enum", "exclusiveMaximum", "exclusiveMinimum", "maxContains", "maxItems", "maxLength",
        "maxProperties",
        "maximum", "minContains", "minItems", "minLength", "minProperties", "minimum", "multipleOf", "pattern",
        "required", "type", "uniqueItems",
    ]

    private let site: SchemaSite
    private let documents: SchemaDocuments
    private let value: JSONValue
    private let context: SchemaDocuments.Context
    private var draft: SchemaDraft { context.draft }

    init(_ site: SchemaSite, _ documents: SchemaDocuments) {
        self.site = site
        self.documents = documents
        value = documents.value(at: site) ?? .bool(true)
        context = documents.context(of: site)
    }

    /// - Parameter number: the node of the schema at a site.
    func read(_ number: (SchemaSite) -> Int) -> SchemaNode {
        var node = SchemaNode(place: documents.place(of: site))
        guard case .object(let members) = value else {
            node.constant = value.boolValue ?? true
            node.signature = ["constant": .bool(node.constant ?? true)]
            return node
        }
        node.signature["draft"] = .string(draft.rawValue)
        if draft <= .draft7, members["$ref"]?.stringValue != nil {
            readReference("$ref", into: &node, number)
            return finished(node)
        }
        readValues(members, into: &node)
        readStrings(members, into: &node)
        readArrays(members, into: &node, number)
        readObjects(members, into: &node, number)
        readCombinations(members, into: &node, number)
        readReference("$ref", into: &node, number)
        if draft == .draft2019 { readReference("$recursiveRef", into: &node, number) }
        if draft == .draft2020 { readReference("$dynamicRef", into: &node, number) }
        if draft >= .draft2019 {
            readUnevaluated(members, into: &node, number)
        }
        for keyword in Self.assertions { node.signature[keyword] = members[keyword] }
        return finished(node)
    }

    private func finished(_ node: SchemaNode) -> SchemaNode {
        var node = node
        node.children.sort { $0.path.lexicographicallyPrecedes($1.path) { $0.utf8.lexicographicallyPrecedes($1.utf8) } }
        return node
    }

    // MARK: One kind of value

    private func readValues(_ members: JSONObject, into node: inout SchemaNode) {
        if let type = members["type"] { node.kinds = .named(by: type, draft) }
        if let values = members["enum"]?.arrayValue { node.choices.append(.init(keyword: "enum", values: values)) }
        if draft >= .draft6, let value = members["const"] {
            node.choices.append(.init(keyword: "const", values: [value]))
        }
        node.lower = bounds(members, "minimum", "exclusiveMinimum")
        node.upper = bounds(members, "maximum", "exclusiveMaximum")
        node.divisor = members["multipleOf"]?.numberValue
    }

    /// Draft 04 has a truth value where the later ones have a second number.
    private func bounds(_ members: JSONObject, _ plain: String, _ exclusive: String) -> [SchemaNode.Bound] {
        var bounds: [SchemaNode.Bound] = []
        if let value = members[plain]?.numberValue {
            let isExclusive = draft == .draft4 && members[exclusive]?.boolValue == true
            bounds.append(.init(keyword: plain, value: value, isExclusive: isExclusive))
        }
        if draft >= .draft6, let value = members[exclusive]?.numberValue {
            bounds.append(.init(keyword: exclusive, value: value, isExclusive: true))
        }
        return bounds
    }

    private func readStrings(_ members: JSONObject, into node: inout SchemaNode) {
        node.minLength = count(members, "minLength")
        node.maxLength = count(members, "maxLength")
        node.pattern = members["pattern"]?.stringValue
        guard documents.assertsFormat, let format = members["format"]?.stringValue else { return }
        // What a format accepts, and which are known, differs between the drafts.
        node.format = "\(format) of \(draft.rawValue)"
        node.signature["format"] = .string(format)
    }

    /// A count; what is larger than can be held is the largest, which no value reaches.
    private func count(_ members: JSONObject, _ keyword: String) -> Int? {
        guard let number = members[keyword]?.numberValue else { return nil }
        return number.int ?? (number > 0 ? .max : 0)
    }

    // MARK: Arrays and objects

    private func child(_ path: [String], into node: inout SchemaNode, _ number: (SchemaSite) -> Int) -> SchemaNode.Child
    {
        let pointer = JSONPointer(site.pointer.tokens + path)
        let child = SchemaNode.Child(
            path: path, node: number(SchemaSite(side: site.side, document: site.document, pointer: pointer)))
        node.children.append(child)
        return child
    }

    private func readArrays(_ members: JSONObject, into node: inout SchemaNode, _ number: (SchemaSite) -> Int) {
        let (first, rest) =
            draft == .draft2020
            ? ("prefixItems", "items")
            : members["items"]?.arrayValue == nil ? ("", "items") : ("items", "additionalItems")
        for index in (members[first]?.arrayValue ?? []).indices {
            node.first.append(child([first, String(index)], into: &node, number))
        }
        if let value = members[rest], value.arrayValue == nil { node.rest = child([rest], into: &node, number) }
        node.minItems = count(members, "minItems")
        node.maxItems = count(members, "maxItems")
        node.isUnique = members["uniqueItems"]?.boolValue == true
        guard draft >= .draft6, members["contains"] != nil else { return }
        let counts = draft >= .draft2019
        node.contains = SchemaNode.Contains(
            node: child(["contains"], into: &node, number).node,
            least: counts ? count(members, "minContains") ?? 1 : 1, most: counts ? count(members, "maxContains") : nil)
    }

    private func readObjects(_ members: JSONObject, into node: inout SchemaNode, _ number: (SchemaSite) -> Int) {
        for name in members["properties"]?.objectValue?.keys ?? [] {
            let property = child(["properties", name], into: &node, number)
            node.properties.append(.init(name: name, node: property.node))
            node.named[UTF8Key(name)] = property.node
        }
        for pattern in members["patternProperties"]?.objectValue?.keys ?? [] {
            let property = child(["patternProperties", pattern], into: &node, number)
            node.patterns.append(.init(name: pattern, node: property.node))
        }
        if members["additionalProperties"] != nil {
            node.additional = child(["additionalProperties"], into: &node, number)
        }
        node.required = members["required"]?.arrayValue?.compactMap(\.stringValue) ?? []
        node.minProperties = count(members, "minProperties")
        node.maxProperties = count(members, "maxProperties")
        if draft >= .draft6, members["propertyNames"] != nil {
            node.propertyNames = child(["propertyNames"], into: &node, number).node
        }
        readDependents(members, into: &node, number)
    }

    private func readDependents(_ members: JSONObject, into node: inout SchemaNode, _ number: (SchemaSite) -> Int) {
        // The later drafts let implementations go on reading what they split in two.
        let keywords =
            draft >= .draft2019 ? ["dependencies", "dependentRequired", "dependentSchemas"] : ["dependencies"]
        for keyword in keywords {
            for (name, value) in members[keyword]?.objectValue ?? [:] {
                let path = [keyword, name]
                let names = value.arrayValue?.compactMap(\.stringValue)
                let schema = names == nil ? child(path, into: &node, number).node : nil
                node.dependents.append(.init(path: path, name: name, names: names ?? [], node: schema))
                if names != nil { node.signature["\(keyword)/\(name)"] = value }
            }
        }
    }

    // MARK: Combinations

    private func readCombinations(_ members: JSONObject, into node: inout SchemaNode, _ number: (SchemaSite) -> Int) {
        func branches(_ keyword: String) -> [SchemaNode.Child] {
            (members[keyword]?.arrayValue ?? []).indices.map { child([keyword, String($0)], into: &node, number) }
        }
        node.all = branches("allOf")
        node.any = branches("anyOf")
        node.one = branches("oneOf")
        if members["not"] != nil { node.not = child(["not"], into: &node, number).node }
        // An 'if' alone asks for nothing, but sees members.
        if draft >= .draft7, members["if"] != nil {
            node.conditionals.append(
                .init(
                    path: ["if"], condition: child(["if"], into: &node, number).node,
                    then: members["then"].map { _ in child(["then"], into: &node, number).node },
                    otherwise: members["else"].map { _ in child(["else"], into: &node, number).node }))
        }
    }

    private func readReference(_ keyword: String, into node: inout SchemaNode, _ number: (SchemaSite) -> Int) {
        guard let reference = value[keyword]?.stringValue else { return }
        if keyword != "$ref", documents.isUnknowable {
            node.isUnknowable = true
            node.opaque.append(keyword)
        } else if let target = documents.target(reference, context, side: site.side) {
            let child = SchemaNode.Child(path: [keyword], node: number(target))
            node.all.append(child)
            node.children.append(child)
        } else {
            // A document that the validator knows by itself: a metaschema.
            node.opaque.append(keyword)
            node.signature[keyword] = .string(reference)
        }
    }

    /// Without anything beside it that could have seen members, `unevaluatedProperties` is `additionalProperties`.
    private func readUnevaluated(_ members: JSONObject, into node: inout SchemaNode, _ number: (SchemaSite) -> Int) {
        let isPlain = [
            "allOf", "anyOf", "oneOf", "if", "dependentSchemas", "$ref", "$recursiveRef", "$dynamicRef",
        ].allSatisfy { members[$0] == nil }
        for keyword in ["unevaluatedProperties", "unevaluatedItems"] {
            guard let value = members[keyword] else { continue }
            let rest = child([keyword], into: &node, number)
            if value == .bool(true) {
                // It asks for nothing, but has seen all members.
                if keyword == "unevaluatedProperties" { node.additional = node.additional ?? rest }
                continue
            }
            if keyword == "unevaluatedProperties", isPlain {
                node.additional = node.additional ?? rest
            } else if keyword == "unevaluatedItems", isPlain, node.contains == nil {
                node.rest = node.rest ?? rest
            } else {
                node.opaque.append(keyword)
            }
        }
    }
}
