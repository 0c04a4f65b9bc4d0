extension JSONReader {
    /// Reads the string that begins at `position`, its opening quote, and steps over its closing one.
    mutating func readString() throws(JSONError) -> String {
        position += 1
        let start = position
        try skipPlain()
        if position < text.count, text[position] == UInt8(ascii: "\"") {
            position += 1
            return string(from: start, to: position - 1)
        }
        return try readEscapedString(from: start)
    }

    /// Continues a string whose first escape stands at `position`.
    private mutating func readEscapedString(from start: Int) throws(JSONError) -> String {
        var start = start
        scratch.removeAll(keepingCapacity: true)
        while true {
            scratch.append(contentsOf: text[start..<position])
            guard position < text.count else { throw error(.unexpectedEnd, at: position) }
            if text[position] == UInt8(ascii: "\"") {
                position += 1
                return String(decoding: scratch, as: UTF8.self)
            }
            try readEscape()
            start = position
            try skipPlain()
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

    /// Steps to the next quote, backslash or the end of the text, checking UTF-8 on the way.
    private mutating func skipPlain() throws(JSONError) {
        while true {
            skipPlainWords()
            guard position < text.count else { throw error(.unexpectedEnd, at: position) }
            let byte = text[position]
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { return }
            if byte < 0x20 { throw error(.controlCharacter(byte), at: position) }
            if byte < 0x80 {
                position += 1
            } else {
                try skipMultibyte(byte)
            }
        }
    }

    /// Steps over whole words of eight printable ASCII bytes without quotes and backslashes.
    private mutating func skipPlainWords() {
        guard let base = text.baseAddress else { return }
        let ones: UInt64 = 0x0101_0101_0101_0101
        let highs: UInt64 = 0x8080_8080_8080_8080
        while position + 8 <= text.count {
            let word = UnsafeRawPointer(base + position).loadUnaligned(as: UInt64.self)
            let quotes = word ^ (ones &* 0x22)
            let backslashes = word ^ (ones &* 0x5C)
            // A byte is zero, or below 0x20, when subtracting borrows; a high bit of the word itself also stops.
            let stops = (quotes &- ones) | (backslashes &- ones) | (word &- ones &* 0x20) | word
            if stops & highs != 0 { return skipPlainBytes() }
            position += 8
        }
    }

    /// Steps over at most eight plain bytes, after a word that contains something else.
    private mutating func skipPlainBytes() {
        let end = min(position + 8, text.count)
        while position < end {
            let byte = text[position]
            if byte < 0x20 || byte >= 0x80 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { return }
            position += 1
        }
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

    func string(from start: Int, to end: Int) -> String {
        String(decoding: UnsafeBufferPointer(rebasing: text[start..<end]), as: UTF8.self)
    }
}
