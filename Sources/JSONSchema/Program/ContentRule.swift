internal import JSONDocument

/// `contentEncoding` and `contentMediaType` that are asserted; what is not known here accepts every string.
struct ContentRule: Sendable {
    let encoding: String?
    let mediaType: String?

    /// The keyword that refuses `text`, or nil when both accept it.
    func refusal(of text: String) -> String? {
        var bytes = Array(text.utf8)
        if encoding?.lowercased() == "base64" {
            guard let decoded = Self.decodeBase64(bytes) else { return "contentEncoding" }
            bytes = decoded
        } else if encoding != nil {
            return nil
        }
        if mediaType?.lowercased() == "application/json" {
            let limits = JSONLimits(maxBytes: bytes.count, maxDepth: 512, allowsNUL: true)
            if (try? JSONValue(parsing: bytes, limits: limits)) == nil { return "contentMediaType" }
        }
        return nil
    }

    /// Decodes base64 of RFC 4648, section 4, with its padding; nil for anything else.
    private static func decodeBase64(_ text: [UInt8]) -> [UInt8]? {
        guard text.count.isMultiple(of: 4) else { return nil }
        var decoded: [UInt8] = []
        decoded.reserveCapacity(text.count / 4 * 3)
        let padding = text.suffix(2).reversed().prefix { $0 == UInt8(ascii: "=") }.count
        var bits: UInt32 = 0
        for (position, byte) in text.dropLast(padding).enumerated() {
            guard let digit = digit(byte) else { return nil }
            bits = bits << 6 | digit
            if position % 4 == 3 { decoded += [UInt8(bits >> 16 & 0xFF), UInt8(bits >> 8 & 0xFF), UInt8(bits & 0xFF)] }
        }
        if padding == 1 { decoded += [UInt8(bits >> 10 & 0xFF), UInt8(bits >> 2 & 0xFF)] }
        if padding == 2 { decoded.append(UInt8(bits >> 4 & 0xFF)) }
        return decoded
    }

    private static func digit(_ byte: UInt8) -> UInt32? {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(byte - UInt8(ascii: "A"))
        case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(byte - UInt8(ascii: "a")) + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0")) + 52
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }
}
