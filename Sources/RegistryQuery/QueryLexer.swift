/// Cuts a search text into tokens, one at a time, so that the first mistake in the text is the one reported.
///
/// The longest token wins, as in Lucene: `ANDROID` and `a&&b` are words. `+`, `-` and `!` before white space are words too.
struct QueryLexer {
    let scalars: [Unicode.Scalar]
    var next = 0

    init(_ text: String) {
        scalars = Array(text.unicodeScalars)
    }

    var isAtEnd: Bool { next == scalars.count }

    /// Returns the next token, and `.end` for ever after the last.
    mutating func token() throws(QueryError) -> QueryToken {
        skipSpace()
        let start = next
        guard !isAtEnd else { return QueryToken(kind: .end, position: start, end: start, spelling: "") }
        let kind: QueryToken.Kind
        switch scalars[start] {
        case "(": return sign(.open)
        case ")": return sign(.close)
        case ":": return sign(.colon)
        case "+": return signOrWord(.plus)
        case "-": return signOrWord(.minus)
        case "!": return signOrWord(.not)
        case "\"": kind = .phrase(try quoted())
        case "[", "{": kind = .range(try range())
        case "]", "}": throw QueryError("'\(scalars[start])' must be quoted or escaped", at: start)
        case "~": kind = .tilde(try suffix("'~' is followed by a number or by nothing, as in word~1"))
        case "^": kind = .caret(try suffix("'^' is followed by a number, as in word^2.5"))
        case "/": kind = .regex(try regex())
        default: return try word()
        }
        return QueryToken(kind: kind, position: start, end: next, spelling: "")
    }

    mutating func skipSpace() {
        while !isAtEnd, QuerySyntax.isSpace(scalars[next]) { next += 1 }
    }

    private mutating func sign(_ kind: QueryToken.Kind) -> QueryToken {
        next += 1
        return QueryToken(kind: kind, position: next - 1, end: next, spelling: String(scalars[next - 1]))
    }

    private mutating func signOrWord(_ kind: QueryToken.Kind) -> QueryToken {
        guard next + 1 < scalars.count, QuerySyntax.isSpace(scalars[next + 1]) else { return sign(kind) }
        let word = QueryToken.Word(parts: [.literal(String(scalars[next]))], hasEscapes: false, comparison: nil)
        return sign(.word(word))
    }

    /// Reads what stands between quotes.
    mutating func quoted() throws(QueryError) -> String {
        let start = next
        next += 1
        var text = String.UnicodeScalarView()
        while !isAtEnd {
            switch scalars[next] {
            case "\"":
                next += 1
                return String(text)
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
        scan: while !isAtEnd {
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
        let comparison = QueryToken.Comparison.allCases.first {
            scalars[start..<next].starts(with: $0.rawValue.unicodeScalars)
        }
        let word = QueryToken.Word(
            parts: WildcardPattern(parts + [.literal(String(literal))]).parts, hasEscapes: hasEscapes,
            comparison: comparison)
        if !hasEscapes, let text = word.literal, let keyword = QuerySyntax.keyword(text) {
            return QueryToken(kind: keyword, position: start, end: next, spelling: text)
        }
        return QueryToken(kind: .word(word), position: start, end: next, spelling: "")
    }

    /// Reads a backslash and what it protects: any one character, or `uXXXX` in UTF-16.
    mutating func escaped() throws(QueryError) -> Unicode.Scalar {
        let start = next
        next += 1
        guard !isAtEnd else { throw QueryError("the '\\' has nothing after it to escape", at: start) }
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
            guard !isAtEnd, scalars[next].isASCII, let digit = Character(scalars[next]).hexDigitValue else {
                throw QueryError("'\\u' must be followed by four hexadecimal digits", at: backslash)
            }
            unit = unit << 4 | UInt16(digit)
        }
        next += 1
        return unit
    }
}
