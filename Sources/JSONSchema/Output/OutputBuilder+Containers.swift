internal import JSONDocument

// Objects and arrays.
extension OutputBuilder {
    mutating func evaluate(
        _ rule: SchemaRule, _ object: JSONObject, _ value: JSONValue, _ place: Place, _ region: Marks.Region?,
        into unit: inout OutputUnit
    ) {
        switch rule.kind {
        case .required, .manyRequired:
            var part = keyword(place.below("required"))
            let missing = self.missing(program.dependencies.pointer + rule.a, object)
            part.isValid = missing.isEmpty
            if !missing.isEmpty { part.error = Self.expected(missing) }
            unit.parts.append(part)
        case .members: unit.parts += members(program.members.pointer[rule.a], object, place, region)
        case .propertyNames:
            var part = keyword(place.below("propertyNames"))
            for name in object.keys {
                part.parts.append(self.unit(rule.a, .string(name), place.below("propertyNames").part(name), nil))
            }
            part.isValid = part.parts.allSatisfy(\.isValid)
            part.isSilent = true  // annotations would be about the names, which have no place of their own
            unit.parts.append(part)
        case .dependentRequired, .dependentSchema:
            let dependency = program.dependencies.pointer[rule.a]
            guard judge.applies(program.dependencies.pointer + rule.a, object) else { return }
            let keywordPlace = place.below(dependency.keyword)
            var part = keyword(keywordPlace)
            if let last = unit.parts.last, last.path == part.path { part = unit.parts.removeLast() }
            if rule.kind == .dependentRequired {
                let missing = self.missing(program.dependencies.pointer + rule.a, object)
                if !missing.isEmpty {
                    part.isValid = false
                    let sentence = "\(Self.expected(missing)) beside '\(dependency.name)'"
                    part.error = part.error.map { "\($0); \(sentence)" } ?? sentence
                }
            } else {
                let branch = self.unit(dependency.node, value, keywordPlace.below(dependency.name), region)
                part.isValid = part.isValid && branch.isValid
                part.parts.append(branch)
            }
            unit.parts.append(part)
        case .unevaluatedProperties:
            guard let region else { return }
            let place = place.below("unevaluatedProperties")
            var part = keyword(place)
            var names: [JSONValue] = []
            for (index, (name, member)) in object.enumerated() where !judge.marks.contains(index, in: region) {
                names.append(.string(name))
                part.parts.append(self.unit(rule.a, member, place.part(name), nil))
                judge.marks.mark(index, in: region)
            }
            part.isValid = part.parts.allSatisfy(\.isValid)
            if part.isValid { part.annotation = .array(names) }
            unit.parts.append(part)
        default: return
        }
    }

    private mutating func missing(_ dependency: UnsafePointer<Dependency>, _ object: JSONObject) -> [String] {
        guard judge.takeStep(dependency.pointee.cost) else { return [] }
        return dependency.pointee.required.filter { object[$0] == nil }
    }

    private static func expected(_ missing: [String]) -> String {
        "expected the \(missing.count == 1 ? "member" : "members") "
            + missing.map { "'\($0)'" }.joined(separator: ", ")
    }

    /// The units of `properties`, `patternProperties` and `additionalProperties`, as far as there are such keywords.
    private mutating func members(
        _ rules: MemberRules, _ object: JSONObject, _ place: Place, _ region: Marks.Region?
    ) -> [OutputUnit] {
        var named = keyword(place.below("properties"))
        var matching = keyword(place.below("patternProperties"))
        var other = keyword(place.below("additionalProperties"))
        var (namedNames, matchingNames, otherNames): ([JSONValue], [JSONValue], [JSONValue]) = ([], [], [])
        let members = object.inMemory
        for (index, (name, value)) in object.enumerated() {
            var isKnown = false
            if let slot = judge.find(index, of: members, in: rules.names), slot.pointee.node >= 0 {
                isKnown = true
                namedNames.append(.string(name))
                let place = place.below("properties").below(name).part(name)
                named.parts.append(unit(Int(slot.pointee.node), value, place, nil))
            }
            for number in rules.patterns.indices {
                let pattern = program.memberPatterns.pointer[number]
                guard judge.matches(Int(pattern.pattern), name) else { continue }
                if !isKnown || matchingNames.last != .string(name) { matchingNames.append(.string(name)) }
                isKnown = true
                let source = program.patterns.pointer[Int(pattern.pattern)].source
                let place = place.below("patternProperties").below(source).part(name)
                matching.parts.append(unit(Int(pattern.node), value, place, nil))
            }
            if !isKnown, rules.additional >= 0 {
                isKnown = true
                otherNames.append(.string(name))
                let place = place.below("additionalProperties").part(name)
                other.parts.append(unit(Int(rules.additional), value, place, nil))
            }
            if isKnown, let region { judge.marks.mark(index, in: region) }
        }
        var units: [OutputUnit] = []
        if rules.has.contains(.properties) { units.append(decided(named, .array(namedNames))) }
        if rules.has.contains(.patternProperties) { units.append(decided(matching, .array(matchingNames))) }
        if rules.has.contains(.additionalProperties) { units.append(decided(other, .array(otherNames))) }
        return units
    }

    /// The unit of a keyword all of whose parts have to be valid, with its annotation if they are.
    private func decided(_ unit: OutputUnit, _ annotation: JSONValue?) -> OutputUnit {
        var unit = unit
        unit.isValid = unit.parts.allSatisfy(\.isValid)
        if unit.isValid { unit.annotation = annotation }
        return unit
    }

    mutating func evaluate(
        _ rule: SchemaRule, _ elements: [JSONValue], _ place: Place, _ region: Marks.Region?,
        into unit: inout OutputUnit
    ) {
        switch rule.kind {
        case .elements: unit.parts += self.elements(program.elements.pointer[rule.a], elements, place, region)
        case .contains: unit.parts += contains(rule, elements, place, region)
        case .unevaluatedItems:
            guard let region else { return }
            let place = place.below("unevaluatedItems")
            var part = keyword(place)
            for (index, element) in elements.enumerated() where !judge.marks.contains(index, in: region) {
                part.parts.append(self.unit(rule.a, element, place.part(String(index)), nil))
                judge.marks.mark(index, in: region)
            }
            unit.parts.append(decided(part, part.parts.isEmpty ? nil : true))
        default: return
        }
    }

    /// The units of `prefixItems` and `items`, or of the older `items` and `additionalItems`.
    private mutating func elements(
        _ rules: ElementRules, _ elements: [JSONValue], _ place: Place, _ region: Marks.Region?
    ) -> [OutputUnit] {
        let (firstKeyword, restKeyword) = rules.isOld ? ("items", "additionalItems") : ("prefixItems", "items")
        let nodes = rules.first.indices
        var first = keyword(place.below(firstKeyword))
        var rest = keyword(place.below(restKeyword))
        for (index, element) in elements.enumerated() {
            let token = String(index)
            if index < nodes.count {
                let node = Int(program.lists.pointer[nodes.lowerBound + index])
                let place = place.below(firstKeyword).below(token).part(token)
                first.parts.append(unit(node, element, place, nil))
            } else if rules.rest >= 0 {
                rest.parts.append(unit(Int(rules.rest), element, place.below(restKeyword).part(token), nil))
            } else {
                break
            }
            if let region { judge.marks.mark(index, in: region) }
        }
        var units: [OutputUnit] = []
        if rules.hasFirst {
            let last = first.parts.count - 1
            let annotation: JSONValue = last == elements.count - 1 ? true : .number(JSONNumber(last))
            units.append(decided(first, last < 0 ? nil : annotation))
        }
        if rules.rest >= 0 { units.append(decided(rest, rest.parts.isEmpty ? nil : true)) }
        return units
    }

    private mutating func contains(
        _ rule: SchemaRule, _ elements: [JSONValue], _ place: Place, _ region: Marks.Region?
    ) -> [OutputUnit] {
        var part = keyword(place.below("contains"))
        var matching: [JSONValue] = []
        for (index, element) in elements.enumerated() {
            let unit = unit(rule.a, element, place.below("contains").part(String(index)), nil)
            part.parts.append(unit)
            guard unit.isValid else { continue }
            matching.append(.number(JSONNumber(index)))
            if rule.evaluates, let region { judge.marks.mark(index, in: region) }
        }
        part.isValid = rule.b == 0 || !matching.isEmpty
        if part.isValid, rule.evaluates {
            part.annotation = matching.count == elements.count ? true : .array(matching)
        } else if !part.isValid {
            part.error = "expected at least 1 matching element, found 0"
        }
        var units = [part]
        if rule.b > 1 {
            var least = keyword(place.below("minContains"))
            least.isValid = matching.count >= rule.b
            if !least.isValid { least.error = "expected at least \(rule.b) matching elements, found \(matching.count)" }
            units.append(least)
        }
        if rule.c < .max {
            var most = keyword(place.below("maxContains"))
            most.isValid = matching.count <= rule.c
            if !most.isValid { most.error = "expected at most \(rule.c) matching elements, found \(matching.count)" }
            units.append(most)
        }
        return units
    }
}
