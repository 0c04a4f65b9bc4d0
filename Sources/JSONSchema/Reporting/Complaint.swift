internal import JSONDocument

/// Why one keyword refuses a value.
struct Complaint {
    let keyword: String

    /// One sentence: what was expected and what was found.
    let message: String

    init(_ keyword: String, _ message: String) {
        self.keyword = keyword
        self.message = message
    }
}

extension Validator {
    /// Returns what `rule` has against `value`, or nil.
    ///
    /// Only for rules that lead to no other schema and have one answer; `required` and `dependentRequired` have more.
    mutating func complaint(of rule: SchemaRule, about value: JSONValue) -> Complaint? {
        switch (rule.kind.subject, value) {
        case (.strings, .string(let text)): complaint(of: rule, about: text)
        case (.numbers, .number(let number)): complaint(of: rule, about: number)
        case (.arrays, .array(let elements)): complaint(of: rule, about: elements)
        case (.objects, .object(let object)): complaint(of: rule, about: object)
        case (.any, _), (.node, _): complaint(ofGeneral: rule, about: value)
        default: nil
        }
    }

    private mutating func complaint(ofGeneral rule: SchemaRule, about value: JSONValue) -> Complaint? {
        switch rule.kind {
        case .type:
            let types = JSONTypes(rawValue: UInt8(truncatingIfNeeded: rule.a))
            if types.accepts(value, strictly: rule.b == 1) { return nil }
            return Complaint("type", "expected \(types.phrase), found \(value.phrase)")
        case .enumeration:
            if withUnsafePointer(to: value, { lists(rule.a, $0) }) || isStopped { return nil }
            let values = program.enumerations.pointer[rule.a].values
            let shown = values.prefix(8).map(\.excerpt).joined(separator: ", ")
            let more = values.count > 8 ? " and \(values.count - 8) more" : ""
            return Complaint(
                "enum", "expected one of \(shown)\(more), found \(value.phrase)\(Suggestion.hint(value, values))")
        case .constant:
            let constant = program.values.pointer[rule.a]
            if constant == value { return nil }
            let hint = Suggestion.hint(value, [constant])
            return Complaint("const", "expected \(constant.excerpt), found \(value.phrase)\(hint)")
        default: return nil
        }
    }

    private func complaint(of rule: SchemaRule, about number: JSONNumber) -> Complaint? {
        let bound = program.numbers.pointer[rule.a]
        if bound.allows(number, rule.kind) { return nil }
        let (limit, found) = (bound.number.excerpt, number.excerpt)
        switch rule.kind {
        case .minimum: return Complaint("minimum", "expected at least \(limit), found \(found)")
        case .maximum: return Complaint("maximum", "expected at most \(limit), found \(found)")
        case .exclusiveMinimum: return Complaint("exclusiveMinimum", "expected more than \(limit), found \(found)")
        case .exclusiveMaximum: return Complaint("exclusiveMaximum", "expected less than \(limit), found \(found)")
        default: return Complaint("multipleOf", "expected a multiple of \(limit), found \(found)")
        }
    }

    private mutating func complaint(of rule: SchemaRule, about text: String) -> Complaint? {
        switch rule.kind {
        case .minLength:
            if text.hasLength(atLeast: rule.a) { return nil }
            let count = text.unicodeScalars.count
            return Complaint("minLength", "expected at least \(rule.a) characters, found \(count)")
        case .maxLength:
            if text.hasLength(atMost: rule.a) { return nil }
            let count = text.unicodeScalars.count
            return Complaint("maxLength", "expected at most \(rule.a) characters, found \(count)")
        case .pattern:
            if matches(rule.a, text) || stop != nil { return nil }
            let source = program.patterns.pointer[rule.a].source
            let found = JSONValue.string(text).excerpt
            return Complaint("pattern", "expected a string that matches '\(source)', found \(found)")
        case .format:
            let format = program.formats.pointer[rule.a]
            if format.accepts(text) { return nil }
            let found = JSONValue.string(text).excerpt
            return Complaint("format", "expected a string of format '\(format.format.rawValue)', found \(found)")
        case .content:
            let content = program.contents.pointer[rule.a]
            guard let keyword = content.refusal(of: text) else { return nil }
            let expected = keyword == "contentEncoding" ? content.encoding : content.mediaType
            return Complaint(
                keyword, "expected \(expected ?? "content") in the string, found \(JSONValue.string(text).excerpt)")
        default: return nil
        }
    }

    private func complaint(of rule: SchemaRule, about elements: [JSONValue]) -> Complaint? {
        let count = elements.count
        switch rule.kind {
        case .minItems where count < rule.a:
            return Complaint("minItems", "expected at least \(rule.a) elements, found \(count)")
        case .maxItems where count > rule.a:
            return Complaint("maxItems", "expected at most \(rule.a) elements, found \(count)")
        case .uniqueItems:
            guard let (earlier, later) = elements.firstRepetition else { return nil }
            let found = "\(elements[later].excerpt) at \(earlier) and \(later)"
            return Complaint("uniqueItems", "expected elements that differ, found \(found)")
        default: return nil
        }
    }

    private func complaint(of rule: SchemaRule, about object: JSONObject) -> Complaint? {
        let count = object.count
        switch rule.kind {
        case .minProperties where count < rule.a:
            return Complaint("minProperties", "expected at least \(rule.a) members, found \(count)")
        case .maxProperties where count > rule.a:
            return Complaint("maxProperties", "expected at most \(rule.a) members, found \(count)")
        default: return nil
        }
    }

    /// What there is to say about a validation that has ended early.
    func message(of stop: Stop) -> String {
        switch stop {
        case .tooDeep: return "schemas refer to each other deeper than \(Self.maxDepth)"
        case .tooManySteps(let steps): return "validation takes more than \(steps) steps"
        case .tooSlow: return "patterns take more than 2 seconds"
        case .undecided(let pattern, let error):
            return "the pattern '\(program.patterns.pointer[pattern].source)' cannot be decided: \(error)"
        }
    }
}
