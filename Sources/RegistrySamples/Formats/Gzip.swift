/// Gzip members whose data is stored, not compressed (RFC 1951 section 3.2.4, RFC 1952): small, and the same everywhere.
enum Gzip {
    private static let largestBlock = 65_535

    /// Returns one gzip member that holds `data`; no file name, no time.
    static func stored(_ data: [UInt8]) -> [UInt8] {
        var member: [UInt8] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]
        var rest = data[...]
        repeat {
            let block = rest.prefix(largestBlock)
            rest = rest.dropFirst(largestBlock)
            let count = UInt16(block.count)
            member.append(rest.isEmpty ? 1 : 0)
            member += littleEndian(count) + littleEndian(~count) + block
        } while !rest.isEmpty
        return member + littleEndian(crc32(data)) + littleEndian(UInt32(truncatingIfNeeded: data.count))
    }

    /// Returns the CRC-32 of RFC 1952 section 8.
    static func crc32(_ data: [UInt8]) -> UInt32 {
        ~data.reduce(0xffff_ffff) { crc, byte in
            (0..<8).reduce(crc ^ UInt32(byte)) { crc, _ in (crc >> 1) ^ (crc & 1 == 1 ? 0xedb8_8320 : 0) }
        }
    }

    private static func littleEndian(_ value: some FixedWidthInteger) -> [UInt8] {
        (0..<(value.bitWidth / 8)).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
    }
}
