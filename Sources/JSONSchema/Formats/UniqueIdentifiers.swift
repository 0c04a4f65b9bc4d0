/// UUIDs after RFC 4122 section 3, of any version and variant.
enum UniqueIdentifiers {
    static func isUUID(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard text.count == 36 else { return false }
        for (index, byte) in text.enumerated() {
            switch index {
            case 8, 13, 18, 23: if byte != UInt8(ascii: "-") { return false }
            default: if !ASCIISet.hexDigit.contains(byte) { return false }
            }
        }
        return true
    }
}
