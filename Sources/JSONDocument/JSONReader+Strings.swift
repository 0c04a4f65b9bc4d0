extension JSONReader {
    /// Reads the string that begins at `position`, its opening quote, and steps over its closing one.
    mutating func readString() throws(JSONError) -> String {
        position &+= 1
        let start = position
        let isASCII = try skipPlain()
        if text[position] == UInt8(ascii: "\"") {
            position &+= 1
            return string(from: start, to: position &- 1, isASCII: isASCII)
        }
        return try readEscapedString(from: start)
    }

    /// Reads the string that begins at `position` as the name of a member.
    mutating func readName() throws(JSONError) -> (key: String, mark: UInt32) {
        position &+= 1
        let start = position
        let isASCII = try skipPlain()
        guard text[position] == UInt8(ascii: "\"") else {
            let string = try readEscapedString(from: start)
            return (string, JSONKey.mark(of: string))
        }
        position &+= 1
        let key = UnsafeBufferPointer(rebasing: text[start..<position &- 1])
        let mark = JSONKey.mark(of: key)
        if key.count < JSONNameCache.minimumLength || text.count < 2048 {
            return (Self.string(key, isASCII: isASCII), mark)
        }
        return (names.string(of: key, at: start, in: text, mark: mark) { Self.string($0, isASCII: isASCII) }, mark)
    }

    /// Continues a string whose first escape stands at `position`.
    private mutating func readEscapedString(from start: Int) throws(JSONError) -> String {
        var start = start
        scratch.removeAll(keepingCapacity: true)
        while true {
            scratch.append(contentsOf: UnsafeBufferPointer(rebasing: text[start..<position]))
            if text[position] == UInt8(ascii: "\"") {
                position += 1
                return scratch.withUnsafeBufferPointer { Self.string($0, isASCII: false) }
            }
            try readEscape()
            start = position
            _ = try skipPlain()
        }
    }

    /// Reads one escape, which begins at `position`, into `scratch`.
    private mutating func readEscape() throws(JSONError) {
        let start = position
        guard start + 1 < text.count else { throw error(.unexpectedEnd, at: text.count) }
        position += 2
        switch text[start + 1] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): scratch.append(text[start + 1])
        case UInt8(ascii: "b"): scratch.append(0x08)
        case UInt8(ascii: "f"): scratch.append(0x0C)
        case UInt8(ascii: "n"): scratch.append(0x0A)
        case UInt8(ascii: "r"): scratch.append(0x0D)
        case UInt8(ascii: "t"): scratch.append(0x09)
        case UInt8(ascii: "u"): scratch.append(contentsOf: String(try readScalar(escapedAt: start)).utf8)
        default: throw error(.invalidEscape, at: start)
        }
    }

    private mutating func readScalar(escapedAt start: Int) throws(JSONError) -> Unicode.Scalar {
        let first = try readHexadecimal(escapedAt: start)
        if first == 0, !limits.allowsNUL { throw error(.nulCharacter, at: start) }
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard first < 0xDC00, position + 1 < text.count, text[position] == UInt8(ascii: "\\"),
            text[position + 1] == UInt8(ascii: "u")
        else { throw error(.loneSurrogate, at: start) }
        position += 2
        let second = try readHexadecimal(escapedAt: position - 2)
        guard (0xDC00...0xDFFF).contains(second),
            let scalar = Unicode.Scalar(0x10000 + (UInt32(first - 0xD800) << 10) + UInt32(second - 0xDC00))
        else { throw error(.loneSurrogate, at: start) }
        return scalar
    }

    private mutating func readHexadecimal(escapedAt start: Int) throws(JSONError) -> UInt16 {
        var value: UInt16 = 0
        for _ in 0..<4 {
            guard position < text.count else { throw error(.unexpectedEnd, at: position) }
            let byte = text[position]
            let digit: UInt8
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
            case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = byte - UInt8(ascii: "A") + 10
            default: throw error(.invalidEscape, at: start)
            }
            value = value << 4 | UInt16(digit)
            position += 1
        }
        return value
    }

    /// Steps to the next quote or backslash, checking UTF-8 on the way.
    ///
    /// - Returns: whether there were only ASCII bytes.
    @inline(__always)
    private mutating func skipPlain() throws(JSONError) -> Bool {
        let at = Self.endOfPlainASCII(in: text, from: position)
        position = at
        if at < text.count, text[at] == UInt8(ascii: "\"") || text[at] == UInt8(ascii: "\\") { return true }
        try skipPlainUnicode()
        return false
    }

    private mutating func skipPlainUnicode() throws(JSONError) {
        while true {
            guard position < text.count else { throw error(.unexpectedEnd, at: position) }
            let byte = text[position]
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { return }
            if byte < 0x20 { throw error(.controlCharacter(byte), at: position) }
            try skipMultibyte(byte)
            position = Self.endOfPlainASCII(in: text, from: position)
        }
    }

    /// The offset of the first byte from `start` on that is a quote, a backslash, a control character or not ASCII.
    @inline(__always)
    private static func endOfPlainASCII(in text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        let bytes = UnsafeRawBufferPointer(text)
        let ones: UInt64 = 0x0101_0101_0101_0101
        let highs: UInt64 = 0x8080_8080_8080_8080
        var at = start
        while at &+ 8 <= bytes.count {
            let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self))
            let quotes = word ^ (ones &* 0x22)
            let backslashes = word ^ (ones &* 0x5C)
            // A byte is zero, or below 0x20, when subtracting borrows. A borrow reaches only what comes after the
            // first such byte, which is the one that counts; a high bit of the word itself also stops.
            let stops = ((quotes &- ones) | (backslashes &- ones) | (word &- ones &* 0x20) | word) & highs
            if stops != 0 { return at &+ stops.trailingZeroBitCount / 8 }
            at &+= 8
        }
        while at < bytes.count, case let byte = bytes[at], byte != 0x22, byte != 0x5C, byte &- 0x20 < 0x60 { at &+= 1 }
        return at
    }

    /// Steps over one code point of two to four bytes (table 3-7 of the Unicode standard).
    private mutating func skipMultibyte(_ lead: UInt8) throws(JSONError) {
        let count: Int
        var second: ClosedRange<UInt8> = 0x80...0xBF
        switch lead {
        case 0xC2...0xDF: count = 1
        case 0xE0: (count, second) = (2, 0xA0...0xBF)
        case 0xED: (count, second) = (2, 0x80...0x9F)
        case 0xE1...0xEF: count = 2
        case 0xF0: (count, second) = (3, 0x90...0xBF)
        case 0xF1...0xF3: count = 3
        case 0xF4: (count, second) = (3, 0x80...0x8F)
        default: throw error(.invalidUTF8, at: position)
        }
        guard position + count < text.count, second.contains(text[position + 1]) else {
            throw error(.invalidUTF8, at: position)
        }
        for offset in 1...count where text[position + offset] & 0xC0 != 0x80 {
            throw error(.invalidUTF8, at: position)
        }
        position += count + 1
    }

    func string(from start: Int, to end: Int, isASCII: Bool) -> String {
        Self.string(UnsafeBufferPointer(rebasing: text[start..<end]), isASCII: isASCII)
    }

    /// A string of bytes that have been checked.
    private static func string(_ bytes: UnsafeBufferPointer<UInt8>, isASCII: Bool) -> String {
        String(copying: UTF8Span(unchecked: bytes.span, isKnownASCII: isASCII))
    }
}
