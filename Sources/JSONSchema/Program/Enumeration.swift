internal import JSONDocument

/// The values of `enum`, arranged for look-up.
struct Enumeration: Sendable {
    private static let listedUpTo = 8

    /// As the schema lists them.
    let values: [JSONValue]

    /// The strings among them.
    let strings: NameTables.Table

    /// The others, when they are few.
    let others: [JSONValue]

    /// The others, when they are many.
    let set: Set<JSONValue>

    init(_ values: [JSONValue], names: inout NameTables.Builder) {
        self.values = values
        var strings: [UTF8Key] = []
        var others: [JSONValue] = []
        for value in values {
            if case .string(let string) = value { strings.append(UTF8Key(string)) } else { others.append(value) }
        }
        self.strings = names.add(Set(strings).map { ($0.string, 0, 0) })
        self.others = others.count > Self.listedUpTo ? [] : others
        set = others.count > Self.listedUpTo ? Set(others) : []
    }
}
