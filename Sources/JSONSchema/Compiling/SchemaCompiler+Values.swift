internal import JSONDocument

// What is asked of a value of any kind, of numbers and of strings.
extension SchemaCompiler {
    mutating func valueRules(of place: SchemaPlace, _ node: inout SchemaNode) throws(SchemaError) -> [SchemaRule] {
        let draft = place.resource.dialect.draft
        var rules: [SchemaRule] = []
        if let names = place.value["type"] {
            node.types = try types(names, of: place)
            node.isStrict = draft == .draft4
            rules.append(SchemaRule(kind: .type, a: Int(node.types.rawValue), b: node.isStrict ? 1 : 0))
        }
        if let values = place.value["enum"] {
            guard case .array(let values) = values else {
                throw place.error(.invalidKeyword("enum", expected: "an array"), at: "enum")
            }
            parts.enumerations.append(Enumeration(values, names: &parts.names))
            rules.append(SchemaRule(kind: .enumeration, a: parts.enumerations.count - 1))
        }
        if draft > .draft4, let value = place.value["const"] {
            parts.values.append(value)
            rules.append(SchemaRule(kind: .constant, a: parts.values.count - 1))
        }
        rules += try numberRules(of: place)
        for (key, kind) in [("minLength", SchemaRule.Kind.minLength), ("maxLength", .maxLength)] {
            if let count = try count(key, of: place) { rules.append(SchemaRule(kind: kind, a: count)) }
        }
        if let source = place.value["pattern"] {
            guard case .string(let source) = source else {
                throw place.error(.invalidKeyword("pattern", expected: "a string"), at: "pattern")
            }
            rules.append(SchemaRule(kind: .pattern, a: try pattern(source, at: "pattern", in: place)))
        }
        return rules
    }

    /// `format`, `contentEncoding` and `contentMediaType`, where they are asserted.
    mutating func contentRules(of place: SchemaPlace) throws(SchemaError) -> [SchemaRule] {
        let (draft, vocabularies) = (place.resource.dialect.draft, place.resource.dialect.vocabularies)
        var rules: [SchemaRule] = []
        let asserts = options.assertsFormat && vocabularies.contains(.format) || vocabularies.contains(.formatAssertion)
        if asserts, let name = place.value["format"]?.stringValue, let format = FormatRule(name, in: draft) {
            parts.formats.append(format)
            rules.append(SchemaRule(kind: .format, a: parts.formats.count - 1))
        }
        if options.assertsContent, draft >= .draft7, vocabularies.contains(.content) {
            let content = ContentRule(
                encoding: place.value["contentEncoding"]?.stringValue,
                mediaType: place.value["contentMediaType"]?.stringValue)
            if content.encoding != nil || content.mediaType != nil {
                parts.contents.append(content)
                rules.append(SchemaRule(kind: .content, a: parts.contents.count - 1))
            }
        }
        return rules
    }

    /// The value of a keyword that counts: an integer from 0; what does not fit is as good as `Int.max`.
    func count(_ key: String, of place: SchemaPlace) throws(SchemaError) -> Int? {
        guard let value = place.value[key] else { return nil }
        guard case .number(let number) = value, number.isInteger, number >= 0 else {
            throw place.error(.invalidKeyword(key, expected: "an integer from 0"), at: key)
        }
        return number.int ?? .max
    }

    /// The strings of an array.
    func strings(_ value: JSONValue, _ key: String, of place: SchemaPlace) throws(SchemaError) -> [String] {
        var strings: [String] = []
        for element in value.arrayValue ?? [.null] {
            guard case .string(let string) = element else {
                throw place.error(.invalidKeyword(key, expected: "an array of strings"), at: key)
            }
            strings.append(string)
        }
        return strings
    }

    private func types(_ names: JSONValue, of place: SchemaPlace) throws(SchemaError) -> JSONTypes {
        var set: JSONTypes = []
        for name in names.arrayValue ?? [names] {
            guard let type = name.stringValue.flatMap(JSONTypes.named) else {
                throw place.error(
                    .invalidKeyword("type", expected: "one of JSON's types, or an array of them"), at: "type")
            }
            set.insert(type)
        }
        return set
    }

    private mutating func numberRules(of place: SchemaPlace) throws(SchemaError) -> [SchemaRule] {
        var rules: [SchemaRule] = []
        let isOld = place.resource.dialect.draft == .draft4
        let kinds: [(String, SchemaRule.Kind, exclusive: String)] = [
            ("minimum", .minimum, "exclusiveMinimum"), ("maximum", .maximum, "exclusiveMaximum"),
        ]
        for (key, kind, exclusive) in kinds {
            let exclusiveKind: SchemaRule.Kind = kind == .minimum ? .exclusiveMinimum : .exclusiveMaximum
            let excludes = isOld && place.value[exclusive] == true
            if let number = try number(key, of: place) {
                rules.append(SchemaRule(kind: excludes ? exclusiveKind : kind, a: bound(number)))
            }
            if isOld, let value = place.value[exclusive], value.boolValue == nil {
                throw place.error(.invalidKeyword(exclusive, expected: "true or false"), at: exclusive)
            }
            if !isOld, let number = try number(exclusive, of: place) {
                rules.append(SchemaRule(kind: exclusiveKind, a: bound(number)))
            }
        }
        if let divisor = try number("multipleOf", of: place) {
            guard let bound = NumberBound(divisor: divisor) else {
                throw place.error(
                    .invalidKeyword(
                        "multipleOf", expected: "above 0, with at most \(LongDivision.maxDigits) significant digits"),
                    at: "multipleOf")
            }
            parts.numbers.append(bound)
            rules.append(SchemaRule(kind: .multipleOf, a: parts.numbers.count - 1))
        }
        return rules
    }

    private mutating func bound(_ number: JSONNumber) -> Int {
        parts.numbers.append(NumberBound(number))
        return parts.numbers.count - 1
    }

    private func number(_ key: String, of place: SchemaPlace) throws(SchemaError) -> JSONNumber? {
        guard let value = place.value[key] else { return nil }
        guard case .number(let number) = value else {
            throw place.error(.invalidKeyword(key, expected: "a number"), at: key)
        }
        return number
    }
}
