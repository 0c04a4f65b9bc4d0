/// Bytes in base 64 (RFC 4648), where each sequence of bytes has one encoding and no other is read.
struct Base64Code {
    /// Section 4, padded.
    static let standard = Base64Code(last: "+/", isPadded: true)
    /// Section 5, without padding.
    static let url = Base64Code(last: "-_", isPadded: false)

    private let alphabet: [UInt8]
    private let isPadded: Bool

    private init(last: String, isPadded: Bool) {
        alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789\(last)".utf8)
        self.isPadded = isPadded
    }

    func encode(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        var bits = 0
        var value: UInt32 = 0
        for byte in bytes {
            value = value << 8 | UInt32(byte)
            bits += 8
            while bits >= 6 {
                bits -= 6
                text.append(alphabet[Int(value >> bits & 63)])
            }
        }
        if bits > 0 { text.append(alphabet[Int(value << (6 - bits) & 63)]) }
        while isPadded, !text.count.isMultiple(of: 4) { text.append(UInt8(ascii: "=")) }
        return String(decoding: text, as: UTF8.self)
    }

    /// Nil unless `text` is exactly what `encode` makes of the result.
    func decode(_ text: String) -> [UInt8]? {
        var bytes: [UInt8] = []
        var bits = 0
        var value: UInt32 = 0
        for character in text.utf8 where character != UInt8(ascii: "=") {
            guard let digit = alphabet.firstIndex(of: character) else { return nil }
            value = value << 6 | UInt32(digit)
            bits += 6
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(value >> bits & 255))
            }
        }
        // Settles padding, its place, left over bits and left over characters in one comparison.
        return encode(bytes).utf8.elementsEqual(text.utf8) ? bytes : nil
    }
}
