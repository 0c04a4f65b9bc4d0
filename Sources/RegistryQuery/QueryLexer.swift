/// Cuts a search text into tokens, one at a time, so that the first mistake in the text is the one reported.
///
/// The longest token wins, as in Lucene: `ANDROID` and `a&&b` are words. `+`, `-` and `!` before white space are words too.
struct QueryLexer {
    private let scalars: [Unicode.Scalar]
    private var next = 0
    private var isAfterPhrase = false

    init(_ text: String) {
        scalars = Array(text.unicodeScalars)
    }

    /// Returns the next token, and `.end` for ever after the last.
    mutating func token() throws(QueryError) -> QueryToken {
        while next < scalars.count, QuerySyntax.isSpace(scalars[next]) {
            next += 1
            isAfterPhrase = false
        }
        guard next < scalars.count else { return QueryToken(kind: .end, position: next, spelling: "") }
        let wasAfterPhrase = isAfterPhrase
        isAfterPhrase = false
        switch scalars[next] {
        case "(": return sign(.open)
        case ")": return sign(.close)
        case ":": return sign(.colon)
        case "+": return signOrWord(.plus)
        case "-": return signOrWord(.minus)
        case "!": return signOrWord(.not)
        case "\"": return try phrase()
        case "[", "{": throw QueryError("ranges ('[a TO b]') are not supported yet", at: next)
        case "]", "}": throw QueryError("'\(scalars[next])' must be quoted or escaped", at: next)
        case "~" where wasAfterPhrase: throw QueryError("the slop of a phrase ('~') is not supported yet", at: next)
        case "~": throw QueryError("fuzziness ('~') is not supported yet", at: next)
        case "^": throw QueryError("a boost ('^') is not supported yet", at: next)
        case "/":
            throw QueryError(
                "regular expressions ('/…/') are not supported yet, and a '/' to be found must be quoted or escaped",
                at: next)
        default: return try word()
        }
    }

    private mutating func sign(_ kind: QueryToken.Kind) -> QueryToken {
        defer { next += 1 }
        return QueryToken(kind: kind, position: next, spelling: String(scalars[next]))
    }

    private mutating func signOrWord(_ kind: QueryToken.Kind) -> QueryToken {
        guard next + 1 < scalars.count, QuerySyntax.isSpace(scalars[next + 1]) else { return sign(kind) }
        let word = QueryToken.Word(
            parts: [.literal(String(scalars[next]))], hasEscapes: false, beginsWithComparison: false)
        return sign(.word(word))
    }

    private mutating func phrase() throws(QueryError) -> QueryToken {
        let start = next
        next += 1
        var text = String.UnicodeScalarView()
        while next < scalars.count {
            switch scalars[next] {
            case "\"":
                next += 1
                isAfterPhrase = true
                return QueryToken(kind: .phrase(String(text)), position: start, spelling: "")
            case "\\" where next + 1 < scalars.count: text.append(try escaped())
            default:
                text.append(scalars[next])
                next += 1
            }
        }
        throw QueryError("the quotation is never closed", at: start)
    }

    private mutating func word() throws(QueryError) -> QueryToken {
        let start = next
        var parts: [WildcardPattern.Part] = []
        var literal = String.UnicodeScalarView()
        var hasEscapes = false
        scan: while next < scalars.count {
            switch scalars[next] {
            case "\\":
                literal.append(try escaped())
                hasEscapes = true
            case "*", "?":
                parts += [.literal(String(literal)), scalars[next] == "*" ? .any : .one]
                literal = String.UnicodeScalarView()
                next += 1
            case "/": throw QueryError("a '/' in a word must be quoted or escaped", at: next)
            case let scalar where QuerySyntax.endsWord(scalar): break scan
            case let scalar:
                literal.append(scalar)
                next += 1
            }
        }
        let word = QueryToken.Word(
            parts: WildcardPattern(parts + [.literal(String(literal))]).parts, hasEscapes: hasEscapes,
            beginsWithComparison: QuerySyntax.isComparison(scalars[start]))
        if !hasEscapes, let text = word.literal, let keyword = QuerySyntax.keyword(text) {
            return QueryToken(kind: keyword, position: start, spelling: text)
        }
        return QueryToken(kind: .word(word), position: start, spelling: "")
    }

    /// Reads a backslash and what it protects: any one character, or `uXXXX` in UTF-16.
    private mutating func escaped() throws(QueryError) -> Unicode.Scalar {
        let start = next
        next += 1
        guard next < scalars.count else { throw QueryError("the '\\' has nothing after it to escape", at: start) }
        guard scalars[next] == "u" else {
            next += 1
            return scalars[next - 1]
        }
        let unit = try codeUnit()
        if let scalar = Unicode.Scalar(unit) { return scalar }
        if UTF16.isLeadSurrogate(unit), next + 1 < scalars.count, scalars[next] == "\\", scalars[next + 1] == "u" {
            next += 1
            let trail = try codeUnit()
            let value = 0x10000 + (UInt32(unit & 0x3FF) << 10 | UInt32(trail & 0x3FF))
            if UTF16.isTrailSurrogate(trail), let scalar = Unicode.Scalar(value) { return scalar }
        }
        throw QueryError("'\\u' names half of a surrogate pair", at: start)
    }

    /// Reads `uXXXX`.
    private mutating func codeUnit() throws(QueryError) -> UInt16 {
        let backslash = next - 1
        var unit: UInt16 = 0
        for _ in 0..<4 {
            next += 1
            guard next < scalars.count, scalars[next].isASCII, let digit = Character(scalars[next]).hexDigitValue else {
                throw QueryError("'\\u' must be followed by four hexadecimal digits", at: backslash)
            }
            unit = unit << 4 | UInt16(digit)
        }
        next += 1
        return unit
    }
}
