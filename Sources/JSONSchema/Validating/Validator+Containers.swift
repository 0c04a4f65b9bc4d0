internal import JSONDocument

// Objects and arrays.
extension Validator {
    mutating func accepts(
        _ rule: UnsafePointer<SchemaRule>, _ object: JSONObject, _ value: JSONValue, _ region: Marks.Region?
    ) -> Bool {
        switch rule.pointee.kind {
        case .members: return accepts(tables.members + rule.pointee.a, object, region)
        case .minProperties: return object.count >= rule.pointee.a
        case .maxProperties: return object.count <= rule.pointee.a
        case .manyRequired:
            let names = program.dependencies.pointer[rule.pointee.a].required
            guard takeStep(names.count >> 2) else { return false }
            for name in names where object[name] == nil { return false }
            return true
        case .propertyNames:
            for member in object where !accepts(rule.pointee.a, .string(member.key)) { return false }
            return true
        case .dependentRequired:
            let dependency = program.dependencies.pointer + rule.pointee.a
            if object[dependency.pointee.name] == nil { return true }
            guard takeStep(dependency.pointee.required.count >> 2) else { return false }
            for name in dependency.pointee.required where object[name] == nil { return false }
            return true
        case .dependentSchema:
            let dependency = program.dependencies.pointer + rule.pointee.a
            return object[dependency.pointee.name] == nil || accepts(dependency.pointee.node, value, region)
        default: return true
        }
    }

    private mutating func accepts(_ rules: UnsafePointer<MemberRules>, _ object: JSONObject, _ region: Marks.Region?)
        -> Bool
    {
        let members = object.inMemory
        if members.count < rules.pointee.requiredCount || !takeStep(members.count >> 4) { return false }
        var missing = rules.pointee.required
        for position in 0..<members.count {
            var isKnown = false
            if let slot = tables.find(position, of: members, in: rules.pointee.names) {
                missing &= ~slot.pointee.bit
                if slot.pointee.node >= 0 {
                    isKnown = true
                    if !accepts(Int(slot.pointee.node), at: members.value(position)) { return false }
                }
            }
            if !isKnown || !rules.pointee.patterns.isEmpty {
                guard acceptsUnnamed(rules, members, position, &isKnown) else { return false }
            }
            if isKnown, let region { marks.mark(position, in: region) }
        }
        return missing == 0
    }

    /// Returns whether the member at `position` keeps to `patternProperties` and `additionalProperties`.
    @inline(__always)
    private mutating func acceptsUnnamed(
        _ rules: UnsafePointer<MemberRules>, _ members: JSONMembers, _ position: Int, _ isKnown: inout Bool
    ) -> Bool {
        for number in rules.pointee.patterns.indices {
            let pattern = tables.memberPatterns + number
            if !matches(Int(pattern.pointee.pattern), members.key(position).pointee) {
                if isStopped { return false }
                continue
            }
            isKnown = true
            if !accepts(Int(pattern.pointee.node), at: members.value(position)) { return false }
        }
        if isKnown || rules.pointee.additional < 0 { return true }
        isKnown = true
        return accepts(Int(rules.pointee.additional), at: members.value(position))
    }

    mutating func accepts(_ rule: UnsafePointer<SchemaRule>, _ elements: [JSONValue], _ region: Marks.Region?) -> Bool {
        switch rule.pointee.kind {
        case .elements: accepts(tables.elements + rule.pointee.a, elements, region)
        case .minItems: elements.count >= rule.pointee.a
        case .maxItems: elements.count <= rule.pointee.a
        case .uniqueItems: takeStep(elements.comparisonCost) && elements.firstRepetition == nil
        case .contains: acceptsContains(rule, elements, region)
        default: true
        }
    }

    private mutating func accepts(
        _ rules: UnsafePointer<ElementRules>, _ elements: [JSONValue], _ region: Marks.Region?
    ) -> Bool {
        let first = rules.pointee.first.indices
        let rest = Int(rules.pointee.rest)
        let end = rest >= 0 ? elements.count : min(elements.count, first.count)
        return elements.withUnsafeBufferPointer { elements in
            guard let start = elements.baseAddress else { return true }
            for index in 0..<end {
                let node = index < first.count ? Int(tables.lists[first.lowerBound + index]) : rest
                if !accepts(node, at: start + index) { return false }
                if let region { marks.mark(index, in: region) }
            }
            return true
        }
    }

    private mutating func acceptsContains(
        _ rule: UnsafePointer<SchemaRule>, _ elements: [JSONValue], _ region: Marks.Region?
    ) -> Bool {
        let marked = rule.pointee.evaluates ? region : nil
        var count = 0
        for index in 0..<elements.count where accepts(rule.pointee.a, elements[index]) {
            count += 1
            if count > rule.pointee.c { return false }
            if let marked {
                marks.mark(index, in: marked)
            } else if count >= rule.pointee.b, rule.pointee.c == .max {
                return true
            }
        }
        return count >= rule.pointee.b
    }
}

// What has been evaluated.
extension Validator {
    /// Returns whether `value` is valid against a node that asks what its other rules have evaluated.
    mutating func acceptsTracking(
        _ node: UnsafePointer<SchemaNode>, _ value: JSONValue, _ outer: Marks.Region?
    ) -> Bool {
        let count: Int
        switch value {
        case .array(let elements): count = elements.count
        case .object(let object): count = object.count
        default: return follows(node, value, nil)
        }
        let region = marks.push(count)
        defer { marks.pop(region) }
        guard takeStep(count / 64), follows(node, value, region), acceptsUnevaluated(node, value, region) else {
            return false
        }
        if let outer { marks.merge(region, into: outer) }
        return true
    }

    private mutating func acceptsUnevaluated(
        _ node: UnsafePointer<SchemaNode>, _ value: JSONValue, _ region: Marks.Region
    ) -> Bool {
        switch value {
        case .array(let elements) where node.pointee.unevaluatedItems >= 0:
            for index in 0..<elements.count where !marks.contains(index, in: region) {
                if !accepts(Int(node.pointee.unevaluatedItems), elements[index]) { return false }
                marks.mark(index, in: region)
            }
        case .object(let object) where node.pointee.unevaluatedProperties >= 0:
            for index in 0..<object.count where !marks.contains(index, in: region) {
                if !accepts(Int(node.pointee.unevaluatedProperties), object[index].value) { return false }
                marks.mark(index, in: region)
            }
        default: break
        }
        return true
    }

    /// Returns whether `value` is valid against one of several schemas, and only then marks what it evaluates.
    mutating func acceptsBranch(_ node: Int, _ value: JSONValue, _ region: Marks.Region?) -> Bool {
        guard let region else { return accepts(node, value) }
        let own = marks.push(like: region)
        defer { marks.pop(own) }
        guard takeStep(own.cost), accepts(node, value, own) else { return false }
        marks.merge(own, into: region)
        return true
    }
}
