internal import JSONDocument

/// A set of the types of JSON Schema; a number without a fraction is also an integer.
struct JSONTypes: OptionSet, Sendable {
    let rawValue: UInt8

    static let null = JSONTypes(rawValue: 1)
    static let boolean = JSONTypes(rawValue: 2)
    static let integer = JSONTypes(rawValue: 4)
    static let number = JSONTypes(rawValue: 8)
    static let string = JSONTypes(rawValue: 16)
    static let array = JSONTypes(rawValue: 32)
    static let object = JSONTypes(rawValue: 64)

    static let all = JSONTypes(rawValue: 127)

    private static let names: [(String, JSONTypes)] = [
        ("null", .null), ("boolean", .boolean), ("integer", .integer), ("number", .number), ("string", .string),
        ("array", .array), ("object", .object),
    ]

    /// The type of that name, or nil when there is none.
    static func named(_ name: String) -> JSONTypes? { names.first { $0.0 == name }?.1 }

    /// Whether `value` is of one of these types.
    ///
    /// - Parameter strictly: whether an integer is one only when it is written as one (draft 04).
    func accepts(_ value: JSONValue, strictly: Bool) -> Bool {
        switch value {
        case .null: contains(.null)
        case .bool: contains(.boolean)
        case .number(let number): contains(.number) || acceptsInteger(number, strictly: strictly)
        case .string: contains(.string)
        case .array: contains(.array)
        case .object: contains(.object)
        }
    }

    /// Whether the value in memory at `value` is of one of these types, found out without copying it.
    @inline(__always)
    func accepts(_ value: UnsafePointer<JSONValue>, strictly: Bool) -> Bool {
        switch value.pointee {
        case .null: contains(.null)
        case .bool: contains(.boolean)
        case .number: contains(.number) || contains(.integer) && accepts(value.pointee, strictly: strictly)
        case .string: contains(.string)
        case .array: contains(.array)
        case .object: contains(.object)
        }
    }

    /// Whether integers are among these types and `number` is one.
    func acceptsInteger(_ number: JSONNumber, strictly: Bool) -> Bool {
        guard contains(.integer) else { return false }
        if !strictly { return number.isInteger }
        return number.text.utf8.allSatisfy { $0 == UInt8(ascii: "-") || $0 &- UInt8(ascii: "0") < 10 }
    }

    /// The names with their articles: "a string, a number or null".
    var phrase: String {
        let phrases = Self.names.filter { contains($0.1) }.map { name, _ in
            switch name {
            case "null": "null"
            case "array", "integer", "object": "an " + name
            default: "a " + name
            }
        }
        guard let last = phrases.last, phrases.count > 1 else { return phrases.first ?? "nothing" }
        return phrases.dropLast().joined(separator: ", ") + " or " + last
    }
}
