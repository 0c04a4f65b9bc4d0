internal import JSONDocument

extension OutputBuilder {
    /// Adds the units of the keywords that `rule` stands for.
    mutating func evaluate(
        _ rule: SchemaRule, _ value: JSONValue, _ place: Place, _ region: Marks.Region?, into unit: inout OutputUnit
    ) {
        switch rule.kind {
        case .reference:
            unit.parts.append(applied([(rule.a, "")], value, place.below("$ref"), region) { $0.allSatisfy(\.isValid) })
        case .dynamicReference:
            let reference = program.dynamics.pointer + rule.a
            let target = judge.target(of: reference)
            let place = place.below(reference.pointee.keyword)
            unit.parts.append(applied([(target, "")], value, place, region) { $0.allSatisfy(\.isValid) })
        case .allOf:
            unit.parts.append(
                applied(list(rule), value, place.below("allOf"), region) { $0.allSatisfy(\.isValid) })
        case .anyOf:
            unit.parts.append(
                applied(list(rule), value, place.below("anyOf"), region) { $0.contains(where: \.isValid) })
        case .oneOf:
            var part = applied(list(rule), value, place.below("oneOf"), region) { $0.count(where: \.isValid) == 1 }
            if !part.isValid, part.parts.contains(where: \.isValid) {
                part.error = "expected exactly one alternative to match, found several"
            }
            unit.parts.append(part)
        case .not:
            var part = applied([(rule.a, "")], value, place.below("not"), nil) { !$0.contains(where: \.isValid) }
            if !part.isValid { part.error = "expected a value that the schema under 'not' refuses" }
            part.isSilent = true
            unit.parts.append(part)
        case .condition:
            let condition = applied([(rule.a, "")], value, place.below("if"), region) { _ in true }
            let holds = condition.parts.allSatisfy(\.isValid)
            unit.parts.append(condition)
            let next = holds ? rule.b : rule.c
            if next >= 0 {
                let place = place.below(holds ? "then" : "else")
                unit.parts.append(applied([(next, "")], value, place, region) { $0.allSatisfy(\.isValid) })
            }
        case .required, .manyRequired, .members, .propertyNames, .dependentRequired, .dependentSchema,
            .unevaluatedProperties:
            if case .object(let object) = value { evaluate(rule, object, value, place, region, into: &unit) }
        case .elements, .contains, .unevaluatedItems:
            if case .array(let elements) = value { evaluate(rule, elements, place, region, into: &unit) }
        default: evaluateLeaf(rule, value, place, into: &unit)
        }
    }

    private mutating func evaluateLeaf(
        _ rule: SchemaRule, _ value: JSONValue, _ place: Place, into unit: inout OutputUnit
    ) {
        guard rule.kind.subject.includes(value) else { return }
        let complaint = judge.complaint(of: rule, about: value)
        var part = keyword(place.below(complaint?.keyword ?? rule.kind.keyword))
        part.isValid = complaint == nil
        part.error = complaint?.message
        unit.parts.append(part)
    }

    private func list(_ rule: SchemaRule) -> [(node: Int, token: String)] {
        (rule.a..<rule.b).map { (Int(program.lists.pointer[$0]), String($0 - rule.a)) }
    }

    /// The unit of a keyword that applies schemas to the present value itself.
    ///
    /// - Parameter nodes: the schemas and where they stand under the keyword; empty when that is the keyword itself.
    private mutating func applied(
        _ nodes: [(node: Int, token: String)], _ value: JSONValue, _ place: Place, _ region: Marks.Region?,
        _ decide: ([OutputUnit]) -> Bool
    ) -> OutputUnit {
        var part = keyword(place)
        for (node, token) in nodes {
            part.parts.append(unit(node, value, token.isEmpty ? place : place.below(token), region))
        }
        part.isValid = decide(part.parts)
        return part
    }
}

extension SchemaRule.Subject {
    /// Whether values like this one are the subject.
    func includes(_ value: JSONValue) -> Bool {
        switch (self, value) {
        case (.any, _), (.node, _), (.strings, .string), (.numbers, .number), (.arrays, .array), (.objects, .object):
            true
        default: false
        }
    }
}

extension SchemaRule.Kind {
    /// The keyword of a rule that stands for one and leads to no other schema.
    var keyword: String {
        switch self {
        case .type: "type"
        case .enumeration: "enum"
        case .constant: "const"
        case .minimum: "minimum"
        case .maximum: "maximum"
        case .exclusiveMinimum: "exclusiveMinimum"
        case .exclusiveMaximum: "exclusiveMaximum"
        case .multipleOf: "multipleOf"
        case .minLength: "minLength"
        case .maxLength: "maxLength"
        case .pattern: "pattern"
        case .format: "format"
        case .content: "contentEncoding"
        case .minItems: "minItems"
        case .maxItems: "maxItems"
        case .minProperties: "minProperties"
        case .maxProperties: "maxProperties"
        case .uniqueItems: "uniqueItems"
        default: ""
        }
    }
}
