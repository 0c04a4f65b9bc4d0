/// One keyword, or a few that belong together, as plain numbers; values that it has nothing to say about pass.
struct SchemaRule: Sendable {
    /// What the numbers `a`, `b` and `c` mean is said for each kind; tables are those of `SchemaProgram`.
    enum Kind: UInt8, Sendable {
        case type  // a: the set of types; b: 1 when strict. For reports: nodes hold the types themselves.
        case enumeration  // a: of enumerations
        case constant  // a: of values
        case minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf  // a: of numbers
        case minLength, maxLength  // a: code points
        case pattern  // a: of patterns
        case format  // a: of formats
        case content  // a: of contents
        case minItems, maxItems, minProperties, maxProperties  // a: how many
        case uniqueItems
        case required  // a: of dependencies. For reports: `members` checks it.
        case manyRequired  // a: of dependencies
        case members  // a: of members
        case propertyNames  // a: node
        case dependentRequired  // a: of dependencies
        case dependentSchema  // a: of dependencies
        case elements  // a: of elements
        case contains  // a: node; b: least; c: most; evaluates: whether matches count as evaluated
        case reference  // a: node; `$ref`
        case dynamicReference  // a: of dynamics
        case allOf, anyOf, oneOf  // a up to b: of lists
        case not  // a: node
        case condition  // a: node; b: then, or -1; c: else, or -1
        case unevaluatedProperties, unevaluatedItems  // a: node. For reports: nodes hold them themselves.
    }

    let kind: Kind
    var evaluates = false  // see `contains`
    var a = 0
    var b = 0
    var c = 0

    /// Which values rules of a kind are about.
    enum Subject {
        case strings, numbers, arrays, objects, any
        case node  // checked by the node itself
    }

    /// Cheap rules first, those that walk into other schemas last.
    var cost: Int {
        switch kind {
        case .minItems, .maxItems, .minProperties, .maxProperties, .constant: 0
        case .enumeration, .minLength, .maxLength: 1
        case .pattern, .format, .content: 2
        case .dependentRequired, .manyRequired: 3
        case .reference, .dynamicReference, .elements, .members: 4
        case .allOf, .condition, .propertyNames, .dependentSchema: 5
        default: 6
        }
    }
}

extension SchemaRule.Kind {
    /// Which values rules of this kind are about.
    var subject: SchemaRule.Subject {
        switch self {
        case .minLength, .maxLength, .pattern, .format, .content: .strings
        case .minimum, .maximum, .exclusiveMinimum, .exclusiveMaximum, .multipleOf: .numbers
        case .minItems, .maxItems, .uniqueItems, .elements, .contains: .arrays
        case .manyRequired, .minProperties, .maxProperties, .members, .propertyNames, .dependentRequired,
            .dependentSchema:
            .objects
        case .enumeration, .constant, .reference, .dynamicReference, .allOf, .anyOf, .oneOf, .not, .condition: .any
        case .type, .required, .unevaluatedProperties, .unevaluatedItems: .node
        }
    }
}
