/// One row; columns are found by name, or by number where it counts.
///
/// Reading a column that is not there, or of another type, is a mistake of ours and stops the process: the statement's
/// text is ours, and a kit runs every statement.
package struct PostgresRow: Sendable {
    let rows: PostgresRows
    let number: Int32

    /// `int2`, `int4`, `int8` and `bool` as a number.
    package func int(_ name: String) -> Int? { value(name, Self.int) }
    package func double(_ name: String) -> Double? { value(name, Self.double) }
    package func bool(_ name: String) -> Bool? { value(name) { bytes, _ in bytes.first.map { $0 != 0 } } }
    /// `text`, `varchar`, `name`, `json`, and `jsonb` without its version byte.
    package func text(_ name: String) -> String? { value(name, Self.text) }
    package func bytes(_ name: String) -> [UInt8]? { value(name) { bytes, _ in [UInt8](bytes) } }

    /// By position from 0.
    package func int(_ column: Int) -> Int? { value(column, Self.int) }
    package func text(_ column: Int) -> String? { value(column, Self.text) }
    package func bool(_ column: Int) -> Bool? { value(column) { bytes, _ in bytes.first.map { $0 != 0 } } }

    private func value<Value>(
        _ name: String, _ read: (UnsafeRawBufferPointer, UInt32) -> Value?
    ) -> Value? {
        guard let column = rows.column(name) else { preconditionFailure("no column '\(name)'") }
        return value(Int(column), read)
    }

    private func value<Value>(_ column: Int, _ read: (UnsafeRawBufferPointer, UInt32) -> Value?) -> Value? {
        guard let (bytes, type) = rows.field(number, Int32(column)) else { return nil }
        guard let value = read(bytes, type) else { preconditionFailure("column \(column) is of type \(type)") }
        return value
    }

    private static func int(_ bytes: UnsafeRawBufferPointer, _ type: UInt32) -> Int? {
        switch bytes.count {
        case 1: Int(bytes[0])
        case 2: Int(Int16(bigEndian: bytes.loadUnaligned(as: Int16.self)))
        case 4: Int(Int32(bigEndian: bytes.loadUnaligned(as: Int32.self)))
        case 8: Int(Int64(bigEndian: bytes.loadUnaligned(as: Int64.self)))
        default: nil
        }
    }

    private static func double(_ bytes: UnsafeRawBufferPointer, _ type: UInt32) -> Double? {
        switch bytes.count {
        case 4: Double(Float(bitPattern: UInt32(bigEndian: bytes.loadUnaligned(as: UInt32.self))))
        case 8: Double(bitPattern: UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self)))
        default: nil
        }
    }

    private static func text(_ bytes: UnsafeRawBufferPointer, _ type: UInt32) -> String? {
        let isJSONB = type == 3802
        return String(decoding: isJSONB ? bytes.dropFirst() : bytes[...], as: UTF8.self)
    }
}
