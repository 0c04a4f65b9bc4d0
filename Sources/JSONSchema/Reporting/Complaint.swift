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
    /// Returns what `rule` has against `value`, or nil; nil also when a limit is reached.
    ///
    /// Only for rules that lead to no other schema and have one answer; `required` and `dependentRequired` have more.
    mutating func complaint(of rule: SchemaRule, about value: JSONValue) -> Complaint? {
        if keeps(rule, value) || isStopped { return nil }
        return switch value {
        case .string(let text) where rule.kind.subject == .strings: complaint(of: rule, about: text)
        case .number(let number) where rule.kind.subject == .numbers: complaint(of: rule, about: number)
        case .array(let elements) where rule.kind.subject == .arrays: complaint(of: rule, about: elements)
        case .object(let object) where rule.kind.subject == .objects: complaint(of: rule, about: object)
        default: complaint(ofGeneral: rule, about: value)
        }
    }

    /// Whether `value` is what `rule` asks for, in steps that count.
    private mutating func keeps(_ rule: SchemaRule, _ value: JSONValue) -> Bool {
        if rule.kind == .type {
            return JSONTypes(rawValue: UInt8(truncatingIfNeeded: rule.a)).accepts(value, strictly: rule.b == 1)
        }
        return withUnsafePointer(to: rule) { rule in
            withUnsafePointer(to: value) { value in
                switch (rule.pointee.kind.subject, value.pointee) {
                case (.strings, .string): acceptsText(rule, value)
                case (.numbers, .number(let number)): acceptsNumber(rule, number, number.longTextCount)
                case (.arrays, .array): acceptsElements(rule, value, nil)
                case (.objects, .object): acceptsMembers(rule, value, nil)
                case (.any, _): acceptsAny(rule, value, nil)
                default: true
                }
            }
        }
    }

    private mutating func complaint(ofGeneral rule: SchemaRule, about value: JSONValue) -> Complaint? {
        switch rule.kind {
        case .type:
            let types = JSONTypes(rawValue: UInt8(truncatingIfNeeded: rule.a))
            return Complaint("type", "expected \(types.phrase), found \(value.phrase)")
        case .enumeration:
            let values = program.enumerations.pointer[rule.a].values
            let shown = values.prefix(8).map(\.excerpt).joined(separator: ", ")
            let more = values.count > 8 ? " and \(values.count - 8) more" : ""
            return Complaint(
                "enum", "expected one of \(shown)\(more), found \(value.phrase)\(hint(value, values))")
        case .constant:
            let constant = program.values.pointer[rule.a]
            return Complaint(
                "const", "expected \(constant.excerpt), found \(value.phrase)\(hint(value, [constant]))")
        default: return nil
        }
    }

    private mutating func hint(_ value: JSONValue, _ candidates: [JSONValue]) -> String {
        takeWords(candidates.count) ? Suggestion.hint(value, candidates) : ""
    }

    private func complaint(of rule: SchemaRule, about number: JSONNumber) -> Complaint? {
        let (limit, found) = (program.numbers.pointer[rule.a].number.excerpt, number.excerpt)
        switch rule.kind {
        case .minimum: return Complaint("minimum", "expected at least \(limit), found \(found)")
        case .maximum: return Complaint("maximum", "expected at most \(limit), found \(found)")
        case .exclusiveMinimum: return Complaint("exclusiveMinimum", "expected more than \(limit), found \(found)")
        case .exclusiveMaximum: return Complaint("exclusiveMaximum", "expected less than \(limit), found \(found)")
        default: return Complaint("multipleOf", "expected a multiple of \(limit), found \(found)")
        }
    }

    private func complaint(of rule: SchemaRule, about text: String) -> Complaint? {
        let found = JSONValue.string(text).excerpt
        switch rule.kind {
        case .minLength:
            let count = text.unicodeScalars.count
            return Complaint("minLength", "expected at least \(rule.a) characters, found \(count)")
        case .maxLength:
            let count = text.unicodeScalars.count
            return Complaint("maxLength", "expected at most \(rule.a) characters, found \(count)")
        case .pattern:
            let source = program.patterns.pointer[rule.a].source
            return Complaint("pattern", "expected a string that matches '\(source)', found \(found)")
        case .format:
            let name = program.formats.pointer[rule.a].format.rawValue
            return Complaint("format", "expected a string of format '\(name)', found \(found)")
        case .content:
            let content = program.contents.pointer[rule.a]
            guard let keyword = content.refusal(of: text) else { return nil }
            let expected = keyword == "contentEncoding" ? content.encoding : content.mediaType
            return Complaint(keyword, "expected \(expected ?? "content") in the string, found \(found)")
        default: return nil
        }
    }

    private func complaint(of rule: SchemaRule, about elements: [JSONValue]) -> Complaint? {
        let count = elements.count
        switch rule.kind {
        case .minItems: return Complaint("minItems", "expected at least \(rule.a) elements, found \(count)")
        case .maxItems: return Complaint("maxItems", "expected at most \(rule.a) elements, found \(count)")
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
        case .minProperties:
            return Complaint("minProperties", "expected at least \(rule.a) members, found \(count)")
        case .maxProperties:
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
