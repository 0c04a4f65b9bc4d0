/// Parses a pattern after ECMA-262 section 22.2.1, in Unicode mode.
struct PatternParser {
    static let maxLength = 65_536
    static let maxNesting = 200  // PCRE2's own limit is 250
    static let maxRepeat = 65_535  // PCRE2's
    static let maxPropertyRanges = 20_000  // of properties that are written out

    let source: [Unicode.Scalar]
    var position = 0
    var propertyRanges = 0

    private(set) var groupCount = 0
    private var nesting = 0
    private var groupNumbers: [String: Int] = [:]  // names are compared as code points, see `GroupNames`

    init(_ source: String) { self.source = Array(source.unicodeScalars) }

    mutating func parse() throws(PatternError) -> PatternNode {
        if source.count > Self.maxLength { throw PatternError(.tooLong(limit: Self.maxLength)) }
        try findGroups()
        let pattern = try parseDisjunction()
        if position < source.count { throw error(.unbalancedParenthesis) }
        return pattern
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

    private mutating func parseDisjunction() throws(PatternError) -> PatternNode {
        nesting += 1
        if nesting > Self.maxNesting { throw error(.nestingTooDeep(limit: Self.maxNesting)) }
        var alternatives: [PatternNode] = []
        var terms: [PatternNode] = []
        while let scalar = next, scalar != ")" {
            if scalar == "|" {
                position += 1
                alternatives.append(.sequence(terms))
                terms = []
            } else {
                terms.append(try parseTerm(scalar))
            }
        }
        nesting -= 1
        if alternatives.isEmpty { return .sequence(terms) }
        alternatives.append(.sequence(terms))
        return .alternatives(alternatives)
    }

    private mutating func parseTerm(_ scalar: Unicode.Scalar) throws(PatternError) -> PatternNode {
        let start = position
        position += 1
        let term: PatternNode
        switch scalar {
        case "^": term = .start
        case "$": term = .end
        case "(": term = try parseGroup(from: start)
        case ".": term = .set(.notLineEnds)
        case "[": term = try parseClass(from: start)
        case "\\": term = try parseAtomEscape(from: start)
        case "*", "+", "?": throw error(.nothingToRepeat, at: start)
        case "{" where isQuantifier(at: start): throw error(.nothingToRepeat, at: start)
        case "{", "}", "]": throw error(.loneBracket(scalar), at: start)
        default: term = .character(scalar.value)
        }
        switch term {
        case .start, .end, .wordBoundary, .look: return term
        default: return try parseQuantifier(of: term)
        }
    }

    /// Parses what follows `(`.
    private mutating func parseGroup(from start: Int) throws(PatternError) -> PatternNode {
        let group: PatternNode
        if next != "?" {
            group = .capture(try parseDisjunction())
        } else if take("?:") {
            group = try parseDisjunction()
        } else if take("?=") {
            group = .look(try parseDisjunction(), isBehind: false, isNegated: false)
        } else if take("?!") {
            group = .look(try parseDisjunction(), isBehind: false, isNegated: true)
        } else if take("?<=") {
            group = .look(try parseDisjunction(), isBehind: true, isNegated: false)
        } else if take("?<!") {
            group = .look(try parseDisjunction(), isBehind: true, isNegated: true)
        } else if take("?<") {
            _ = try parseGroupName()
            group = .capture(try parseDisjunction())
        } else {
            throw error(.unknownGroup, at: start)
        }
        guard take(")") else { throw error(.unbalancedParenthesis, at: start) }
        return group
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

    /// Returns the number of the group that is called `name`, from 1.
    func number(ofGroup name: String) -> Int? { groupNumbers[Self.key(name)] }

    private func isQuantifier(at start: Int) -> Bool {
        var parser = self
        parser.position = start
        return (try? parser.parseBraces()) != nil
    }

    private mutating func parseQuantifier(of term: PatternNode) throws(PatternError) -> PatternNode {
        let counts: (least: Int, most: Int?)
        switch next {
        case "*": counts = (0, nil)
        case "+": counts = (1, nil)
        case "?": counts = (0, 1)
        case "{":
            counts = try parseBraces()
            return .repetition(term, least: counts.least, most: counts.most, isLazy: take("?"))
        default: return term
        }
        position += 1
        return .repetition(term, least: counts.least, most: counts.most, isLazy: take("?"))
    }

    /// Parses `{n}`, `{n,}` or `{n,m}`.
    private mutating func parseBraces() throws(PatternError) -> (least: Int, most: Int?) {
        let start = position
        position += 1
        guard let least = try parseCount(from: start) else { throw error(.loneBracket("{"), at: start) }
        var most: Int? = least
        if take(",") { most = try parseCount(from: start) }
        guard take("}") else { throw error(.loneBracket("{"), at: start) }
        if let most, most < least { throw error(.rangeOfQuantifier, at: start) }
        return (least, most)
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
}
