/// Parses a pattern after ECMA-262 section 22.2.1 and writes it again in PCRE2's syntax.
///
/// What the two languages read differently is written out: classes as code points, names of groups as numbers.
struct PatternParser {
    static let maxLength = 65_536
    static let maxNesting = 200  // PCRE2's own limit is 250
    static let maxRepeat = 65_535  // PCRE2's

    let source: [Unicode.Scalar]
    var position = 0
    var output = ""

    private var nesting = 0
    private var groupCount = 0
    private var groupNumbers: [String: Int] = [:]  // names are compared as code points, see `GroupNames`

    init(_ source: String) { self.source = Array(source.unicodeScalars) }

    /// Returns the pattern in PCRE2's syntax.
    mutating func parse() throws(PatternError) -> String {
        if source.count > Self.maxLength { throw PatternError(.tooLong(limit: Self.maxLength)) }
        try findGroups()
        try parseDisjunction()
        if position < source.count { throw error(.unbalancedParenthesis) }
        return output
    }

    var next: Unicode.Scalar? { position < source.count ? source[position] : nil }

    func error(_ reason: PatternError.Reason, at offset: Int? = nil) -> PatternError {
        PatternError(reason, at: offset ?? position)
    }

    mutating func take(_ text: String) -> Bool {
        guard source[position...].starts(with: text.unicodeScalars) else { return false }
        position += text.unicodeScalars.count
        return true
    }

    /// Counts the groups and notes their names first, because a reference may stand before its group.
    private mutating func findGroups() throws(PatternError) {
        var inClass = false
        while let scalar = next {
            position += 1
            switch scalar {
            case "\\": position += 1
            case "[": inClass = true
            case "]": inClass = false
            case "(" where !inClass:
                if next != "?" {
                    groupCount += 1
                } else if take("?<"), next != "=", next != "!" {
                    groupCount += 1
                    let start = position
                    let name = try parseGroupName()
                    if groupNumbers.updateValue(groupCount, forKey: Self.key(name)) != nil {
                        throw error(.groupName(name), at: start)
                    }
                }
            default: break
            }
        }
        position = 0
    }

    /// A form of `name` that String equality does not confuse with a canonically equivalent one.
    private static func key(_ name: String) -> String {
        name.unicodeScalars.map { String($0.value, radix: 16) }.joined(separator: " ")
    }

    private mutating func parseDisjunction() throws(PatternError) {
        nesting += 1
        if nesting > Self.maxNesting { throw error(.nestingTooDeep(limit: Self.maxNesting)) }
        while let scalar = next, scalar != ")" {
            if scalar == "|" {
                position += 1
                output += "|"
            } else {
                try parseTerm(scalar)
            }
        }
        nesting -= 1
    }

    private mutating func parseTerm(_ scalar: Unicode.Scalar) throws(PatternError) {
        let start = position
        position += 1
        switch scalar {
        case "^":
            output += "^"
            return
        case "$":
            output += "\\z"
            return
        case "(":
            if try !parseGroup(from: start) { return }
        case ".": output += "[^\\n\\r\\x{2028}\\x{2029}]"
        case "[": try parseClass(from: start)
        case "\\":
            if try !parseAtomEscape(from: start) { return }
        case "*", "+", "?": throw error(.nothingToRepeat, at: start)
        case "{" where isQuantifier(at: start): throw error(.nothingToRepeat, at: start)
        case "{", "}", "]": throw error(.loneBracket(scalar), at: start)
        default: Self.write(scalar.value, to: &output)
        }
        try parseQuantifier()
    }

    /// Parses what follows `(`; returns whether the group may be repeated.
    private mutating func parseGroup(from start: Int) throws(PatternError) -> Bool {
        var isAssertion = false
        if next != "?" {
            output += "("
        } else if take("?:") {
            output += "(?:"
        } else if let assertion = ["?=", "?!", "?<=", "?<!"].first(where: { take($0) }) {
            output += "(" + assertion
            isAssertion = true
        } else if take("?<") {
            _ = try parseGroupName()
            output += "("
        } else {
            throw error(.unknownGroup, at: start)
        }
        try parseDisjunction()
        guard next == ")" else { throw error(.unbalancedParenthesis, at: start) }
        position += 1
        output += ")"
        return !isAssertion
    }

    /// Parses a name and its `>`, from behind the `<`.
    mutating func parseGroupName() throws(PatternError) -> String {
        let start = position
        var name = String.UnicodeScalarView()
        while let scalar = next, scalar != ">" {
            position += 1
            var character = scalar
            if scalar == "\\" {
                guard next == "u" else { throw error(.groupName(String(name)), at: start) }
                position += 1
                guard let escaped = Unicode.Scalar(try parseUnicodeEscape(from: position - 2)) else {
                    throw error(.groupName(String(name)), at: start)
                }
                character = escaped
            }
            let isFirst = name.isEmpty
            name.append(character)
            let allowed =
                character == "$" || character == "_" || character.properties.isIDStart
                || !isFirst && (character.properties.isIDContinue || character == "\u{200C}" || character == "\u{200D}")
            if !allowed { throw error(.groupName(String(name)), at: start) }
        }
        guard next == ">", !name.isEmpty else { throw error(.groupName(String(name)), at: start) }
        position += 1
        return String(name)
    }

    /// Writes a reference to the group of that number or name.
    mutating func writeReference(to number: Int?, _ spelling: String, from start: Int) throws(PatternError) {
        guard let number = number ?? groupNumbers[Self.key(spelling)], number <= groupCount else {
            throw error(.unknownReference(spelling), at: start)
        }
        output += "\\g{\(number)}"
    }

    private func isQuantifier(at start: Int) -> Bool {
        var parser = self
        parser.position = start
        return (try? parser.parseBraces()) != nil
    }

    private mutating func parseQuantifier() throws(PatternError) {
        guard let scalar = next else { return }
        switch scalar {
        case "*", "+", "?":
            position += 1
            output.unicodeScalars.append(scalar)
        case "{":
            output += try parseBraces()
        default: return
        }
        if next == "?" {
            position += 1
            output += "?"
        }
    }

    /// Parses `{n}`, `{n,}` or `{n,m}`.
    private mutating func parseBraces() throws(PatternError) -> String {
        let start = position
        position += 1
        guard let least = try parseCount(from: start) else { throw error(.loneBracket("{"), at: start) }
        var most: Int? = least
        let hasComma = take(",")
        if hasComma { most = try parseCount(from: start) }
        guard next == "}" else { throw error(.loneBracket("{"), at: start) }
        position += 1
        if let most, most < least { throw error(.rangeOfQuantifier, at: start) }
        return hasComma ? "{\(least),\(most.map(String.init) ?? "")}" : "{\(least)}"
    }

    private mutating func parseCount(from start: Int) throws(PatternError) -> Int? {
        var count: Int?
        while let scalar = next, ("0"..."9").contains(scalar) {
            position += 1
            let value = (count ?? 0) * 10 + Int(scalar.value - 0x30)
            if value > Self.maxRepeat { throw error(.quantifierTooLarge(limit: Self.maxRepeat), at: start) }
            count = value
        }
        return count
    }

    /// Writes one code point so that it stands for itself, inside a class and outside.
    static func write(_ value: UInt32, to output: inout String) {
        if let scalar = Unicode.Scalar(value),
            scalar.properties.isASCIIHexDigit || ("G"..."Z").contains(scalar)
                || ("g"..."z").contains(scalar)
        {
            output.unicodeScalars.append(scalar)
        } else {
            output += "\\x{" + String(value, radix: 16) + "}"
        }
    }
}
