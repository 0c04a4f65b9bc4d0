internal import JSONDocument

// What is asked of objects and arrays.
extension SchemaCompiler {
    private static let requiredBits = 64

    mutating func objectRules(of place: SchemaPlace) throws(SchemaError) -> [SchemaRule] {
        let vocabularies = place.resource.dialect.vocabularies
        var rules: [SchemaRule] = []
        var required: [String] = []
        if vocabularies.contains(.validation) {
            if let names = place.value["required"], !(place.resource.dialect.draft == .draft4 && names.boolValue != nil)
            {
                required = try strings(names, "required", of: place)
            }
            for (key, kind) in [("minProperties", SchemaRule.Kind.minProperties), ("maxProperties", .maxProperties)] {
                if let count = try count(key, of: place) { rules.append(SchemaRule(kind: kind, a: count)) }
            }
        }
        rules += try memberRules(of: place, required)
        if vocabularies.contains(.applicator), place.resource.dialect.draft > .draft4,
            let names = try node("propertyNames", in: place)
        {
            rules.append(SchemaRule(kind: .propertyNames, a: names))
        }
        return try rules + dependencies(of: place)
    }

    private mutating func memberRules(of place: SchemaPlace, _ required: [String]) throws(SchemaError) -> [SchemaRule] {
        var rules = MemberRules()
        var entries: [(name: String, node: Int32, bit: UInt64)] = []
        var positions: [UTF8Key: Int] = [:]
        if place.resource.dialect.vocabularies.contains(.applicator) {
            if let named = try schemasByName("properties", of: place) {
                rules.has.insert(.properties)
                for (name, node) in named {
                    positions[UTF8Key(name)] = entries.count
                    entries.append((name, Int32(node), 0))
                }
                parts.dependencies.append(Dependency(keyword: "properties", name: "", required: named.map(\.name)))
                rules.listed = Int32(parts.dependencies.count - 1)
            }
            if let patterns = try schemasByName("patternProperties", of: place) {
                rules.has.insert(.patternProperties)
                let start = parts.memberPatterns.count
                for (source, node) in patterns {
                    let number = try pattern(source, at: "patternProperties", in: place)
                    parts.memberPatterns.append(MemberPattern(pattern: Int32(number), node: Int32(node)))
                }
                rules.patterns = SchemaNode.Part(start: Int32(start), end: Int32(parts.memberPatterns.count))
            }
            if let additional = try node("additionalProperties", in: place) {
                rules.has.insert(.additionalProperties)
                rules.additional = Int32(additional)
            }
        }
        var result: [SchemaRule] = []
        let distinct = Set(required.map { UTF8Key($0) })
        if !distinct.isEmpty {
            parts.dependencies.append(Dependency(keyword: "required", name: "", required: required))
        }
        let isFew = distinct.count <= Self.requiredBits
        for name in required where isFew {
            let position = positions[UTF8Key(name)] ?? entries.count
            if position == entries.count {
                positions[UTF8Key(name)] = position
                entries.append((name, -1, 0))
            }
            if entries[position].bit != 0 { continue }
            entries[position].bit = 1 << UInt64(rules.requiredCount)
            rules.required |= entries[position].bit
            rules.requiredCount += 1
        }
        if !distinct.isEmpty {
            result.append(SchemaRule(kind: isFew ? .required : .manyRequired, a: parts.dependencies.count - 1))
        }
        if !entries.isEmpty || !rules.has.isEmpty {
            rules.names = parts.names.add(members: entries)
            parts.members.append(rules)
            result.append(SchemaRule(kind: .members, a: parts.members.count - 1))
        }
        return result
    }

    private mutating func dependencies(of place: SchemaPlace) throws(SchemaError) -> [SchemaRule] {
        var rules: [SchemaRule] = []
        let vocabularies = place.resource.dialect.vocabularies
        // Draft 2019-09 split `dependencies` in two; the later drafts let implementations go on reading it.
        var keywords = ["dependencies"]
        if place.resource.dialect.draft > .draft7 {
            keywords = ["dependentRequired", "dependentSchemas", "dependencies"]
        }
        for keyword in keywords {
            guard let dependencies = try library.child(keyword, of: place) else { continue }
            if !vocabularies.contains(keyword == "dependentRequired" ? .validation : .applicator) { continue }
            guard case .object = dependencies.value else {
                throw place.error(.invalidKeyword(keyword, expected: "an object"), at: keyword)
            }
            for (name, child) in try library.children(of: dependencies) {
                var dependency = Dependency(keyword: keyword, name: name)
                if keyword == "dependentRequired" || keyword == "dependencies" && child.value.arrayValue != nil {
                    dependency.required = try strings(child.value, keyword, of: place)
                } else {
                    dependency.node = node(for: child)
                }
                parts.dependencies.append(dependency)
                rules.append(
                    SchemaRule(
                        kind: dependency.node < 0 ? .dependentRequired : .dependentSchema,
                        a: parts.dependencies.count - 1))
            }
        }
        return rules
    }

    private mutating func schemasByName(
        _ key: String, of place: SchemaPlace
    ) throws(SchemaError) -> [(name: String, node: Int)]? {
        guard let object = try library.child(key, of: place) else { return nil }
        guard case .object = object.value else {
            throw place.error(.invalidKeyword(key, expected: "an object of schemas"), at: key)
        }
        return try library.children(of: object).map { ($0.token, node(for: $0.place)) }
    }

    mutating func arrayRules(of place: SchemaPlace) throws(SchemaError) -> [SchemaRule] {
        let (draft, vocabularies) = (place.resource.dialect.draft, place.resource.dialect.vocabularies)
        var rules: [SchemaRule] = []
        if vocabularies.contains(.validation) {
            for (key, kind) in [("minItems", SchemaRule.Kind.minItems), ("maxItems", .maxItems)] {
                if let count = try count(key, of: place) { rules.append(SchemaRule(kind: kind, a: count)) }
            }
        }
        if vocabularies.contains(.applicator) {
            if let elements = try draft < .draft2020 ? oldElementRules(of: place) : elementRules(of: place) {
                parts.elements.append(elements)
                rules.append(SchemaRule(kind: .elements, a: parts.elements.count - 1))
            }
            if draft > .draft4, let contains = try node("contains", in: place) {
                var rule = SchemaRule(kind: .contains, evaluates: draft >= .draft2020, a: contains, b: 1, c: .max)
                if draft > .draft7, vocabularies.contains(.validation) {
                    if let least = try count("minContains", of: place) { rule.b = least }
                    if let most = try count("maxContains", of: place) { rule.c = most }
                }
                rules.append(rule)
            }
        }
        if vocabularies.contains(.validation), let unique = place.value["uniqueItems"] {
            guard case .bool(let unique) = unique else {
                throw place.error(.invalidKeyword("uniqueItems", expected: "true or false"), at: "uniqueItems")
            }
            if unique { rules.append(SchemaRule(kind: .uniqueItems)) }
        }
        return rules
    }

    private mutating func elementRules(of place: SchemaPlace) throws(SchemaError) -> ElementRules? {
        var rules = ElementRules()
        if let first = try nodes("prefixItems", in: place) {
            rules.first = first
            rules.hasFirst = true
        }
        if let items = try library.child("items", of: place) {
            if case .array = items.value {
                let expected = "a schema (an array of them is called 'prefixItems' in this draft)"
                throw place.error(.invalidKeyword("items", expected: expected), at: "items")
            }
            rules.rest = Int32(node(for: items))
        }
        return rules.hasFirst || rules.rest >= 0 ? rules : nil
    }

    private mutating func oldElementRules(of place: SchemaPlace) throws(SchemaError) -> ElementRules? {
        guard let items = try library.child("items", of: place) else { return nil }
        var rules = ElementRules()
        if case .array = items.value {
            rules.first = try part(of: items)
            rules.hasFirst = true
            rules.isOld = true
            if let rest = try node("additionalItems", in: place) { rules.rest = Int32(rest) }
        } else {
            rules.rest = Int32(node(for: items))
        }
        return rules
    }
}
