internal import Foundation
internal import JSONDocument

/// One way to read a JSON text into a value, and to write the value again.
protocol Reader {
    associatedtype Value
    static func parse(_ text: [UInt8]) throws -> Value
    /// - Returns: the size of the text in bytes.
    static func write(_ value: Value) throws -> Int
}

/// Ours.
enum DocumentReader: Reader {
    /// Some of the real documents contain U+0000.
    private static let limits = JSONLimits(maxBytes: 1 << 30, allowsNUL: true)

    static func parse(_ text: [UInt8]) throws -> JSONValue { try JSONValue(parsing: text, limits: limits) }
    static func write(_ value: JSONValue) -> Int { value.serialized().count }
}

/// Foundation's `JSONSerialization`, into `Any`.
enum SerializationReader: Reader {
    static func parse(_ text: [UInt8]) throws -> Any {
        try JSONSerialization.jsonObject(with: Data(text), options: .fragmentsAllowed)
    }
    static func write(_ value: Any) throws -> Int {
        try JSONSerialization.data(withJSONObject: value, options: .fragmentsAllowed).count
    }
}

/// Foundation's `JSONDecoder` and `JSONEncoder`, of a value of any kind.
enum CoderReader: Reader {
    static func parse(_ text: [UInt8]) throws -> CodableValue {
        try JSONDecoder().decode(CodableValue.self, from: Data(text))
    }
    static func write(_ value: CodableValue) throws -> Int { try JSONEncoder().encode(value).count }
}
