/// Why a JSON text was refused, and where.
public struct JSONError: Error, Sendable, Hashable {
    /// What is wrong.
    public enum Reason: Sendable, Hashable {
        /// The text has more than `limit` bytes.
        case tooLarge(limit: Int)
        /// More than `limit` arrays and objects contain each other.
        case depthExceeded(limit: Int)
        /// The text begins with U+FEFF.
        case byteOrderMark
        /// The text ends inside a value, or is empty.
        case unexpectedEnd
        /// A byte that the grammar does not allow there; `expected` says what it does allow.
        case unexpectedByte(UInt8, expected: String)
        /// A second member of this name in one object.
        case duplicateKey(String)
        /// Not UTF-8: stray, missing or overlong bytes, or an encoded surrogate.
        case invalidUTF8
        /// A control character in a string that is not escaped.
        case controlCharacter(UInt8)
        /// `\u0000`, which our databases cannot hold.
        case nulCharacter
        /// A backslash not followed by `"\/bfnrt` or `u` and four hexadecimal digits.
        case invalidEscape
        /// Half of a surrogate pair.
        case loneSurrogate
        /// A number against the grammar: a leading zero or plus, a missing digit.
        case invalidNumber
        /// An exponent beyond 1 000 000 000, either way.
        case exponentOutOfRange
        /// Something after the value.
        case trailingData
    }

    public let reason: Reason

    /// In bytes from the start of the text, from 0.
    public let offset: Int

    /// From 1; lines end with a line feed.
    public let line: Int

    /// In code points from the start of the line, from 1.
    public let column: Int

    init(_ reason: Reason, at offset: Int, in text: UnsafeBufferPointer<UInt8>) {
        self.reason = reason
        self.offset = offset
        var line = 1
        var column = 1
        for byte in text.prefix(offset) {
            if byte == UInt8(ascii: "\n") {
                line += 1
                column = 1
            } else if byte & 0xC0 != 0x80 {
                column += 1
            }
        }
        self.line = line
        self.column = column
    }
}

extension JSONError: CustomStringConvertible {
    public var description: String { "\(reason) at line \(line), column \(column)" }
}

extension JSONError.Reason: CustomStringConvertible {
    public var description: String {
        switch self {
        case .tooLarge(let limit): "more than \(limit) bytes of JSON"
        case .depthExceeded(let limit): "arrays and objects nested deeper than \(limit)"
        case .byteOrderMark: "byte order mark"
        case .unexpectedEnd: "unexpected end of the JSON text"
        case .unexpectedByte(let byte, let expected): "unexpected \(Self.name(of: byte)), expected \(expected)"
        case .duplicateKey(let key): "duplicate key \(Self.quoted(key))"
        case .invalidUTF8: "invalid UTF-8"
        case .controlCharacter(let byte): "unescaped control character \(Self.name(of: byte)) in a string"
        case .nulCharacter: "U+0000 in a string"
        case .invalidEscape: "invalid escape in a string"
        case .loneSurrogate: "lone surrogate in a string"
        case .invalidNumber: "malformed number"
        case .exponentOutOfRange: "exponent of a number out of range"
        case .trailingData: "data after the end of the JSON value"
        }
    }

    private static func name(of byte: UInt8) -> String {
        if (0x21...0x7E).contains(byte) { return "'\(Character(Unicode.Scalar(byte)))'" }
        let digits = String(byte, radix: 16, uppercase: true)
        return "byte 0x" + (digits.utf8.count < 2 ? "0" : "") + digits
    }

    private static func quoted(_ key: String) -> String {
        let shown = key.unicodeScalars.count > 80 ? String(key.unicodeScalars.prefix(80)) + "…" : key
        return JSONValue.string(shown).description
    }
}
