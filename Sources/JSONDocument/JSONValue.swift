/// A JSON text as a value: exact numbers, members in document order, strings compared by their UTF-8 bytes.
///
/// Equality is that of JSON Schema: numbers by value (`1 == 1.0`), objects without regard to order, strings by
/// code points (a composed and a decomposed letter differ).
public enum JSONValue: Sendable {
    case null
    case bool(Bool)
    case number(JSONNumber)
    case string(String)
    case array([JSONValue])
    case object(JSONObject)
}

extension JSONValue {
    /// Reads one JSON text, strictly after RFC 8259, encoded in UTF-8 without a byte order mark.
    ///
    /// Refused beyond the grammar: duplicate keys, lone surrogates, U+0000 in strings (PostgreSQL cannot hold it).
    ///
    /// - Throws: what is wrong first, with byte offset, line and column.
    public init(parsing bytes: [UInt8], limits: JSONLimits = .metadata) throws(JSONError) {
        self = try bytes.withUnsafeBufferPointer { (buffer) throws(JSONError) -> JSONValue in
            var reader = JSONReader(buffer, limits: limits)
            return try reader.readText()
        }
    }

    /// Reads one JSON text from the UTF-8 form of `text`; otherwise as `init(parsing:limits:)` for bytes.
    public init(parsing text: String, limits: JSONLimits = .metadata) throws(JSONError) {
        try self.init(parsing: Array(text.utf8), limits: limits)
    }

    /// Returns the JSON text of this value in UTF-8.
    ///
    /// Numbers keep their source text and members their order, so a compact text is read and written unchanged
    /// unless it spells escapes that RFC 8259 does not ask for.
    ///
    /// - Parameter pretty: four spaces a level and one member a line instead of no white space at all.
    public func serialized(pretty: Bool = false) -> [UInt8] {
        var output = JSONOutput(pretty: pretty)
        output.value(self)
        return Array(output.bytes)
    }
}

extension JSONValue {
    /// The string, or nil for any other kind.
    public var stringValue: String? {
        if case .string(let value) = self { value } else { nil }
    }

    /// The truth value, or nil for any other kind.
    public var boolValue: Bool? {
        if case .bool(let value) = self { value } else { nil }
    }

    /// The number itself, or nil for any other kind.
    public var numberValue: JSONNumber? {
        if case .number(let value) = self { value } else { nil }
    }

    /// The number when it is an integer that fits (`1.0` and `1e2` are integers), else nil.
    public var intValue: Int? {
        if case .number(let value) = self { value.int } else { nil }
    }

    /// The double nearest to the number (infinite beyond the range of doubles), or nil for any other kind.
    public var doubleValue: Double? {
        if case .number(let value) = self { value.double } else { nil }
    }

    /// The elements, or nil for any other kind.
    public var arrayValue: [JSONValue]? {
        if case .array(let value) = self { value } else { nil }
    }

    /// The object, or nil for any other kind.
    public var objectValue: JSONObject? {
        if case .object(let value) = self { value } else { nil }
    }

    /// Whether this is `null`.
    public var isNull: Bool {
        if case .null = self { true } else { false }
    }

    /// The member named `key`, or nil when there is none or this is not an object.
    public subscript(key: String) -> JSONValue? {
        if case .object(let object) = self { object[key] } else { nil }
    }
}

extension JSONValue: Hashable {
    public static func == (left: JSONValue, right: JSONValue) -> Bool {
        switch (left, right) {
        case (.null, .null): true
        case (.bool(let left), .bool(let right)): left == right
        case (.number(let left), .number(let right)): left == right
        case (.string(let left), .string(let right)): left.hasSameBytes(as: right)
        case (.array(let left), .array(let right)): left == right
        case (.object(let left), .object(let right)): left == right
        default: false
        }
    }

    public func hash(into hasher: inout Hasher) {
        switch self {
        case .null:
            hasher.combine(0 as UInt8)
        case .bool(let value):
            hasher.combine(value ? 2 as UInt8 : 1)
        case .number(let value):
            hasher.combine(3 as UInt8)
            value.hash(into: &hasher)
        case .string(let value):
            hasher.combine(4 as UInt8)
            value.hashBytes(into: &hasher)
        case .array(let values):
            hasher.combine(5 as UInt8)
            hasher.combine(values.count)
            for value in values { value.hash(into: &hasher) }
        case .object(let value):
            hasher.combine(6 as UInt8)
            value.hash(into: &hasher)
        }
    }
}

extension JSONValue: CustomStringConvertible {
    /// The compact JSON text.
    public var description: String { String(decoding: serialized(), as: UTF8.self) }
}
