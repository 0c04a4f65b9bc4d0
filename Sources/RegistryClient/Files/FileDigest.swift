internal import Crypto
internal import NIOCore

/// The MD5 of bytes that come piece by piece; it guards against accidents, not against attackers.
package struct FileDigest {
    private var state = Insecure.MD5()

    mutating func update(_ buffer: ByteBuffer) {
        buffer.withUnsafeReadableBytes { state.update(bufferPointer: $0) }
    }

    /// 32 lower-case hexadecimal digits.
    var hex: String {
        state.finalize().map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    /// Turns 32 hexadecimal digits into the padded base 64 that `Content-MD5` has (RFC 1864); nil for anything else.
    package static func base64(hex: String) -> String? {
        let digits = hex.utf8.compactMap { Character(Unicode.Scalar($0)).hexDigitValue.map { UInt32($0) } }
        guard hex.utf8.count == 32, digits.count == 32 else { return nil }
        var bits: [UInt8] = []  // six at a time
        var value: UInt32 = 0
        var count = 0
        for digit in digits {
            value = value << 4 | digit
            count += 4
            if count >= 6 {
                count -= 6
                bits.append(UInt8(value >> UInt32(count) & 63))
            }
        }
        bits.append(UInt8(value << UInt32(6 - count) & 63))
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        return String(decoding: bits.map { alphabet[Int($0)] }, as: UTF8.self) + "=="
    }
}
