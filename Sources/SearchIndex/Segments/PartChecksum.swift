/// The last four bytes of every part: a sum over the others that a changed byte changes.
package enum PartChecksum {
    static let size = 4

    /// - Returns: the bytes with their sum behind them.
    package static func seal(_ bytes: [UInt8]) -> [UInt8] {
        let sum = sum(of: bytes, count: bytes.count)
        return bytes + (0..<size).map { UInt8(truncatingIfNeeded: sum >> (8 * $0)) }
    }
    package static func holds(_ part: [UInt8]) -> Bool {
        guard part.count >= size else { return false }
        let sum = sum(of: part, count: part.count - size)
        return (0..<size).allSatisfy { part[part.count - size + $0] == UInt8(truncatingIfNeeded: sum >> (8 * $0)) }
    }

    // Each step is a bijection of the state for a given word and of the word for a given state, so that one changed word
    // always shows before the halves are folded.
    private static func sum(of bytes: [UInt8], count: Int) -> UInt32 {
        bytes.withUnsafeBytes { bytes in
            var state = 0x9E37_79B9_7F4A_7C15 ^ UInt64(count)
            var offset = 0
            while offset &+ 8 <= count {
                let word = bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self).littleEndian
                state = mixed(state ^ word)
                offset &+= 8
            }
            var last: UInt64 = 0
            while offset < count {
                last = last &<< 8 | UInt64(bytes[offset])
                offset &+= 1
            }
            state = mixed(state ^ last)
            return UInt32(truncatingIfNeeded: state ^ state >> 32)
        }
    }
    private static func mixed(_ value: UInt64) -> UInt64 {
        let product = value &* 0xD6E8_FEB8_6659_FD93
        return product ^ product >> 32
    }
}
