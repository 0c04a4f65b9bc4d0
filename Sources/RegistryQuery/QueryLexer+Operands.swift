extension QueryLexer {
    /// Reads `[a TO b]`, `{a TO b}` or a mixture.
    mutating func range() throws(QueryError) -> QueryRange {
        let start = next
        let includesLower = scalars[next] == "["
        next += 1
        let lower = try bound(from: start)
        try take("TO", from: start)
        let upper = try bound(from: start)
        skipSpace()
        guard !isAtEnd, scalars[next] == "]" || scalars[next] == "}" else { throw unclosedRange(from: start) }
        let includesUpper = scalars[next] == "]"
        next += 1
        return QueryRange(
            lower: lower.map { .init(text: $0, isInclusive: includesLower) },
            upper: upper.map { .init(text: $0, isInclusive: includesUpper) })
    }

    /// Reads one end of a range; nil is `*`.
    private mutating func bound(from start: Int) throws(QueryError) -> String? {
        skipSpace()
        let first = next
        if !isAtEnd, scalars[next] == "\"" {
            let text = try quoted()
            guard isAtEnd || QuerySyntax.endsBound(scalars[next]) else { throw unclosedRange(from: start) }
            return text
        }
        var text = String.UnicodeScalarView()
        var wildcard: Int?
        while !isAtEnd, !QuerySyntax.endsBound(scalars[next]) {
            if scalars[next] == "\\" {
                text.append(try escaped())
                continue
            }
            if scalars[next] == "*" || scalars[next] == "?" { wildcard = wildcard ?? next }
            text.append(scalars[next])
            next += 1
        }
        let spelling = scalars[first..<next]
        if spelling.isEmpty || spelling.elementsEqual("TO".unicodeScalars) {
            throw isAtEnd && spelling.isEmpty
                ? unclosedRange(from: start) : QueryError("the range has no bound here; '*' leaves it open", at: first)
        }
        if spelling.elementsEqual("*".unicodeScalars) { return nil }
        if let wildcard {
            throw QueryError("the bound of a range has no wildcards; quote or escape what is to be found", at: wildcard)
        }
        return String(text)
    }

    private mutating func take(_ keyword: String, from start: Int) throws(QueryError) {
        skipSpace()
        if isAtEnd { throw unclosedRange(from: start) }
        let end = next + keyword.unicodeScalars.count
        guard end <= scalars.count, scalars[next..<end].elementsEqual(keyword.unicodeScalars),
            end == scalars.count || QuerySyntax.endsBound(scalars[end])
        else {
            throw QueryError(
                "the bounds of a range are separated by '\(keyword)'; a '\(scalars[start])' to be found must be quoted or "
                    + "escaped", at: next)
        }
        next = end
    }

    private func unclosedRange(from start: Int) -> QueryError {
        QueryError(
            "the range is never closed; it is written [a TO b], and a '\(scalars[start])' to be found must be quoted or "
                + "escaped", at: start)
    }

    /// Reads what stands between slashes, and leaves it as it is.
    mutating func regex() throws(QueryError) -> String {
        let start = next
        next += 1
        while !isAtEnd, scalars[next] != "/" {
            // What a backslash protects does not end it.
            next += scalars[next] == "\\" && next + 1 < scalars.count ? 2 : 1
        }
        let content = scalars[(start + 1)..<next]
        let advice = "a '/' to be found must be quoted or escaped"
        guard !isAtEnd else { throw QueryError("the regular expression is never closed; \(advice)", at: start) }
        next += 1
        if !isAtEnd, !QuerySyntax.endsWord(scalars[next]) || scalars[next] == "/" {
            throw QueryError("a regular expression ends before this; \(advice)", at: next)
        }
        var text = String.UnicodeScalarView()
        text.append(contentsOf: content)
        return String(text)
    }

    /// Reads `~` or `^` and the number right after it: digits, with or without a point and digits.
    mutating func suffix(_ rule: String) throws(QueryError) -> QueryToken.Suffix {
        let start = next
        next += 1
        while !isAtEnd, !QuerySyntax.endsWord(scalars[next]) { next += 1 }
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars[(start + 1)..<next])
        let parts = String(text).utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        let isNumber =
            parts.count <= 2
            && parts.allSatisfy { part in !part.isEmpty && part.allSatisfy { (0x30...0x39).contains($0) } }
        guard text.isEmpty || isNumber else { throw QueryError(rule, at: start) }
        return QueryToken.Suffix(text: String(text))
    }
}
