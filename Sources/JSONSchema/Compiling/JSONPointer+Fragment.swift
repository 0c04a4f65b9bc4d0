internal import JSONDocument

extension JSONPointer {
    /// The pointer as the fragment of a URI (RFC 6901, section 6).
    var fragment: String { tokens.map { "/" + $0.pointerToken.fragmentEncoded }.joined() }
}

extension String {
    /// The text with `~` and `/` escaped for a JSON pointer.
    var pointerToken: String {
        guard utf8.contains(where: { $0 == UInt8(ascii: "~") || $0 == UInt8(ascii: "/") }) else { return self }
        return JSONPointer([self]).description.dropFirst().description
    }

    /// The text with every character that a fragment may not hold as `%41` and the like (RFC 3986, section 3.5).
    var fragmentEncoded: String {
        if utf8.allSatisfy(Self.isAllowedInFragment) { return self }
        var encoded = ""
        for byte in utf8 {
            if Self.isAllowedInFragment(byte) {
                encoded.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                let digits = String(byte, radix: 16, uppercase: true)
                encoded += (digits.utf8.count == 1 ? "%0" : "%") + digits
            }
        }
        return encoded
    }

    private static func isAllowedInFragment(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "-._~!$&'()*+,;=:@/?".utf8.contains(byte)
        }
    }
}
