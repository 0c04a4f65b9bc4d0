internal import ECMAPattern
internal import JSONDocument

extension Validator {
    mutating func check(_ rule: SchemaRule, _ value: JSONValue) -> Bool {
        switch rule {
        case .type(let types):
            return types.accepts(value) || fail("type", "expected \(types.phrase), found \(value.phrase)")
        case .enumeration(let values, let set):
            return set.contains(value) || fail("enum", Self.enumerationMessage(values, value))
        case .const(let constant):
            return constant == value
                || fail(
                    "const", "expected \(constant.excerpt), found \(value.phrase)\(Suggestion.hint(value, [constant]))")
        case .number(let rules):
            if case .number(let number) = value { return check(rules, number) }
        case .length(let least, let most):
            if case .string(let text) = value { return checkLength(text, least, most) }
        case .pattern(let pattern):
            if case .string(let text) = value { return check(pattern, text) }
        case .count(let counted, let least, let most):
            return checkCount(counted, value, least, most)
        case .required, .members, .propertyNames, .dependentRequired, .dependentSchema:
            if case .object(let object) = value { return check(rule, object, value) }
        case .elements, .contains, .uniqueItems:
            if case .array(let elements) = value { return check(rule, elements) }
        case .reference(let node):
            return evaluate(node, value, by: "$ref")
        case .allOf, .anyOf, .oneOf, .not, .condition:
            return checkCombination(rule, value)
        }
        return true
    }

    /// Whether `pattern` matches; one that is too expensive ends the validation.
    mutating func matches(_ pattern: ECMAPattern, _ text: String, keyword: String) -> Bool? {
        do throws(PatternError) {
            return try pattern.matches(text)
        } catch {
            _ = end("the pattern '\(pattern.source)' cannot be decided: \(error)", keyword: keyword)
            return nil
        }
    }

    private mutating func check(_ pattern: ECMAPattern, _ text: String) -> Bool {
        guard let matches = matches(pattern, text, keyword: "pattern") else { return false }
        return matches
            || fail(
                "pattern", "expected a string that matches '\(pattern.source)', found \(JSONValue.string(text).excerpt)"
            )
    }

    private mutating func check(_ rules: NumberRules, _ number: JSONNumber) -> Bool {
        var isValid = true
        if let bound = rules.minimum, number < bound {
            isValid = fail("minimum", "expected at least \(bound.excerpt), found \(number.excerpt)")
        }
        if let bound = rules.maximum, number > bound {
            isValid = fail("maximum", "expected at most \(bound.excerpt), found \(number.excerpt)")
        }
        if let bound = rules.exclusiveMinimum, number <= bound {
            isValid = fail("exclusiveMinimum", "expected more than \(bound.excerpt), found \(number.excerpt)")
        }
        if let bound = rules.exclusiveMaximum, number >= bound {
            isValid = fail("exclusiveMaximum", "expected less than \(bound.excerpt), found \(number.excerpt)")
        }
        if let divisor = rules.multipleOf, number.isMultiple(of: divisor) != true {
            isValid = fail("multipleOf", "expected a multiple of \(divisor.excerpt), found \(number.excerpt)")
        }
        return isValid
    }

    private mutating func checkLength(_ text: String, _ least: Int?, _ most: Int?) -> Bool {
        let length = text.unicodeScalars.count
        if let least, length < least {
            return fail("minLength", "expected at least \(least) characters, found \(length)")
        }
        if let most, length > most { return fail("maxLength", "expected at most \(most) characters, found \(length)") }
        return true
    }

    private mutating func checkCount(_ counted: SchemaRule.Counted, _ value: JSONValue, _ least: Int?, _ most: Int?)
        -> Bool
    {
        let (count, name, what): (Int, String, String)
        switch (counted, value) {
        case (.items, .array(let elements)): (count, name, what) = (elements.count, "Items", "elements")
        case (.properties, .object(let object)): (count, name, what) = (object.count, "Properties", "members")
        default: return true
        }
        if let least, count < least { return fail("min" + name, "expected at least \(least) \(what), found \(count)") }
        if let most, count > most { return fail("max" + name, "expected at most \(most) \(what), found \(count)") }
        return true
    }

    private static func enumerationMessage(_ values: [JSONValue], _ value: JSONValue) -> String {
        let shown = values.prefix(8).map(\.excerpt).joined(separator: ", ")
        let more = values.count > 8 ? " and \(values.count - 8) more" : ""
        return "expected one of \(shown)\(more), found \(value.phrase)\(Suggestion.hint(value, values))"
    }
}
