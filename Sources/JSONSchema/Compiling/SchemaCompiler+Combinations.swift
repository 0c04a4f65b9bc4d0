internal import JSONDocument

// What joins schemas.
extension SchemaCompiler {
    mutating func combiningRules(of place: SchemaPlace) throws(SchemaError) -> [SchemaRule] {
        var rules: [SchemaRule] = []
        for (key, kind) in [("allOf", SchemaRule.Kind.allOf), ("anyOf", .anyOf), ("oneOf", .oneOf)] {
            if let list = try nodes(key, in: place) {
                rules.append(SchemaRule(kind: kind, a: Int(list.start), b: Int(list.end)))
            }
        }
        if let not = try node("not", in: place) { rules.append(SchemaRule(kind: .not, a: not)) }
        if place.resource.dialect.draft >= .draft7, let condition = try node("if", in: place) {
            let then = try node("then", in: place)
            let otherwise = try node("else", in: place)
            rules.append(SchemaRule(kind: .condition, a: condition, b: then ?? -1, c: otherwise ?? -1))
        }
        return rules
    }

    mutating func unevaluatedRules(of place: SchemaPlace, _ node: inout SchemaNode) throws(SchemaError) -> [SchemaRule]
    {
        var rules: [SchemaRule] = []
        if let items = try self.node("unevaluatedItems", in: place) {
            node.unevaluatedItems = Int32(items)
            rules.append(SchemaRule(kind: .unevaluatedItems, a: items))
        }
        if let members = try self.node("unevaluatedProperties", in: place) {
            node.unevaluatedProperties = Int32(members)
            rules.append(SchemaRule(kind: .unevaluatedProperties, a: members))
        }
        return rules
    }
}
