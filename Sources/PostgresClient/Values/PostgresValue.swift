/// A parameter of a statement: a value of one of the types we bind, or that type's NULL.
///
/// The type is part of it, also of a NULL, because a prepared statement is prepared for types.
package enum PostgresValue: Sendable, Hashable {
    case int(Int?)
    case double(Double?)
    case bool(Bool?)
    case text(String?)
    case bytes([UInt8]?)
    case ints([Int])
    case texts([String])
}

extension PostgresValue {
    /// The number of the type in `pg_type`.
    var type: UInt32 {
        switch self {
        case .int: 20
        case .double: 701
        case .bool: 16
        case .text: 25
        case .bytes: 17
        case .ints: 1016
        case .texts: 1009
        }
    }

    /// Appends the binary form to `buffer`.
    ///
    /// - Returns: false for NULL, which has no bytes.
    /// - Throws: `.unencodable` for text with U+0000, which PostgreSQL cannot hold.
    func append(to buffer: inout [UInt8], parameter number: Int) throws(PostgresError) -> Bool {
        switch self {
        case .int(let value?): buffer.append(integer: value)
        case .double(let value?): buffer.append(integer: value.bitPattern)
        case .bool(let value?): buffer.append(value ? 1 : 0)
        case .text(let value?): try Self.append(value, to: &buffer, parameter: number)
        case .bytes(let value?): buffer += value
        case .ints(let values):
            Self.appendHeader(of: values.count, type: 20, to: &buffer)
            for value in values {
                buffer.append(integer: Int32(8))
                buffer.append(integer: value)
            }
        case .texts(let values):
            Self.appendHeader(of: values.count, type: 25, to: &buffer)
            for value in values {
                let size = Int32(truncatingIfNeeded: value.utf8.count)
                buffer.append(integer: size)
                try Self.append(value, to: &buffer, parameter: number)
            }
        case .int(nil), .double(nil), .bool(nil), .text(nil), .bytes(nil): return false
        }
        return true
    }

    private static func append(
        _ text: String, to buffer: inout [UInt8], parameter number: Int
    ) throws(PostgresError) {
        let start = buffer.count
        buffer.append(contentsOf: text.utf8)
        if buffer[start...].contains(0) {
            throw .zeroByte(in: number)
        }
    }

    /// One dimension from 1, without NULLs.
    private static func appendHeader(of count: Int, type: Int32, to buffer: inout [UInt8]) {
        buffer.append(integer: Int32(count == 0 ? 0 : 1))
        buffer.append(integer: Int32(0))
        buffer.append(integer: type)
        if count == 0 { return }
        buffer.append(integer: Int32(truncatingIfNeeded: count))
        buffer.append(integer: Int32(1))
    }
}

extension [UInt8] {
    /// In network order.
    mutating func append(integer value: some FixedWidthInteger) {
        Swift.withUnsafeBytes(of: value.bigEndian) { append(contentsOf: $0) }
    }
}
