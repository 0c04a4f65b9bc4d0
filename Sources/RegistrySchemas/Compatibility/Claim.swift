/// One thing that a schema asks for; a schema is the conjunction of its claims.
enum Claim: Hashable, Sendable {
    case impossible
    case kinds
    case choice(Int)
    case lower(Int)
    case upper(Int)
    case divisor
    case minLength
    case maxLength
    case pattern
    case format
    case element(Int)
    case rest
    case minItems
    case maxItems
    case unique
    case contains
    case property(Int)
    case patternProperty(Int)
    case additional
    case propertyNames
    case required(Int)
    case minProperties
    case maxProperties
    case dependent(Int)
    case all(Int)
    case any
    case one
    case not
    case conditional(Int)
    case opaque(Int)
}

extension SchemaNode {
    /// All that the schema asks for, cheap things first.
    var claims: [Claim] {
        var claims: [Claim] = []
        if isImpossible { claims.append(.impossible) }
        if kinds != .all { claims.append(.kinds) }
        claims += choices.indices.map { .choice($0) } + lower.indices.map { .lower($0) }
        claims += upper.indices.map { .upper($0) } + required.indices.map { .required($0) }
        let single: [(Claim, Bool)] = [
            (.divisor, divisor != nil), (.minLength, minLength != nil), (.maxLength, maxLength != nil),
            (.pattern, pattern != nil), (.format, format != nil), (.minItems, minItems != nil),
            (.maxItems, maxItems != nil), (.unique, isUnique), (.minProperties, minProperties != nil),
            (.maxProperties, maxProperties != nil),
        ]
        claims += single.filter(\.1).map(\.0)
        claims += properties.indices.map { .property($0) } + patterns.indices.map { .patternProperty($0) }
        if additional != nil { claims.append(.additional) }
        if propertyNames != nil { claims.append(.propertyNames) }
        claims += first.indices.map { .element($0) }
        if rest != nil { claims.append(.rest) }
        if contains != nil { claims.append(.contains) }
        claims += all.indices.map { .all($0) } + dependents.indices.map { .dependent($0) }
        claims += conditionals.indices.map { .conditional($0) }
        if not != nil { claims.append(.not) }
        if !any.isEmpty { claims.append(.any) }
        if !one.isEmpty { claims.append(.one) }
        return claims + opaque.indices.map { .opaque($0) }
    }

    /// The keyword of `claim` and the way below it, as places show it.
    func path(of claim: Claim) -> [String] {
        switch claim {
        case .impossible: []
        case .kinds: ["type"]
        case .choice(let index): [choices[index].keyword]
        case .lower(let index): [lower[index].keyword]
        case .upper(let index): [upper[index].keyword]
        case .divisor: ["multipleOf"]
        case .minLength: ["minLength"]
        case .maxLength: ["maxLength"]
        case .pattern: ["pattern"]
        case .format: ["format"]
        case .element(let index): first[index].path
        case .rest: rest?.path ?? []
        case .minItems: ["minItems"]
        case .maxItems: ["maxItems"]
        case .unique: ["uniqueItems"]
        case .contains: ["contains"]
        case .property(let index): ["properties", properties[index].name]
        case .patternProperty(let index): ["patternProperties", patterns[index].name]
        case .additional: additional?.path ?? []
        case .propertyNames: ["propertyNames"]
        case .required: ["required"]
        case .minProperties: ["minProperties"]
        case .maxProperties: ["maxProperties"]
        case .dependent(let index): dependents[index].path
        case .all(let index): all[index].path
        case .any: ["anyOf"]
        case .one: ["oneOf"]
        case .not: ["not"]
        case .conditional(let index): conditionals[index].path
        case .opaque(let index): [opaque[index]]
        }
    }
}
