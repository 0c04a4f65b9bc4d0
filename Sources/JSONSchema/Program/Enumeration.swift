internal import JSONDocument

/// The values of `enum`, arranged for look-up.
struct Enumeration: Sendable {
    private static let listedUpTo = 8

    /// As the schema lists them.
    let values: [JSONValue]

    /// The strings among them.
    let strings: NameTables.Table

    /// The others, when they are few.
    private let others: [JSONValue]

    /// The others, when they are many.
    private let set: Set<JSONValue>

    /// What looking up an array or object takes, in steps.
    private let cost: Int

    init(_ values: [JSONValue], names: inout NameTables.Builder) {
        self.values = values
        var strings: [UTF8Key] = []
        var others: [JSONValue] = []
        for value in values {
            if case .string(let string) = value { strings.append(UTF8Key(string)) } else { others.append(value) }
        }
        self.strings = names.add(Set(strings).map { ($0.string, 0, 0) })
        self.others = others.count > Self.listedUpTo ? [] : others
        cost = others.count > Self.listedUpTo ? 0 : others.reduce(0) { $0 + $1.comparisonCost }
        set = others.count > Self.listedUpTo ? Set(others) : []
    }

    /// Whether `value`, which is no string, is listed.
    func lists(_ value: JSONValue) -> Bool { others.contains(value) || !set.isEmpty && set.contains(value) }

    /// What it takes to look up `value`, in steps; nothing for the usual, small one.
    func cost(of value: JSONValue) -> Int {
        switch value {
        case .array, .object: others.isEmpty ? set.isEmpty ? 0 : value.comparisonCost : cost
        case .string(let text): text.utf8.count >> 10
        default: 0
        }
    }
}

extension JSONValue {
    /// What comparing or hashing this takes, in steps of a validation.
    var comparisonCost: Int {
        switch self {
        case .array, .object: valueCount >> 2
        case .string(let text): text.utf8.count >> 10
        case .number(let number): number.longTextCount >> 6
        default: 0
        }
    }
}
