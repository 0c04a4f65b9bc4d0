/// One answer of Redis (RESP2, https://redis.io/docs/reference/protocol-spec).
package enum RedisValue: Sendable, Hashable {
    /// Nothing: an absent key, a wait that ended empty.
    case null
    case integer(Int)
    /// A status such as `OK`.
    case status(String)
    case bytes([UInt8])
    /// An element may be an ``failure(_:)``, as in what `EXEC` answers.
    case array([RedisValue])
    /// An error that stands inside an array; one that is the whole answer is thrown.
    case failure(RedisError)
}

extension RedisValue {
    /// Of an integer, or of bytes that spell one.
    package var int: Int? {
        switch self {
        case .integer(let number): number
        case .bytes(let bytes): Int(String(decoding: bytes, as: UTF8.self))
        case .null, .status, .array, .failure: nil
        }
    }
    /// Of bytes that are UTF-8, a status or an integer.
    package var text: String? {
        switch self {
        case .bytes(let bytes): String(validating: bytes, as: UTF8.self)
        case .status(let text): text
        case .integer(let number): String(number)
        case .null, .array, .failure: nil
        }
    }
    package var bytes: [UInt8]? {
        if case .bytes(let bytes) = self { bytes } else { nil }
    }
    package var elements: [RedisValue]? {
        if case .array(let elements) = self { elements } else { nil }
    }
    package var isNull: Bool { self == .null }
}
