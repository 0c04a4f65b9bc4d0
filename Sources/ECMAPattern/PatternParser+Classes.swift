extension PatternParser {
    /// Parses `[…]` from behind its bracket.
    mutating func parseClass(from start: Int) throws(PatternError) {
        let isNegated = take("^")
        var members = ""
        while let scalar = next, scalar != "]" {
            let first = position
            let low = try parseClassAtom(scalar)
            guard next == "-", position + 1 < source.count, source[position + 1] != "]" else {
                Self.write(low, to: &members)
                continue
            }
            position += 1
            let high = try parseClassAtom(source[position])
            guard case .character(let low) = low, case .character(let high) = high, low <= high else {
                throw error(.rangeOfClass, at: first)
            }
            Self.write(low, to: &members)
            members += "-"
            Self.write(high, to: &members)
        }
        guard next == "]" else { throw error(.unclosedClass, at: start) }
        position += 1
        if members.isEmpty {
            output += isNegated ? "[\\x{0}-\\x{10ffff}]" : "[^\\x{0}-\\x{10ffff}]"
        } else {
            output += (isNegated ? "[^" : "[") + members + "]"
        }
    }

    private enum ClassAtom {
        case character(UInt32)
        case set(String)
    }

    private mutating func parseClassAtom(_ scalar: Unicode.Scalar) throws(PatternError) -> ClassAtom {
        let start = position
        position += 1
        guard scalar == "\\" else { return .character(scalar.value) }
        if take("b") { return .character(0x08) }
        if take("-") { return .character(0x2D) }
        if let set = try parseSetEscape(from: start) { return .set(set) }
        return .character(try parseCharacterEscape(from: start))
    }

    private static func write(_ atom: ClassAtom, to members: inout String) {
        switch atom {
        case .character(let value): write(value, to: &members)
        case .set(let text): members += text
        }
    }

    /// Writes one code point outside a class; half of a surrogate pair, which no text contains, matches nothing.
    static func writeAtom(_ value: UInt32, to output: inout String) {
        if (0xD800...0xDFFF).contains(value) {
            output += "[^\\x{0}-\\x{10ffff}]"
        } else {
            write(value, to: &output)
        }
    }

    /// Parses `\d \D \s \S \w \W \p{…} \P{…}` from behind the backslash, or returns nil and takes nothing.
    ///
    /// - Returns: the set as it is written between brackets.
    mutating func parseSetEscape(from start: Int) throws(PatternError) -> String? {
        guard let scalar = next else { return nil }
        let text: String
        switch scalar {
        case "d": text = "0-9"
        case "D": text = "\\x{0}-\\x{2f}\\x{3a}-\\x{10ffff}"
        case "w": text = "0-9A-Z_a-z"
        case "W": text = "\\x{0}-\\x{2f}\\x{3a}-\\x{40}\\x{5b}-\\x{5e}\\x{60}\\x{7b}-\\x{10ffff}"
        case "s": text = Self.space
        case "S": text = Self.notSpace
        case "p", "P":
            position += 1
            return try parseProperty(isNegated: scalar == "P", from: start)
        default: return nil
        }
        position += 1
        return text
    }

    // White space and line ends of ECMA-262, sections 12.2 and 12.3.
    private static let space =
        "\\x{9}-\\x{d}\\x{20}\\x{a0}\\x{1680}\\x{2000}-\\x{200a}\\x{2028}\\x{2029}\\x{202f}\\x{205f}\\x{3000}\\x{feff}"
    private static let notSpace =
        "\\x{0}-\\x{8}\\x{e}-\\x{1f}\\x{21}-\\x{9f}\\x{a1}-\\x{167f}\\x{1681}-\\x{1fff}\\x{200b}-\\x{2027}"
        + "\\x{202a}-\\x{202e}\\x{2030}-\\x{205e}\\x{2060}-\\x{2fff}\\x{3001}-\\x{fefe}\\x{ff00}-\\x{10ffff}"

    private mutating func parseProperty(isNegated: Bool, from start: Int) throws(PatternError) -> String {
        guard take("{") else { throw error(.invalidEscape, at: start) }
        let first = position
        while let scalar = next, scalar != "}" {
            guard scalar == "_" || scalar == "=" || scalar.properties.isASCIIHexDigit || scalar.isASCIILetter else {
                throw error(.invalidEscape, at: start)
            }
            position += 1
        }
        var expression = String.UnicodeScalarView()
        expression.append(contentsOf: source[first..<position])
        guard take("}") else { throw error(.invalidEscape, at: start) }
        guard let property = UnicodeProperty(String(expression)) else {
            throw error(.unknownProperty(String(expression)), at: start)
        }
        return (isNegated != property.isComplement ? "\\P{" : "\\p{") + property.name + "}"
    }
}

extension Unicode.Scalar {
    fileprivate var isASCIILetter: Bool { ("a"..."z").contains(self) || ("A"..."Z").contains(self) }
}
