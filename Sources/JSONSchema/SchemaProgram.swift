internal import ECMAPattern
internal import JSONDocument

/// A compiled schema: nodes that refer to each other by number; node 0 is where validation starts.
struct SchemaProgram: Sendable {
    let nodes: [SchemaNode]
}

/// One schema of the program.
enum SchemaNode: Sendable {
    case always(Bool)
    case rules([SchemaRule])
}

/// One keyword, or a few that belong together; kinds of values it has nothing to say about pass.
enum SchemaRule: Sendable {
    case type(JSONTypes)
    case enumeration([JSONValue], Set<JSONValue>)
    case const(JSONValue)
    case number(NumberRules)
    case length(least: Int?, most: Int?)
    case pattern(ECMAPattern)
    case count(Counted, least: Int?, most: Int?)
    case required([String])
    case members(MemberRules)
    case propertyNames(Int)
    case dependentRequired(keyword: String, name: String, [String])
    case dependentSchema(keyword: String, name: String, Int)
    case elements(ElementRules)
    case contains(Int, least: Int, most: Int?)
    case uniqueItems
    case reference(Int)
    case allOf([Int])
    case anyOf([Int])
    case oneOf([Int])
    case not(Int)
    case condition(Int, then: Int?, otherwise: Int?)

    /// What `minItems` and the like count.
    enum Counted: Sendable { case items, properties }
}

/// `minimum`, `maximum`, their exclusive forms and `multipleOf`.
struct NumberRules: Sendable {
    var minimum: JSONNumber?
    var maximum: JSONNumber?
    var exclusiveMinimum: JSONNumber?
    var exclusiveMaximum: JSONNumber?
    var multipleOf: JSONNumber?
}

/// `properties`, `patternProperties` and `additionalProperties`.
struct MemberRules: Sendable {
    var named: [UTF8Key: Int] = [:]
    var patterns: [(pattern: ECMAPattern, node: Int)] = []
    var additional: Int?
    var names: [String] = []  // of `named`, in the schema's order
}

/// `prefixItems` and `items`, under the names that the draft has for them.
struct ElementRules: Sendable {
    var first: [Int] = []
    var firstKeyword = "prefixItems"
    var rest: Int?
    var restKeyword = "items"
}
