/// Which of a cluster's 16 384 slots a key belongs to (https://redis.io/docs/reference/cluster-spec, "Key distribution
/// model"): CRC16/XMODEM of its hash tag, else of all of it.
package enum KeySlot {
    package static let count = 16_384

    package static func of(_ key: String) -> UInt16 {
        var key = key
        return key.withUTF8 { bytes in
            var counted = bytes[...]
            // The tag stands between the first '{' and the first '}' after it; an empty one does not count.
            if let open = bytes.firstIndex(of: UInt8(ascii: "{")) {
                let rest = bytes[(open + 1)...]
                if let close = rest.firstIndex(of: UInt8(ascii: "}")), close > rest.startIndex {
                    counted = bytes[(open + 1)..<close]
                }
            }
            return checksum(counted) % UInt16(count)
        }
    }

    private static func checksum(_ bytes: some Sequence<UInt8>) -> UInt16 {
        var sum: UInt16 = 0
        for byte in bytes { sum = sum << 8 ^ table[Int(UInt8(truncatingIfNeeded: sum >> 8) ^ byte)] }
        return sum
    }

    private static let table: [UInt16] = (0..<256).map { byte in
        (0..<8).reduce(UInt16(byte) << 8) { sum, _ in sum & 0x8000 == 0 ? sum << 1 : sum << 1 ^ 0x1021 }
    }
}
