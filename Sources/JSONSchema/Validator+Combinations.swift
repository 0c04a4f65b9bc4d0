internal import JSONDocument

extension Validator {
    mutating func checkCombination(_ rule: SchemaRule, _ value: JSONValue) -> Bool {
        switch rule {
        case .allOf(let nodes):
            var isValid = true
            for (index, node) in nodes.enumerated() where !evaluate(node, value, by: "allOf", .index(index)) {
                isValid = false
                if isQuiet || isDone { break }
            }
            return isValid
        case .anyOf(let nodes):
            if isQuiet { return nodes.contains { accepts($0, value) } }
            return checkAnyOf(nodes, value)
        case .oneOf(let nodes): return checkOneOf(nodes, value)
        case .not(let node):
            return !accepts(node, value) || fail("not", "expected a value that the schema under 'not' refuses")
        case .condition(let condition, let then, let otherwise):
            if accepts(condition, value) {
                return then.map { evaluate($0, value, by: "then") } ?? true
            }
            return otherwise.map { evaluate($0, value, by: "else") } ?? true
        default: return true
        }
    }

    private mutating func checkAnyOf(_ nodes: [Int], _ value: JSONValue) -> Bool {
        var branches: [[ValidationError]] = []
        for (index, node) in nodes.enumerated() {
            guard let errors = separately(node, value, by: "anyOf", .index(index)) else { return true }
            branches.append(errors)
        }
        return failAll("anyOf", branches)
    }

    private mutating func checkOneOf(_ nodes: [Int], _ value: JSONValue) -> Bool {
        var branches: [[ValidationError]] = []
        var matching: [Int] = []
        for (index, node) in nodes.enumerated() {
            if isQuiet {
                if accepts(node, value) { matching.append(index) }
            } else if let errors = separately(node, value, by: "oneOf", .index(index)) {
                branches.append(errors)
            } else {
                matching.append(index)
            }
            if matching.count > 1 {
                return fail(
                    "oneOf",
                    "expected exactly one alternative to match, found that \(matching[0]) and \(matching[1]) do")
            }
        }
        return matching.count == 1 || failAll("oneOf", branches)
    }

    /// Reports that every alternative failed, with the errors of the one that came closest.
    private mutating func failAll(_ keyword: String, _ branches: [[ValidationError]]) -> Bool {
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
