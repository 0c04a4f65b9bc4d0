internal import ECMAPattern
internal import JSONDocument

extension Validator {
    mutating func check(_ rule: SchemaRule, _ object: JSONObject, _ value: JSONValue) -> Bool {
        switch rule {
        case .required(let names): return checkRequired(names, object)
        case .members(let rules): return check(rules, object)
        case .propertyNames(let node):
            var isValid = true
            for name in object.keys where !evaluate(node, .string(name), at: .key(name), by: "propertyNames") {
                isValid = false
                if isQuiet || isDone { break }
            }
            return isValid
        case .dependentRequired(let keyword, let name, let names):
            guard object[name] != nil else { return true }
            var isValid = true
            for other in names where object[other] == nil {
                isValid = fail(
                    keyword, "expected the member '\(other)' beside '\(name)', found none", way: .key(name))
            }
            return isValid
        case .dependentSchema(let keyword, let name, let node):
            return object[name] == nil || evaluate(node, value, by: keyword, .key(name))
        default: return true
        }
    }

    private mutating func checkRequired(_ names: [String], _ object: JSONObject) -> Bool {
        var isValid = true
        for name in names where object[name] == nil {
            if isQuiet || isDone { return false }
            isValid = fail(
                "required", "expected the member '\(name)', found none\(Suggestion.hint(name, object.keys.lazy))")
        }
        return isValid
    }

    private mutating func check(_ rules: MemberRules, _ object: JSONObject) -> Bool {
        var isValid = true
        for (name, value) in object {
            var isKnown = false
            if let node = rules.named[UTF8Key(name)] {
                isKnown = true
                if !evaluate(node, value, at: .key(name), by: "properties", .key(name)) { isValid = false }
            }
            for (pattern, node) in rules.patterns {
                guard let matches = matches(pattern, name, keyword: "patternProperties") else { return false }
                if !matches { continue }
                isKnown = true
                if !evaluate(node, value, at: .key(name), by: "patternProperties", .key(pattern.source)) {
                    isValid = false
                }
            }
            if !isKnown, let node = rules.additional, !checkAdditional(node, name, value, rules) { isValid = false }
            if !isValid, isQuiet || isDone { return false }
        }
        return isValid
    }

    private mutating func checkAdditional(
        _ node: Int, _ name: String, _ value: JSONValue, _ rules: MemberRules
    ) -> Bool {
        if !isAlwaysFalse(node) { return evaluate(node, value, at: .key(name), by: "additionalProperties") }
        return fail(
            "additionalProperties",
            "unknown member '\(name)'\(Suggestion.hint(name, rules.names.lazy))", at: .key(name))
    }

    mutating func check(_ rule: SchemaRule, _ elements: [JSONValue]) -> Bool {
        switch rule {
        case .elements(let rules): return check(rules, elements)
        case .contains(let node, let least, let most): return checkContains(node, elements, least, most)
        case .uniqueItems: return checkUnique(elements)
        default: return true
        }
    }

    private mutating func check(_ rules: ElementRules, _ elements: [JSONValue]) -> Bool {
        var isValid = true
        for (index, element) in elements.enumerated() {
            let fits: Bool
            if index < rules.first.count {
                fits = evaluate(rules.first[index], element, at: .index(index), by: rules.firstKeyword, .index(index))
            } else if let rest = rules.rest {
                fits = evaluate(rest, element, at: .index(index), by: rules.restKeyword)
            } else {
                break
            }
            if !fits {
                isValid = false
                if isQuiet || isDone { return false }
            }
        }
        return isValid
    }

    private mutating func checkContains(_ node: Int, _ elements: [JSONValue], _ least: Int, _ most: Int?) -> Bool {
        var count = 0
        for element in elements where accepts(node, element) {
            count += 1
            if count >= least, most == nil { return true }
        }
        if count < least {
            return fail(
                least == 1 ? "contains" : "minContains",
                "expected at least \(least) matching \(least == 1 ? "element" : "elements"), found \(count)")
        }
        if let most, count > most {
            return fail("maxContains", "expected at most \(most) matching elements, found \(count)")
        }
        return true
    }

    private mutating func checkUnique(_ elements: [JSONValue]) -> Bool {
        var indices = [JSONValue: Int](minimumCapacity: elements.count)
        for (index, element) in elements.enumerated() {
            if let earlier = indices.updateValue(index, forKey: element) {
                return fail(
                    "uniqueItems",
                    "expected elements that differ, found \(element.excerpt) at \(earlier) and \(index)")
            }
        }
        return true
    }
}
