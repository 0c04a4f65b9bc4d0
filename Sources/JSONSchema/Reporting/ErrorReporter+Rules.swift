internal import JSONDocument

// Rules that lead to other schemas, or have more than one thing to say.
extension ErrorReporter {
    mutating func check(_ rule: SchemaRule, _ value: JSONValue, _ region: Marks.Region?) -> Bool {
        switch rule.kind {
        case .reference: return reportInPlace(rule.a, value, region, by: "$ref")
        case .dynamicReference:
            let reference = program.dynamics.pointer + rule.a
            return reportInPlace(judge.target(of: reference), value, region, by: reference.pointee.keyword)
        case .allOf:
            var isValid = true
            for (position, index) in (rule.a..<rule.b).enumerated() {
                let node = Int(program.lists.pointer[index])
                if reportInPlace(node, value, region, by: "allOf", .index(position)) { continue }
                isValid = false
                if isDone { break }
            }
            return isValid
        case .anyOf: return checkAnyOf(rule, value, region)
        case .oneOf: return checkOneOf(rule, value, region)
        case .not:
            let isRefused = !judge.accepts(rule.a, value)
            if judge.isStopped { return false }
            return isRefused || fail("not", "expected a value that the schema under 'not' refuses")
        case .condition:
            let holds = judge.acceptsBranch(rule.a, value, region)
            if judge.isStopped { return false }
            let next = holds ? rule.b : rule.c
            return next < 0 || reportInPlace(next, value, region, by: holds ? "then" : "else")
        case .required, .manyRequired, .members, .propertyNames, .dependentRequired, .dependentSchema,
            .unevaluatedProperties:
            guard case .object(let object) = value else { return true }
            return check(rule, object, value, region)
        case .elements, .contains, .unevaluatedItems:
            guard case .array(let elements) = value else { return true }
            return check(rule, elements, region)
        default:
            guard let complaint = judge.complaint(of: rule, about: value) else { return !judge.isStopped }
            return fail(complaint.keyword, complaint.message)
        }
    }

    private mutating func checkAnyOf(_ rule: SchemaRule, _ value: JSONValue, _ region: Marks.Region?) -> Bool {
        var isValid = false
        for index in rule.a..<rule.b where judge.acceptsBranch(Int(program.lists.pointer[index]), value, region) {
            isValid = true
            if region == nil { break }
        }
        if isValid || judge.isStopped { return isValid }
        return failAll("anyOf", rule, value)
    }

    private mutating func checkOneOf(_ rule: SchemaRule, _ value: JSONValue, _ region: Marks.Region?) -> Bool {
        var matching: [Int] = []
        for index in rule.a..<rule.b where judge.acceptsBranch(Int(program.lists.pointer[index]), value, region) {
            matching.append(index - rule.a)
            if matching.count > 1 { break }
        }
        if judge.isStopped { return false }
        if matching.count == 1 { return true }
        if matching.isEmpty { return failAll("oneOf", rule, value) }
        return fail(
            "oneOf", "expected exactly one alternative to match, found that \(matching[0]) and \(matching[1]) do")
    }

    /// Reports that every alternative failed, with the errors of the one that came closest.
    private mutating func failAll(_ keyword: String, _ rule: SchemaRule, _ value: JSONValue) -> Bool {
        var branches: [[ValidationError]] = []
        for index in rule.a..<rule.b {
            let node = Int(program.lists.pointer[index])
            branches.append(separately(node, value, by: keyword, .index(index - rule.a)) ?? [])
            if judge.isStopped { return false }
        }
        // Deepest in the instance first, then the fewest errors: what fails far inside was probably meant.
        let closest = branches.indices.min { left, right in
            let (leftDepth, rightDepth) = (Self.depth(of: branches[left]), Self.depth(of: branches[right]))
            return leftDepth == rightDepth ? branches[left].count < branches[right].count : leftDepth > rightDepth
        }
        guard let closest, let first = branches[closest].first else {
            return fail(keyword, "expected one of \(branches.count) alternatives to match")
        }
        let count = branches.count == 1 ? "the only alternative" : "one of \(branches.count) alternatives"
        let failed = fail(
            keyword, "expected \(count) to match, found none; the closest is number \(closest): \(first.message)")
        add(branches[closest])
        return failed
    }

    private static func depth(of errors: [ValidationError]) -> Int { errors.map(\.instance.tokens.count).max() ?? 0 }
}
