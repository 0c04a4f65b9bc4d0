internal import Crypto
internal import NIOCore
internal import RegistryCore

/// The MD5 of bytes that come piece by piece; it guards against accidents, not against attackers.
package struct FileDigest {
    private var state = Insecure.MD5()

    mutating func update(_ buffer: ByteBuffer) {
        buffer.withUnsafeReadableBytes { state.update(bufferPointer: $0) }
    }

    /// 32 lower-case hexadecimal digits.
    var hex: String { HexCode.encode(state.finalize()) }

    /// Turns 32 hexadecimal digits into the padded base 64 that `Content-MD5` has (RFC 1864); nil for anything else.
    package static func base64(hex: String) -> String? {
        guard let bytes = HexCode.decode(hex), bytes.count == 16 else { return nil }
        var bits: [UInt8] = []  // six at a time
        var value: UInt32 = 0
        var count = 0
        for byte in bytes {
            value = value << 8 | UInt32(byte)
            count += 8
            while count >= 6 {
                count -= 6
                bits.append(UInt8(value >> UInt32(count) & 63))
            }
        }
        bits.append(UInt8(value << UInt32(6 - count) & 63))
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        return String(decoding: bits.map { alphabet[Int($0)] }, as: UTF8.self) + "=="
    }
}
