/// One schema of a program: plain numbers that point into the program's tables.
struct SchemaNode: Sendable {
    /// A part of a table, from `start` up to `end`.
    struct Part: Sendable {
        var start: Int32 = 0
        var end: Int32 = 0

        var indices: Range<Int> { Int(start)..<Int(end) }
        var isEmpty: Bool { start == end }
    }

    /// Whether the schema has rules, and what it is without them.
    enum Shape: UInt8, Sendable {
        case always, never
        case types  // nothing else
        case rules
    }

    var shape = Shape.always
    var types = JSONTypes.all
    var isStrict = false  // about integers: `1.0` is none in draft 04

    /// Whether the schema asks what has been evaluated.
    var tracks: Bool { unevaluatedProperties >= 0 || unevaluatedItems >= 0 }

    var resource: Int32 = 0
    var unevaluatedProperties: Int32 = -1
    var unevaluatedItems: Int32 = -1

    /// The rules in the order in which people read about them.
    var rules = Part()

    // The same rules by the kind of value they are about; those of `any` come last.
    var strings = Part()
    var numbers = Part()
    var arrays = Part()
    var objects = Part()
    var any = Part()
}
