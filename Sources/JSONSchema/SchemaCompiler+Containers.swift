internal import ECMAPattern
internal import JSONDocument

extension SchemaCompiler {
    mutating func objectRules(of location: SchemaLocation) throws(SchemaError) -> [SchemaRule] {
        var rules: [SchemaRule] = []
        if let names = location.value["required"] {
            rules.append(.required(try strings(names, "required", of: location)))
        }
        let least = try count("minProperties", of: location)
        let most = try count("maxProperties", of: location)
        if least != nil || most != nil { rules.append(.count(.properties, least: least, most: most)) }
        if let members = try memberRules(of: location) { rules.append(.members(members)) }
        if let names = try location.child("propertyNames") { rules.append(.propertyNames(node(for: names))) }
        return try rules + dependencies(of: location)
    }

    private mutating func memberRules(of location: SchemaLocation) throws(SchemaError) -> MemberRules? {
        var rules = MemberRules()
        let named = try schemasByName("properties", of: location)
        for (name, node) in named ?? [] {
            rules.named[UTF8Key(name)] = node
            rules.names.append(name)
        }
        let patterns = try schemasByName("patternProperties", of: location)
        for (source, node) in patterns ?? [] {
            rules.patterns.append((try pattern(source, at: "patternProperties", in: location), node))
        }
        rules.additional = try location.child("additionalProperties").map { node(for: $0) }
        return named == nil && patterns == nil && rules.additional == nil ? nil : rules
    }

    private mutating func dependencies(of location: SchemaLocation) throws(SchemaError) -> [SchemaRule] {
        var rules: [SchemaRule] = []
        // Draft 2019-09 split `dependencies` in two; the later drafts let implementations go on reading it.
        let keywords = location.draft == .draft7 ? [] : ["dependentRequired", "dependentSchemas"]
        for keyword in keywords + ["dependencies"] {
            guard let dependencies = try location.child(keyword) else { continue }
            guard case .object = dependencies.value else {
                throw location.error(.invalidKeyword(keyword, expected: "an object"), at: keyword)
            }
            for (name, dependency) in try dependencies.members() {
                if keyword == "dependentRequired" || keyword == "dependencies" && dependency.value.arrayValue != nil {
                    let names = try strings(dependency.value, keyword, of: location)
                    rules.append(.dependentRequired(keyword: keyword, name: name, names))
                } else {
                    rules.append(.dependentSchema(keyword: keyword, name: name, node(for: dependency)))
                }
            }
        }
        return rules
    }

    private mutating func schemasByName(
        _ key: String, of location: SchemaLocation
    ) throws(SchemaError) -> [(name: String, node: Int)]? {
        guard let object = try location.child(key) else { return nil }
        guard case .object = object.value else {
            throw location.error(.invalidKeyword(key, expected: "an object of schemas"), at: key)
        }
        return try object.members().map { ($0.key, node(for: $0.location)) }
    }

    mutating func arrayRules(of location: SchemaLocation) throws(SchemaError) -> [SchemaRule] {
        var rules: [SchemaRule] = []
        let least = try count("minItems", of: location)
        let most = try count("maxItems", of: location)
        if least != nil || most != nil { rules.append(.count(.items, least: least, most: most)) }
        let elements = try location.draft == .draft7 ? elementRules7(of: location) : elementRules(of: location)
        if !elements.first.isEmpty || elements.rest != nil { rules.append(.elements(elements)) }
        if let contains = try location.child("contains") {
            let counts = location.draft != .draft7
            let least = counts ? try count("minContains", of: location) : nil
            let most = counts ? try count("maxContains", of: location) : nil
            rules.append(.contains(node(for: contains), least: least ?? 1, most: most))
        }
        if let unique = location.value["uniqueItems"] {
            guard case .bool(let unique) = unique else {
                throw location.error(.invalidKeyword("uniqueItems", expected: "true or false"), at: "uniqueItems")
            }
            if unique { rules.append(.uniqueItems) }
        }
        return rules
    }

    private mutating func elementRules(of location: SchemaLocation) throws(SchemaError) -> ElementRules {
        var rules = ElementRules()
        rules.first = try schemas("prefixItems", of: location) ?? []
        if let items = try location.child("items") {
            if case .array = items.value {
                let expected = "a schema (an array of them is called 'prefixItems' in this draft)"
                throw location.error(.invalidKeyword("items", expected: expected), at: "items")
            }
            rules.rest = node(for: items)
        }
        return rules
    }

    private mutating func elementRules7(of location: SchemaLocation) throws(SchemaError) -> ElementRules {
        var rules = ElementRules()
        guard let items = try location.child("items") else { return rules }
        if case .array = items.value {
            rules.first = try items.elements().map { node(for: $0) }
            rules.firstKeyword = "items"
            rules.rest = try location.child("additionalItems").map { node(for: $0) }
            rules.restKeyword = "additionalItems"
        } else {
            rules.rest = node(for: items)
        }
        return rules
    }
}
