/// Writes what ``ByteReader`` reads.
struct ByteWriter {
    private(set) var bytes: [UInt8] = []

    /// The largest number that can be written.
    static let maximum = 1 << 42 - 1

    var count: Int { bytes.count }

    mutating func append(_ byte: UInt8) { bytes.append(byte) }
    mutating func append(_ more: some Sequence<UInt8>) { bytes.append(contentsOf: more) }
    mutating func append(_ more: UnsafeRawBufferPointer) { bytes.append(contentsOf: more) }

    mutating func append(number: Int) {
        var value = number
        while value >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: value) | 0x80)
            value >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: value))
    }
    mutating func append(signed value: Int64) {
        let bits = UInt64(bitPattern: value)
        for shift in stride(from: 56 as UInt64, through: 0, by: -8) {
            bytes.append(UInt8(truncatingIfNeeded: bits >> shift))
        }
    }
    mutating func append(text: String) {
        append(number: text.utf8.count)
        bytes.append(contentsOf: text.utf8)
    }
    /// - Parameter width: 1, 2 or 4 bytes, the lowest first.
    mutating func append(_ value: Int, width: Int) {
        for byte in 0..<width { bytes.append(UInt8(truncatingIfNeeded: value >> (8 * byte))) }
    }
    mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }
    mutating func reserve(_ count: Int) { bytes.reserveCapacity(bytes.count + count) }

    static func size(of number: Int) -> Int {
        var size = 1
        var value = number >> 7
        while value > 0 {
            size += 1
            value >>= 7
        }
        return size
    }
    /// The least width in bytes that holds `maximum`: 1, 2 or 4.
    static func width(for maximum: Int) -> Int { maximum < 1 << 8 ? 1 : maximum < 1 << 16 ? 2 : 4 }
}
