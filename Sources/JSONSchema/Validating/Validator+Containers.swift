internal import JSONDocument

// Objects and arrays.
extension Validator {
    mutating func acceptsMembers(
        _ rule: UnsafePointer<SchemaRule>, _ value: UnsafePointer<JSONValue>, _ region: Marks.Region?
    ) -> Bool {
        switch rule.pointee.kind {
        case .members: return accepts(tables.members + rule.pointee.a, value.members, region)
        case .minProperties: return value.members.count >= rule.pointee.a
        case .maxProperties: return value.members.count <= rule.pointee.a
        case .propertyNames:
            let members = value.members
            for position in 0..<members.count
            where !accepts(rule.pointee.a, .string(members.key(position).pointee)) { return false }
            return true
        default: break
        }
        guard case .object(let object) = value.pointee else { return true }
        let dependency = program.dependencies.pointer + rule.pointee.a
        switch rule.pointee.kind {
        case .manyRequired: return hasAll(dependency, object)
        case .dependentRequired: return !applies(dependency, object) || hasAll(dependency, object)
        case .dependentSchema:
            return !applies(dependency, object) || accepts(dependency.pointee.node, at: value, region)
        default: return true
        }
    }

    /// Whether the object has the member that the dependency is about.
    mutating func applies(_ dependency: UnsafePointer<Dependency>, _ object: JSONObject) -> Bool {
        takeStep(1 + dependency.pointee.name.utf8.count >> 6) && object[dependency.pointee.name] != nil
    }

    private mutating func hasAll(_ dependency: UnsafePointer<Dependency>, _ object: JSONObject) -> Bool {
        guard takeStep(dependency.pointee.cost) else { return false }
        for name in dependency.pointee.required where object[name] == nil { return false }
        return true
    }

    private mutating func accepts(
        _ rules: UnsafePointer<MemberRules>, _ members: JSONMembers, _ region: Marks.Region?
    ) -> Bool {
        if members.count < rules.pointee.requiredCount || !takeStep(members.count >> 4) { return false }
        var missing = rules.pointee.required
        for position in 0..<members.count {
            var isKnown = false
            if let slot = find(position, of: members, in: rules.pointee.names) {
                missing &= ~slot.pointee.bit
                if slot.pointee.node >= 0 {
                    isKnown = true
                    if !accepts(Int(slot.pointee.node), at: members.value(position), nil) { return false }
                }
            }
            if !isKnown || !rules.pointee.patterns.isEmpty {
                guard acceptsUnnamed(rules, members, position, &isKnown) else { return false }
            }
            if isKnown, let region { marks.mark(position, in: region) }
        }
        return missing == 0
    }

    /// What `table` knows about the member at `position`; a long name that is read for it counts.
    @inline(__always)
    mutating func find(
        _ position: Int, of members: JSONMembers, in table: NameTables.Table
    ) -> UnsafePointer<NameTables.Slot>? {
        if table.readsNames, !takeStep(members.key(position).pointee.utf8.count >> 8) { return nil }
        return tables.find(position, of: members, in: table)
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
            if !accepts(Int(pattern.pointee.node), at: members.value(position), nil) { return false }
        }
        if isKnown || rules.pointee.additional < 0 { return true }
        isKnown = true
        return accepts(Int(rules.pointee.additional), at: members.value(position), nil)
    }

    mutating func acceptsElements(
        _ rule: UnsafePointer<SchemaRule>, _ value: UnsafePointer<JSONValue>, _ region: Marks.Region?
    ) -> Bool {
        switch rule.pointee.kind {
        case .elements: return accepts(tables.elements + rule.pointee.a, value.elements, region)
        case .minItems: return value.elements.count >= rule.pointee.a
        case .maxItems: return value.elements.count <= rule.pointee.a
        case .contains: return acceptsContains(rule, value.elements, region)
        case .uniqueItems:
            guard case .array(let elements) = value.pointee else { return true }
            return takeStep(elements.comparisonCost) && elements.firstRepetition == nil
        default: return true
        }
    }

    private mutating func accepts(
        _ rules: UnsafePointer<ElementRules>, _ elements: UnsafeBufferPointer<JSONValue>, _ region: Marks.Region?
    ) -> Bool {
        let first = rules.pointee.first.indices
        let rest = Int(rules.pointee.rest)
        guard let start = elements.baseAddress else { return true }
        for index in 0..<(rest >= 0 ? elements.count : min(elements.count, first.count)) {
            let node = index < first.count ? Int(tables.lists[first.lowerBound + index]) : rest
            if !accepts(node, at: start + index, nil) { return false }
            if let region { marks.mark(index, in: region) }
        }
        return true
    }

    private mutating func acceptsContains(
        _ rule: UnsafePointer<SchemaRule>, _ elements: UnsafeBufferPointer<JSONValue>, _ region: Marks.Region?
    ) -> Bool {
        let marked = rule.pointee.evaluates ? region : nil
        var count = 0
        guard let start = elements.baseAddress else { return rule.pointee.b == 0 }
        for index in 0..<elements.count where accepts(rule.pointee.a, at: start + index, nil) {
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
    /// Returns whether the value is valid against a node that asks what its other rules have evaluated.
    mutating func acceptsTracking(
        _ node: UnsafePointer<SchemaNode>, _ value: UnsafePointer<JSONValue>, _ outer: Marks.Region?
    ) -> Bool {
        guard let count = value.pointee.partCount else { return follows(node, value, nil) }
        let region = marks.push(count)
        defer { marks.pop(region) }
        guard takeStep(count / 64), follows(node, value, region), acceptsUnevaluated(node, value, region) else {
            return false
        }
        if let outer { marks.merge(region, into: outer) }
        return true
    }

    private mutating func acceptsUnevaluated(
        _ node: UnsafePointer<SchemaNode>, _ value: UnsafePointer<JSONValue>, _ region: Marks.Region
    ) -> Bool {
        switch value.pointee {
        case .array where node.pointee.unevaluatedItems >= 0:
            let elements = value.elements
            guard let start = elements.baseAddress else { return true }
            for index in 0..<elements.count where !marks.contains(index, in: region) {
                if !accepts(Int(node.pointee.unevaluatedItems), at: start + index, nil) { return false }
                marks.mark(index, in: region)
            }
        case .object where node.pointee.unevaluatedProperties >= 0:
            let members = value.members
            for index in 0..<members.count where !marks.contains(index, in: region) {
                if !accepts(Int(node.pointee.unevaluatedProperties), at: members.value(index), nil) { return false }
                marks.mark(index, in: region)
            }
        default: break
        }
        return true
    }

    /// Returns whether `value` is valid against one of several schemas; see the same for a value in memory.
    mutating func acceptsBranch(_ node: Int, _ value: JSONValue, _ region: Marks.Region?) -> Bool {
        withUnsafePointer(to: value) { acceptsBranch(node, at: $0, region) }
    }

    /// Returns whether the value is valid against one of several schemas, and only then marks what it evaluates.
    mutating func acceptsBranch(_ node: Int, at value: UnsafePointer<JSONValue>, _ region: Marks.Region?) -> Bool {
        guard let region else { return accepts(node, at: value, nil) }
        let own = marks.push(like: region)
        defer { marks.pop(own) }
        guard takeStep(own.cost), accepts(node, at: value, own) else { return false }
        marks.merge(own, into: region)
        return true
    }
}
