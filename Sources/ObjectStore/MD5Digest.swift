package import Crypto
internal import RegistryCore

/// An MD5 digest, by which clients say what they mean to upload; it guards against accidents, not against attackers.
package struct MD5Digest: Sendable, Hashable, CustomStringConvertible {
    /// 16 bytes.
    package let bytes: [UInt8]

    /// Nil unless there are 16 bytes.
    package init?(_ bytes: [UInt8]) {
        guard bytes.count == 16 else { return nil }
        self.bytes = bytes
    }
    package init(_ digest: Insecure.MD5.Digest) { bytes = Array(digest) }

    package init(of content: [UInt8]) { self.init(Insecure.MD5.hash(data: content)) }

    /// Nil unless `hex` is 32 hexadecimal digits, in either case.
    package init?(hex: String) {
        guard let bytes = HexCode.decode(hex) else { return nil }
        self.init(bytes)
    }
    /// Nil unless `base64` is the one padded encoding of 16 bytes, as `Content-MD5` has it (RFC 1864).
    package init?(base64: String) {
        guard let bytes = Base64Code.standard.decode(base64) else { return nil }
        self.init(bytes)
    }

    /// 32 lower-case hexadecimal digits.
    package var hex: String { HexCode.encode(bytes) }
    /// 24 characters, padded.
    package var base64: String { Base64Code.standard.encode(bytes) }
    package var description: String { hex }
}
