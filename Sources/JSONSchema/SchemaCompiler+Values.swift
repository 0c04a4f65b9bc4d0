internal import ECMAPattern
internal import JSONDocument

extension SchemaCompiler {
    /// What is asked of a value of any kind, of numbers and of strings.
    mutating func valueRules(of location: SchemaLocation) throws(SchemaError) -> [SchemaRule] {
        var rules: [SchemaRule] = []
        if let types = location.value["type"] { rules.append(.type(try parse(types, of: location))) }
        if let values = location.value["enum"] {
            guard case .array(let values) = values else {
                throw location.error(.invalidKeyword("enum", expected: "an array"), at: "enum")
            }
            rules.append(.enumeration(values, Set(values)))
        }
        if let value = location.value["const"] { rules.append(.const(value)) }
        if let numbers = try numberRules(of: location) { rules.append(.number(numbers)) }
        let least = try count("minLength", of: location)
        let most = try count("maxLength", of: location)
        if least != nil || most != nil { rules.append(.length(least: least, most: most)) }
        if let source = location.value["pattern"] {
            guard case .string(let source) = source else {
                throw location.error(.invalidKeyword("pattern", expected: "a string"), at: "pattern")
            }
            rules.append(.pattern(try pattern(source, at: "pattern", in: location)))
        }
        return rules
    }

    /// The value of a keyword that counts: an integer from 0; what does not fit is as good as `Int.max`.
    func count(_ key: String, of location: SchemaLocation) throws(SchemaError) -> Int? {
        guard let value = location.value[key] else { return nil }
        guard case .number(let number) = value, number.isInteger, number >= 0 else {
            throw location.error(.invalidKeyword(key, expected: "an integer from 0"), at: key)
        }
        return number.int ?? .max
    }

    /// The strings of an array.
    func strings(_ value: JSONValue, _ key: String, of location: SchemaLocation) throws(SchemaError) -> [String] {
        var strings: [String] = []
        for element in value.arrayValue ?? [.null] {
            guard case .string(let string) = element else {
                throw location.error(.invalidKeyword(key, expected: "an array of strings"), at: key)
            }
            strings.append(string)
        }
        return strings
    }

    private func parse(_ types: JSONValue, of location: SchemaLocation) throws(SchemaError) -> JSONTypes {
        var set: JSONTypes = []
        for name in types.arrayValue ?? [types] {
            guard let type = name.stringValue.flatMap(JSONTypes.named) else {
                throw location.error(
                    .invalidKeyword("type", expected: "one of JSON's types, or an array of them"), at: "type")
            }
            set.insert(type)
        }
        return set
    }

    private func numberRules(of location: SchemaLocation) throws(SchemaError) -> NumberRules? {
        var rules = NumberRules()
        var isEmpty = true
        let keywords: [(String, WritableKeyPath<NumberRules, JSONNumber?>)] = [
            ("minimum", \.minimum), ("maximum", \.maximum), ("exclusiveMinimum", \.exclusiveMinimum),
            ("exclusiveMaximum", \.exclusiveMaximum), ("multipleOf", \.multipleOf),
        ]
        for (key, path) in keywords {
            guard let value = location.value[key] else { continue }
            guard case .number(let number) = value else {
                throw location.error(.invalidKeyword(key, expected: "a number"), at: key)
            }
            rules[keyPath: path] = number
            isEmpty = false
        }
        if let divisor = rules.multipleOf, divisor <= 0 || JSONNumber(0).isMultiple(of: divisor) == nil {
            throw location.error(
                .invalidKeyword("multipleOf", expected: "above 0, with at most 19 significant digits"), at: "multipleOf"
            )
        }
        return isEmpty ? nil : rules
    }
}
