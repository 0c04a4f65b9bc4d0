internal import JSONDocument

extension Validator {
    /// Marks what schema `number` speaks of in `value`, whether or not it accepts it.
    ///
    /// For reports: where a schema refuses a value, what it speaks of would all count as not evaluated, and the one
    /// error would be followed by many that repeat it.
    mutating func markMentions(_ number: Int, _ value: JSONValue, _ region: Marks.Region) {
        let node = tables.nodes + number
        guard node.pointee.shape == .rules, takeStep(), enter(node.pointee.resource) else { return }
        if node.pointee.tracks { marks.markAll(in: region) }
        for index in node.pointee.rules.indices { markMentions(tables.rules[index], value, region) }
        leave()
    }

    private mutating func markMentions(_ rule: SchemaRule, _ value: JSONValue, _ region: Marks.Region) {
        switch (rule.kind, value) {
        case (.reference, _): markMentions(rule.a, value, region)
        case (.dynamicReference, _): markMentions(target(of: program.dynamics.pointer + rule.a), value, region)
        case (.allOf, _), (.anyOf, _), (.oneOf, _):
            for index in rule.a..<rule.b { markMentions(Int(tables.lists[index]), value, region) }
        case (.condition, _):
            for node in [rule.a, rule.b, rule.c] where node >= 0 { markMentions(node, value, region) }
        case (.dependentSchema, .object(let object)):
            let dependency = program.dependencies.pointer[rule.a]
            if object[dependency.name] != nil { markMentions(dependency.node, value, region) }
        case (.members, .object(let object)): markMentions(tables.members[rule.a], object, region)
        case (.elements, .array(let elements)):
            let rules = tables.elements[rule.a]
            let end = rules.rest >= 0 ? elements.count : min(elements.count, rules.first.indices.count)
            for index in 0..<end { marks.mark(index, in: region) }
        default: break
        }
    }

    private mutating func markMentions(_ rules: MemberRules, _ object: JSONObject, _ region: Marks.Region) {
        let members = object.inMemory
        guard takeStep(members.count) else { return }
        for position in 0..<members.count {
            let isNamed = find(position, of: members, in: rules.names).map { $0.pointee.node >= 0 } ?? false
            let isMentioned =
                isNamed || rules.additional >= 0
                || rules.patterns.indices.contains {
                    matches(Int(tables.memberPatterns[$0].pattern), members.key(position).pointee)
                }
            if isMentioned { marks.mark(position, in: region) }
        }
    }
}
