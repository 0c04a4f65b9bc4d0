import JSONDocument

/// Makes random instances, at will some that a schema is likely to accept.
struct InstanceGenerator {
    var random: FuzzRandom
    /// What a `$ref` leads to, for what is made after a schema.
    var targets: [String: JSONValue] = [:]

    /// Any value, `depth` arrays and objects deep at most.
    ///
    /// No truth value stands in an array within an array: the reference sorts such arrays, and takes true for 1 then.
    mutating func value(depth: Int, inArray: Bool = false) -> JSONValue {
        switch random.below(depth > 0 ? 9 : 6) {
        case 0: return .null
        case 1: return inArray ? .null : .bool(random.chance(50))
        case 2, 3: return FuzzVocabulary.number(&random)
        case 4, 5: return .string(random.pick(FuzzVocabulary.strings))
        case 6, 7:
            var members: JSONObject = [:]
            for _ in 0..<random.below(5) {
                members[random.pick(FuzzVocabulary.names)] = value(depth: depth - 1, inArray: inArray)
            }
            return .object(members)
        default:
            var elements: [JSONValue] = []
            for _ in 0..<random.below(5) {
                let isRepeated = !elements.isEmpty && random.chance(20)
                elements.append(isRepeated ? random.pick(elements) : value(depth: depth - 1, inArray: true))
            }
            return .array(elements)
        }
    }

    /// A value that keeps some of what `schema` says.
    mutating func value(for schema: JSONValue, depth: Int) -> JSONValue {
        guard depth > 0, !random.chance(8), case .object(let keywords) = schema else {
            return value(depth: max(depth, 1))
        }
        if let constant = keywords["const"], random.chance(80) { return constant }
        if let values = keywords["enum"]?.arrayValue, !values.isEmpty, random.chance(80) { return random.pick(values) }
        if let target = reference(of: keywords), random.chance(60) { return value(for: target, depth: depth - 1) }
        for keyword in ["allOf", "anyOf", "oneOf"] where random.chance(40) {
            if let schemas = keywords[keyword]?.arrayValue, !schemas.isEmpty {
                return merged(value(for: random.pick(schemas), depth: depth - 1), keywords, depth: depth)
            }
        }
        for keyword in ["if", "then", "else"] where random.chance(30) {
            if let inner = keywords[keyword] {
                return merged(value(for: inner, depth: depth - 1), keywords, depth: depth)
            }
        }
        return merged(start(for: keywords), keywords, depth: depth)
    }

    private func reference(of keywords: JSONObject) -> JSONValue? {
        if let reference = keywords["$ref"]?.stringValue {
            let known = targets.first { $0.key.hasSuffix(reference.drop { $0 != "#" && $0 != "/" }) }
            return targets[reference] ?? known?.value
        }
        return keywords["$dynamicRef"] != nil || keywords["$recursiveRef"] != nil ? targets["#"] : nil
    }

    /// An empty value of a kind that the keywords speak of.
    private mutating func start(for keywords: JSONObject) -> JSONValue {
        let types = keywords["type"]?.arrayValue ?? keywords["type"].map { [$0] } ?? []
        switch types.isEmpty ? nil : random.pick(types).stringValue {
        case "null": return .null
        case "boolean": return .bool(random.chance(50))
        case "integer": return FuzzVocabulary.integer(-4...10, &random)
        case "number": return FuzzVocabulary.number(&random)
        case "string": return .string(random.pick(FuzzVocabulary.strings))
        case "array": return []
        case "object": return [:]
        default: break
        }
        for key in ["items", "prefixItems", "contains", "uniqueItems", "minItems", "unevaluatedItems", "maxItems"]
        where keywords[key] != nil { return [] }
        for key in ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"]
        where keywords[key] != nil {
            return FuzzVocabulary.number(&random)
        }
        for key in ["pattern", "minLength", "maxLength"] where keywords[key] != nil {
            return .string(random.pick(FuzzVocabulary.strings))
        }
        return random.chance(80) ? [:] : value(depth: 2)
    }

    /// Adds to an array or object what the keywords are about.
    private mutating func merged(_ value: JSONValue, _ keywords: JSONObject, depth: Int) -> JSONValue {
        switch value {
        case .object(var members):
            if case .object(let properties)? = keywords["properties"] {
                for (name, schema) in properties where random.chance(65) {
                    members[name] = self.value(for: schema, depth: depth - 1)
                }
            }
            for name in keywords["required"]?.arrayValue ?? [] where random.chance(85) {
                if let name = name.stringValue, members[name] == nil { members[name] = self.value(depth: 1) }
            }
            if random.chance(30) { members[random.pick(FuzzVocabulary.names)] = self.value(depth: 1) }
            return .object(members)
        case .array(var elements):
            let prefix = keywords["prefixItems"]?.arrayValue ?? keywords["items"]?.arrayValue ?? []
            for schema in prefix where random.chance(80) {
                elements.append(self.value(for: schema, depth: depth - 1))
            }
            let others = ["items", "contains", "additionalItems", "unevaluatedItems"].compactMap { keywords[$0] }
            for _ in 0..<random.below(3) {
                let schema = others.isEmpty ? true : random.pick(others)
                elements.append(self.value(for: schema, depth: depth - 1))
            }
            return .array(elements)
        default: return value
        }
    }
}
