/// The tables that are read for most values, in one place and without any reference to count.
///
/// Valid as long as the program is. `@unchecked Sendable` because nothing writes what a `FrozenArray` holds.
struct SchemaTables: @unchecked Sendable {
    let nodes: UnsafePointer<SchemaNode>
    let rules: UnsafePointer<SchemaRule>
    let lists: UnsafePointer<Int32>
    let members: UnsafePointer<MemberRules>
    let elements: UnsafePointer<ElementRules>
    let memberPatterns: UnsafePointer<MemberPattern>
    let patterns: UnsafePointer<PatternRule>
    let numbers: UnsafePointer<NumberBound>
    let slots: UnsafePointer<NameTables.Slot>
    let names: UnsafePointer<String>
    let seed: UInt64
}
