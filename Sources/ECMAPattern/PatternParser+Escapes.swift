extension PatternParser {
    /// Parses what follows a backslash outside a class.
    mutating func parseAtomEscape(from start: Int) throws(PatternError) -> PatternNode {
        guard let scalar = next else { throw error(.invalidEscape, at: start) }
        switch scalar {
        case "b", "B":
            position += 1
            return .wordBoundary(isNegated: scalar == "B")
        case "1"..."9":
            return try parseBackreference(from: start)
        case "k":
            position += 1
            guard take("<") else { throw error(.invalidEscape, at: start) }
            let name = try parseGroupName()
            guard let number = number(ofGroup: name) else { throw error(.unknownReference(name), at: start) }
            return .reference(number)
        default:
            if let set = try parseSetEscape(from: start) { return .set(set) }
            return .character(try parseCharacterEscape(from: start))
        }
    }

    private mutating func parseBackreference(from start: Int) throws(PatternError) -> PatternNode {
        var number = 0
        while let scalar = next, ("0"..."9").contains(scalar) {
            position += 1
            number = min(number * 10 + Int(scalar.value - 0x30), 1_000_000)
        }
        if number > groupCount { throw error(.unknownReference("\\\(number)"), at: start) }
        return .reference(number)
    }

    /// Parses `\f`, `\cA`, `\0`, `\x41`, `\u0041`, `\u{1F600}` or an escaped syntax character.
    mutating func parseCharacterEscape(from start: Int) throws(PatternError) -> UInt32 {
        guard let scalar = next else { throw error(.invalidEscape, at: start) }
        position += 1
        switch scalar {
        case "f": return 0x0C
        case "n": return 0x0A
        case "r": return 0x0D
        case "t": return 0x09
        case "v": return 0x0B
        case "0":
            if let next, ("0"..."9").contains(next) { throw error(.invalidEscape, at: start) }
            return 0
        case "c":
            guard let letter = next, letter.isASCII, letter.properties.isAlphabetic else {
                throw error(.invalidEscape, at: start)
            }
            position += 1
            return letter.value & 0x1F
        case "x": return try parseHexadecimal(count: 2, from: start)
        case "u": return try parseUnicodeEscape(from: start)
        case "^", "$", "\\", ".", "*", "+", "?", "(", ")", "[", "]", "{", "}", "|", "/": return scalar.value
        default: throw error(.invalidEscape, at: start)
        }
    }

    /// Parses what follows `\u`; two halves of a surrogate pair are one code point, one alone is itself.
    mutating func parseUnicodeEscape(from start: Int) throws(PatternError) -> UInt32 {
        if take("{") {
            var value: UInt32 = 0
            var hasDigits = false
            while let digit = next.flatMap(Self.hexadecimal) {
                position += 1
                hasDigits = true
                value = value << 4 | digit
                if value > 0x10FFFF { throw error(.invalidEscape, at: start) }
            }
            guard hasDigits, take("}") else { throw error(.invalidEscape, at: start) }
            return value
        }
        let first = try parseHexadecimal(count: 4, from: start)
        guard (0xD800...0xDBFF).contains(first) else { return first }
        let afterFirst = position
        if take("\\u"), next != "{", let second = try? parseHexadecimal(count: 4, from: start),
            (0xDC00...0xDFFF).contains(second)
        {
            return 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00)
        }
        position = afterFirst
        return first
    }

    private mutating func parseHexadecimal(count: Int, from start: Int) throws(PatternError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<count {
            guard let digit = next.flatMap(Self.hexadecimal) else { throw error(.invalidEscape, at: start) }
            position += 1
            value = value << 4 | digit
        }
        return value
    }

    private static func hexadecimal(_ scalar: Unicode.Scalar) -> UInt32? {
        switch scalar {
        case "0"..."9": scalar.value - 0x30
        case "a"..."f": scalar.value - 0x61 + 10
        case "A"..."F": scalar.value - 0x41 + 10
        default: nil
        }
    }
}
