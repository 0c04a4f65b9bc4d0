internal import JSONDocument

/// A compiled schema: nodes that refer to each other by number, and tables; node 0 is where validation starts.
final class SchemaProgram: Sendable {
    let nodes: FrozenArray<SchemaNode>
    let rules: FrozenArray<SchemaRule>
    let lists: FrozenArray<Int32>  // of nodes
    let members: FrozenArray<MemberRules>
    let elements: FrozenArray<ElementRules>
    let names: NameTables
    let memberPatterns: FrozenArray<MemberPattern>
    let values: FrozenArray<JSONValue>
    let enumerations: FrozenArray<Enumeration>
    let numbers: FrozenArray<NumberBound>
    let patterns: FrozenArray<PatternRule>
    let formats: FrozenArray<FormatRule>
    let contents: FrozenArray<ContentRule>
    let dependencies: FrozenArray<Dependency>
    let dynamics: FrozenArray<DynamicReference>
    let sources: [SchemaSource]  // by node
    let resources: [UTF8Key: JSONValue]  // the roots of those that some node belongs to, by URI

    /// The tables that are read for most values.
    let tables: SchemaTables

    /// Whether some reference depends on the way that led to it.
    let hasDynamicScope: Bool

    init(_ parts: SchemaParts) {
        nodes = FrozenArray(parts.nodes)
        rules = FrozenArray(parts.rules)
        lists = FrozenArray(parts.lists)
        members = FrozenArray(parts.members)
        elements = FrozenArray(parts.elements)
        memberPatterns = FrozenArray(parts.memberPatterns)
        values = FrozenArray(parts.values)
        enumerations = FrozenArray(parts.enumerations)
        numbers = FrozenArray(parts.numbers)
        patterns = FrozenArray(parts.patterns)
        formats = FrozenArray(parts.formats)
        contents = FrozenArray(parts.contents)
        dependencies = FrozenArray(parts.dependencies)
        dynamics = FrozenArray(parts.dynamics)
        names = NameTables(parts.names)
        sources = parts.sources
        resources = parts.resources
        hasDynamicScope = parts.dynamics.contains { !$0.targets.isEmpty }
        tables = SchemaTables(
            nodes: nodes.pointer, rules: rules.pointer, lists: lists.pointer, members: members.pointer,
            elements: elements.pointer, memberPatterns: memberPatterns.pointer, patterns: patterns.pointer,
            numbers: numbers.pointer, slots: names.slots.pointer, names: names.names.pointer, seed: names.seed)
    }
}

/// The tables of a program while it is compiled.
struct SchemaParts {
    var nodes: [SchemaNode] = []
    var rules: [SchemaRule] = []
    var lists: [Int32] = []
    var members: [MemberRules] = []
    var elements: [ElementRules] = []
    var names = NameTables.Builder()
    var memberPatterns: [MemberPattern] = []
    var values: [JSONValue] = []
    var enumerations: [Enumeration] = []
    var numbers: [NumberBound] = []
    var patterns: [PatternRule] = []
    var formats: [FormatRule] = []
    var contents: [ContentRule] = []
    var dependencies: [Dependency] = []
    var dynamics: [DynamicReference] = []
    var sources: [SchemaSource] = []
    var resources: [UTF8Key: JSONValue] = [:]
}

/// `properties`, `required`, `patternProperties` and `additionalProperties` of one schema.
struct MemberRules: Sendable {
    /// The named members: by name the node, or -1 for one that is only required, and the bit of a required one.
    var names = NameTables.Table()

    /// All bits of required members.
    var required: UInt64 = 0

    var requiredCount: Int32 = 0
    var patterns = SchemaNode.Part()  // of `memberPatterns`
    var additional: Int32 = -1

    /// Which of the keywords there are, for reports.
    var has: Keywords = []

    /// The names under `properties` in the schema's order, for reports.
    var listed: Int32 = -1  // of dependencies

    struct Keywords: OptionSet, Sendable {
        let rawValue: UInt8
        static let properties = Keywords(rawValue: 1)
        static let patternProperties = Keywords(rawValue: 2)
        static let additionalProperties = Keywords(rawValue: 4)
    }
}

/// One member of `patternProperties`.
struct MemberPattern: Sendable {
    let pattern: Int32  // of `patterns`
    let node: Int32
}

/// `prefixItems` and `items`, or the older `items` and `additionalItems`.
struct ElementRules: Sendable {
    var first = SchemaNode.Part()  // of `lists`
    var rest: Int32 = -1
    var isOld = false  // a list called `items`, and what follows it `additionalItems`
    var hasFirst = false
}

/// One member of `dependentRequired`, `dependentSchemas` or `dependencies`; or just a list of names.
struct Dependency: Sendable {
    let keyword: String
    let name: String
    var required: [String] = []
    var node = -1

    /// What looking for all the required members takes, in steps of a validation.
    var cost: Int { required.reduce(0) { $0 + 1 + $1.utf8.count >> 6 } >> 2 }
}

/// A `$dynamicRef` or `$recursiveRef` that depends on the schemas that led to it.
struct DynamicReference: Sendable {
    let keyword: String
    let initial: Int

    /// The targets by the number of their resource.
    var targets: [(resource: Int32, node: Int)] = []
}

/// Where a node comes from.
struct SchemaSource: Sendable {
    let value: JSONValue
    let location: String  // URI of its resource, `#`, pointer
    let dialect: SchemaDialect
}
