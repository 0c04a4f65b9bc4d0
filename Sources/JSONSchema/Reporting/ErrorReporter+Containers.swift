internal import JSONDocument

// Objects and arrays.
extension ErrorReporter {
    mutating func check(_ rule: SchemaRule, _ object: JSONObject, _ value: JSONValue, _ region: Marks.Region?) -> Bool {
        switch rule.kind {
        case .required, .manyRequired: return checkRequired(program.dependencies.pointer[rule.a], object)
        case .members: return check(program.members.pointer + rule.a, object, region)
        case .propertyNames:
            var isValid = true
            for name in object.keys where !report(rule.a, .string(name), at: .key(name), by: "propertyNames") {
                isValid = false
                if isDone { break }
            }
            return isValid
        case .dependentRequired:
            let dependency = program.dependencies.pointer[rule.a]
            guard judge.applies(program.dependencies.pointer + rule.a, object) else { return !judge.isStopped }
            guard judge.takeStep(dependency.cost) else { return false }
            var isValid = true
            for other in dependency.required where object[other] == nil {
                isValid = fail(
                    dependency.keyword, "expected the member '\(other)' beside '\(dependency.name)', found none",
                    way: .key(dependency.name))
            }
            return isValid
        case .dependentSchema:
            let dependency = program.dependencies.pointer[rule.a]
            guard judge.applies(program.dependencies.pointer + rule.a, object) else { return !judge.isStopped }
            return reportInPlace(dependency.node, value, region, by: dependency.keyword, .key(dependency.name))
        case .unevaluatedProperties: return checkUnevaluated(rule.a, object, region)
        default: return true
        }
    }

    private mutating func checkRequired(_ dependency: Dependency, _ object: JSONObject) -> Bool {
        guard judge.takeStep(dependency.cost) else { return false }
        var isValid = true
        for name in dependency.required where object[name] == nil {
            if isDone { return false }
            let hint = judge.takeWords(object.count) ? Suggestion.hint(name, object.lazy.map(\.key)) : ""
            isValid = fail("required", "expected the member '\(name)', found none\(hint)")
        }
        return isValid
    }

    private mutating func check(_ rules: UnsafePointer<MemberRules>, _ object: JSONObject, _ region: Marks.Region?)
        -> Bool
    {
        var isValid = true
        let members = object.inMemory
        guard judge.takeStep(members.count >> 4) else { return false }
        for (index, (name, value)) in object.enumerated() {
            var isKnown = false
            if let slot = judge.find(index, of: members, in: rules.pointee.names), slot.pointee.node >= 0 {
                isKnown = true
                if !report(Int(slot.pointee.node), value, at: .key(name), by: "properties", .key(name)) {
                    isValid = false
                }
            }
            for number in rules.pointee.patterns.indices {
                let pattern = program.memberPatterns.pointer[number]
                let matches = judge.matches(Int(pattern.pattern), name)
                if judge.isStopped { return false }
                if !matches { continue }
                isKnown = true
                let source = program.patterns.pointer[Int(pattern.pattern)].source
                if !report(Int(pattern.node), value, at: .key(name), by: "patternProperties", .key(source)) {
                    isValid = false
                }
            }
            if !isKnown, rules.pointee.additional >= 0 {
                isKnown = true
                let names =
                    rules.pointee.listed < 0 ? [] : program.dependencies.pointer[Int(rules.pointee.listed)].required
                if !checkOther(Int(rules.pointee.additional), name, value, names, by: "additionalProperties") {
                    isValid = false
                }
            }
            if isKnown, let region { judge.marks.mark(index, in: region) }
            if !isValid, isDone { return false }
        }
        return isValid
    }

    /// Reports a member that no name or pattern speaks of.
    private mutating func checkOther(
        _ node: Int, _ name: String, _ value: JSONValue, _ names: [String], by keyword: String
    ) -> Bool {
        if program.nodes.pointer[node].shape != .never { return report(node, value, at: .key(name), by: keyword) }
        let hint = !isDone && judge.takeWords(names.count) ? Suggestion.hint(name, names) : ""
        return fail(keyword, "unknown member '\(name)'\(hint)", at: .key(name))
    }

    private mutating func checkUnevaluated(_ node: Int, _ object: JSONObject, _ region: Marks.Region?) -> Bool {
        guard let region else { return true }
        var isValid = true
        for (index, (name, value)) in object.enumerated() where !judge.marks.contains(index, in: region) {
            if checkOther(node, name, value, [], by: "unevaluatedProperties") { continue }
            isValid = false
            if isDone { break }
        }
        return isValid
    }

    mutating func check(_ rule: SchemaRule, _ elements: [JSONValue], _ region: Marks.Region?) -> Bool {
        switch rule.kind {
        case .elements: return check(program.elements.pointer[rule.a], elements, region)
        case .contains: return checkContains(rule, elements, region)
        case .unevaluatedItems:
            guard let region else { return true }
            var isValid = true
            for (index, element) in elements.enumerated() where !judge.marks.contains(index, in: region) {
                if report(rule.a, element, at: .index(index), by: "unevaluatedItems") { continue }
                isValid = false
                if isDone { break }
            }
            return isValid
        default: return true
        }
    }

    private mutating func check(_ rules: ElementRules, _ elements: [JSONValue], _ region: Marks.Region?) -> Bool {
        let first = rules.first.indices
        let (firstKeyword, restKeyword) = rules.isOld ? ("items", "additionalItems") : ("prefixItems", "items")
        var isValid = true
        for (index, element) in elements.enumerated() {
            let fits: Bool
            if index < first.count {
                let node = Int(program.lists.pointer[first.lowerBound + index])
                fits = report(node, element, at: .index(index), by: firstKeyword, .index(index))
            } else if rules.rest >= 0 {
                fits = report(Int(rules.rest), element, at: .index(index), by: restKeyword)
            } else {
                break
            }
            if let region { judge.marks.mark(index, in: region) }
            if !fits {
                isValid = false
                if isDone { return false }
            }
        }
        return isValid
    }

    private mutating func checkContains(_ rule: SchemaRule, _ elements: [JSONValue], _ region: Marks.Region?) -> Bool {
        let marked = rule.evaluates ? region : nil
        var count = 0
        for (index, element) in elements.enumerated() where judge.accepts(rule.a, element) {
            count += 1
            if let marked {
                judge.marks.mark(index, in: marked)
            } else if count >= rule.b, rule.c == .max {
                return true
            }
        }
        if judge.isStopped { return false }
        if count < rule.b {
            return fail(
                rule.b == 1 ? "contains" : "minContains",
                "expected at least \(rule.b) matching \(rule.b == 1 ? "element" : "elements"), found \(count)")
        }
        if count > rule.c {
            return fail("maxContains", "expected at most \(rule.c) matching elements, found \(count)")
        }
        return true
    }
}
