import JSONDocument
import JSONSchema

extension SchemaGenerator {
    /// A schema in any form that the draft knows.
    mutating func schema(at place: Place) -> JSONValue {
        if draft != .draft4, random.chance(place.depth > 0 ? 6 : 25) { return .bool(random.chance(75)) }
        return object(at: place)
    }

    mutating func object(at place: Place) -> JSONValue {
        var keywords: JSONObject = [:]
        if random.chance(20), let (keyword, value) = reference(at: place) { keywords[keyword] = value }
        for _ in 0..<random.int(in: keywords.isEmpty ? 1...3 : 0...2) {
            switch place.depth > 0 ? random.int(in: bias) : random.below(5) {
            case 0: addType(to: &keywords)
            case 1: addValues(to: &keywords)
            case 2: addNumeric(to: &keywords)
            case 3: addString(to: &keywords)
            case 4: addCounts(to: &keywords)
            case 5, 6: addMembers(to: &keywords, at: place)
            case 7, 8: addElements(to: &keywords, at: place)
            case 9, 10: addCombination(to: &keywords, at: place)
            default: addUnevaluated(to: &keywords, at: place)
            }
        }
        return .object(keywords)
    }

    // MARK: Assertions

    private mutating func addType(to keywords: inout JSONObject) {
        let types = ["null", "boolean", "integer", "number", "string", "array", "object"]
        if random.chance(70) {
            keywords["type"] = .string(random.pick(types))
        } else {
            let chosen = types.filter { _ in random.chance(40) }
            if !chosen.isEmpty { keywords["type"] = .array(chosen.map { .string($0) }) }
        }
        if random.chance(10) { keywords["format"] = .string(random.pick(["date-time", "uuid", "x-other"])) }
        if random.chance(5) { keywords["x-unknown"] = ["type": "nothing"] }
    }

    private mutating func addValues(to keywords: inout JSONObject) {
        if draft != .draft4, random.chance(50) {
            keywords["const"] = value()
        } else {
            var values: [JSONValue] = []
            for _ in 0..<random.int(in: 1...4) {
                let value = value()
                if !values.contains(value) { values.append(value) }
            }
            keywords["enum"] = .array(values)
        }
    }

    private mutating func value() -> JSONValue {
        var instances = InstanceGenerator(random: random)
        defer { random = instances.random }
        return instances.value(depth: 2)
    }

    private mutating func addNumeric(to keywords: inout JSONObject) {
        switch random.below(5) {
        case 0: keywords["minimum"] = FuzzVocabulary.number(&random)
        case 1: keywords["maximum"] = FuzzVocabulary.number(&random)
        case 2: addExclusive("Minimum", "minimum", to: &keywords)
        case 3: addExclusive("Maximum", "maximum", to: &keywords)
        default:
            // Python divides by a fraction in doubles, so a divisor written as one divides every integer.
            let fractions = ["0.25", "0.5", "5e-1", "1.0", "1e0"].map { FuzzVocabulary.number($0) }
            keywords["multipleOf"] =
                random.chance(40) ? random.pick(fractions) : .number(JSONNumber(random.int(in: 1...4)))
        }
    }

    private mutating func addExclusive(_ name: String, _ plain: String, to keywords: inout JSONObject) {
        if draft == .draft4 {
            keywords[plain] = FuzzVocabulary.number(&random)
            keywords["exclusive" + name] = .bool(random.chance(70))
        } else {
            keywords["exclusive" + name] = FuzzVocabulary.number(&random)
        }
    }

    private mutating func addString(to keywords: inout JSONObject) {
        switch random.below(3) {
        case 0: keywords["minLength"] = count(3)
        case 1: keywords["maxLength"] = count(4)
        default: keywords["pattern"] = .string(random.pick(FuzzVocabulary.patterns))
        }
    }

    private mutating func addCounts(to keywords: inout JSONObject) {
        switch random.below(6) {
        case 0: keywords["minItems"] = count(2)
        case 1: keywords["maxItems"] = count(3)
        case 2: keywords["uniqueItems"] = .bool(random.chance(85))
        case 3: keywords["minProperties"] = count(2)
        case 4: keywords["maxProperties"] = count(3)
        default: keywords["required"] = names(draft == .draft4 ? 1...3 : 0...3)
        }
    }

    /// Draft 4 has no integers with a fraction.
    private mutating func count(_ most: Int) -> JSONValue {
        draft == .draft4 ? .number(JSONNumber(random.below(most + 1))) : FuzzVocabulary.integer(0...most, &random)
    }

    private mutating func names(_ count: ClosedRange<Int>) -> JSONValue {
        var names: JSONObject = [:]
        for _ in 0..<random.int(in: count) { names[random.pick(FuzzVocabulary.names)] = true }
        return .array(names.keys.map { .string($0) })
    }

    // MARK: Applicators

    private mutating func addMembers(to keywords: inout JSONObject, at place: Place) {
        for _ in 0..<random.int(in: 1...2) {
            switch random.below(draft == .draft4 ? 6 : 7) {
            case 0, 1: keywords["properties"] = schemas(of: FuzzVocabulary.names, at: place.child)
            case 2:
                // Without the empty one: with it alone, the reference takes every member for additional.
                let patterns = FuzzVocabulary.patterns.filter { !$0.isEmpty }
                keywords["patternProperties"] = schemas(of: patterns, at: place.child)
            case 3: keywords["additionalProperties"] = ofOtherMembers(at: place.child)
            case 4: addDependencies(to: &keywords, at: place)
            case 5: keywords["required"] = names(1...2)
            default: keywords["propertyNames"] = schema(at: place.child)
            }
        }
    }

    private mutating func schemas(of keys: [String], at place: Place) -> JSONValue {
        var members: JSONObject = [:]
        for _ in 0..<random.int(in: 1...3) { members[random.pick(keys)] = schema(at: place) }
        return .object(members)
    }

    private mutating func schemaOrTruth(at place: Place) -> JSONValue {
        random.chance(40) ? .bool(random.chance(30)) : schema(at: place)
    }

    private mutating func ofOtherMembers(at place: Place) -> JSONValue {
        let made = schemaOrTruth(at: place)
        // What such a schema has seen, the reference does not know to be evaluated in 2019-09.
        if draft == .draft2019, hasContains, case .object = made { return true }
        return made
    }

    /// Without `dependencies` from 2019-09 on: an optional compatibility that the reference has not.
    private mutating func addDependencies(to keywords: inout JSONObject, at place: Place) {
        let name = random.pick(FuzzVocabulary.names)
        let isRequirement = random.chance(50)
        let value = isRequirement ? names(draft == .draft4 ? 1...2 : 0...2) : schema(at: place.inner)
        let keyword = isRequirement ? "dependentRequired" : "dependentSchemas"
        keywords[draft >= .draft2019 ? keyword : "dependencies"] = [name: value]
    }

    private mutating func addElements(to keywords: inout JSONObject, at place: Place) {
        let tuple = draft == .draft2020 ? "prefixItems" : "items"
        let rest = draft == .draft2020 ? "items" : "additionalItems"
        switch random.below(hasContains ? 5 : 3) {
        case 0: keywords["items"] = draft >= .draft6 ? schema(at: place.child) : object(at: place.child)
        case 1: keywords[tuple] = .array(schemas(1...3, at: place.child))
        case 2:
            keywords[tuple] = .array(schemas(1...2, at: place.child))
            keywords[rest] = schemaOrTruth(at: place.child)
        default:
            keywords["contains"] = schema(at: place.child)
            if draft >= .draft2019 {
                if random.chance(40) { keywords["minContains"] = count(2) }
                if random.chance(40) { keywords["maxContains"] = count(2) }
            }
        }
    }

    private mutating func schemas(_ count: ClosedRange<Int>, at place: Place) -> [JSONValue] {
        (0..<random.int(in: count)).map { _ in schema(at: place) }
    }

    private mutating func addCombination(to keywords: inout JSONObject, at place: Place) {
        switch random.below(draft >= .draft7 ? 6 : 4) {
        case 0: keywords["allOf"] = .array(schemas(1...3, at: place.inner))
        case 1: keywords["anyOf"] = .array(schemas(1...3, at: place.inner))
        case 2: keywords["oneOf"] = .array(schemas(1...3, at: place.inner))
        case 3: keywords["not"] = schema(at: place.inner)
        default:
            keywords["if"] = schema(at: place.inner)
            if random.chance(70) { keywords["then"] = schema(at: place.inner) }
            if random.chance(70) { keywords["else"] = schema(at: place.inner) }
        }
    }

    private mutating func addUnevaluated(to keywords: inout JSONObject, at place: Place) {
        guard draft >= .draft2019 else { return addCombination(to: &keywords, at: place) }
        let isOfMembers = draft == .draft2019 ? hasContains : random.chance(50)
        let keyword = isOfMembers ? "unevaluatedProperties" : "unevaluatedItems"
        keywords[keyword] = isOfMembers ? ofOtherMembers(at: place.child) : schemaOrTruth(at: place.child)
        if random.chance(70) { addCombination(to: &keywords, at: place) }
    }
}
