extension PatternParser {
    /// Parses `[…]` from behind its bracket.
    mutating func parseClass(from start: Int) throws(PatternError) -> PatternNode {
        var set = CodePointSet()
        let isNegated = take("^")
        while let scalar = next, scalar != "]" {
            let first = position
            let low = try parseClassAtom(scalar)
            guard next == "-", position + 1 < source.count, source[position + 1] != "]" else {
                set.formUnion(low.set)
                continue
            }
            position += 1
            let high = try parseClassAtom(source[position])
            guard case .character(let low) = low, case .character(let high) = high, low <= high else {
                throw error(.rangeOfClass, at: first)
            }
            set.ranges.append(low...high)
        }
        guard next == "]" else { throw error(.unclosedClass, at: start) }
        position += 1
        set.isNegated = isNegated
        return .set(set)
    }

    private enum ClassAtom {
        case character(UInt32)
        case escape(CodePointSet)

        var set: CodePointSet {
            switch self {
            case .character(let value): CodePointSet(ranges: [value...value])
            case .escape(let set): set
            }
        }
    }

    private mutating func parseClassAtom(_ scalar: Unicode.Scalar) throws(PatternError) -> ClassAtom {
        let start = position
        position += 1
        guard scalar == "\\" else { return .character(scalar.value) }
        if take("b") { return .character(0x08) }
        if take("-") { return .character(0x2D) }
        if let set = try parseSetEscape(from: start) { return .escape(set) }
        return .character(try parseCharacterEscape(from: start))
    }

    /// Parses `\d \D \s \S \w \W \p{…} \P{…}` from behind the backslash, or returns nil and takes nothing.
    mutating func parseSetEscape(from start: Int) throws(PatternError) -> CodePointSet? {
        guard let scalar = next else { return nil }
        let set: CodePointSet
        switch scalar {
        case "d": set = .digits
        case "D": set = CodePointSet.digits.inverted
        case "w": set = .wordCharacters
        case "W": set = CodePointSet.wordCharacters.inverted
        case "s": set = .whiteSpace
        case "S": set = CodePointSet.whiteSpace.inverted
        case "p", "P":
            position += 1
            let set = try parseProperty(from: start).set(isNegated: scalar == "P")
            propertyRanges += set.ranges.count
            if propertyRanges > Self.maxPropertyRanges { throw error(.notSupported("too many ranges"), at: start) }
            return set
        default: return nil
        }
        position += 1
        return set
    }

    private mutating func parseProperty(from start: Int) throws(PatternError) -> UnicodeProperty {
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
        return property
    }
}

extension Unicode.Scalar {
    fileprivate var isASCIILetter: Bool { ("a"..."z").contains(self) || ("A"..."Z").contains(self) }
}
