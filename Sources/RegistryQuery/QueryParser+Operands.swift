extension QueryParser {
    /// A number after `~` or `^`, and where its sign stands.
    private typealias Suffix = (suffix: QueryToken.Suffix, position: Int)

    /// Makes a leaf of `first`, which has just been read, and of what stands after it.
    mutating func operand(_ first: QueryToken, in scope: Scope) throws(QueryError) -> QueryNode {
        try countClause(at: first.position)
        switch first.kind {
        case .word(let word):
            if let comparison = word.comparison, isRanged(scope) {
                let range = try self.range(comparison, word, first)
                return try boosted(node(range, in: scope))
            }
            let (tilde, factor) = try suffixes()
            return boosted(try leaf(word, at: first.position, tilde, in: scope), factor)
        case .phrase(let text):
            let (tilde, factor) = try suffixes()
            return boosted(try leaf(phrase: text, at: first.position, tilde, in: scope), factor)
        case .range(let range):
            if case .existence = scope { throw Self.notAName(at: first.position) }
            return try boosted(node(range, in: scope))
        case .regex(let source):
            if case .existence = scope { throw Self.notAName(at: first.position) }
            return try boosted(.regex(field: scope.field, pattern(source, at: first.position + 1)))
        default: preconditionFailure("the parser takes a token for an operand that is none")
        }
    }

    private func isRanged(_ scope: Scope) -> Bool {
        switch scope {
        case .field, .allFields(isNamed: true): true
        case .existence, .allFields(isNamed: false): false
        }
    }

    /// A range that is open on both sides asks for any value.
    private func node(_ range: QueryRange, in scope: Scope) -> QueryNode {
        guard range.isOpen else { return .range(field: scope.field, range) }
        return scope.field.map(QueryNode.exists(field:)) ?? .everything
    }

    private static func notAName(at position: Int) -> QueryError {
        QueryError("'\(QuerySyntax.existsField):' takes the names of fields", at: position)
    }

    /// - Parameter position: of the first character behind the slash.
    private mutating func pattern(_ source: String, at position: Int) throws(QueryError) -> RegexPattern {
        let pattern: RegexPattern
        do throws(QueryError) {
            pattern = try RegexPattern(parsing: source)
        } catch {
            throw QueryError(error.message, at: position + error.position)
        }
        regexStateCount += pattern.stateCount
        guard regexStateCount <= QueryLimits.regexStatesInAll else {
            throw QueryError(
                "the regular expressions have more than \(QueryLimits.regexStatesInAll) states in all", at: position)
        }
        return pattern
    }

    /// Reads what stands after `>=` and the others: the rest of the word, or a quotation that follows at once.
    private mutating func range(
        _ comparison: QueryToken.Comparison, _ word: QueryToken.Word, _ first: QueryToken
    ) throws(QueryError) -> QueryRange {
        guard let literal = word.literal else {
            throw QueryError(
                "the bound of a range has no wildcards; quote or escape what is to be found", at: first.position)
        }
        var text = String(literal.unicodeScalars.dropFirst(comparison.rawValue.unicodeScalars.count))
        if text.isEmpty {
            guard case .phrase(let quoted) = token.kind, token.position == first.end else {
                throw QueryError(
                    "'\(comparison.rawValue)' has no bound right after it; quote or escape one to be found",
                    at: first.position)
            }
            text = quoted
            try take()
        }
        switch comparison {
        case .atLeast: return QueryRange(lower: .init(text: text, isInclusive: true), upper: nil)
        case .above: return QueryRange(lower: .init(text: text, isInclusive: false), upper: nil)
        case .atMost: return QueryRange(lower: nil, upper: .init(text: text, isInclusive: true))
        case .below: return QueryRange(lower: nil, upper: .init(text: text, isInclusive: false))
        }
    }

    private func leaf(
        _ word: QueryToken.Word, at position: Int, _ tilde: Suffix?, in scope: Scope
    ) throws(QueryError) -> QueryNode {
        if case .existence = scope {
            if let tilde { throw Self.notAName(at: tilde.position) }
            return .exists(field: try field(word, at: position))
        }
        let path = scope.field
        if let text = word.literal {
            guard let tilde else {
                try Self.checkWords(of: text, atMost: QueryLimits.phraseWords, at: position)
                return .term(field: path, Term(text))
            }
            try Self.checkWords(of: text, atMost: QueryLimits.fuzzyWords, at: position)
            return .fuzzy(field: path, Term(text), edits: try Self.edits(tilde, of: text))
        }
        if let tilde { throw QueryError("a word with wildcards cannot be fuzzy", at: tilde.position) }
        if word.isAny { return path.map(QueryNode.exists(field:)) ?? .everything }
        let pattern = WildcardPattern(word.parts)
        guard pattern.length <= QueryLimits.patternBytes else {
            throw QueryError("the word with wildcards is longer than \(QueryLimits.patternBytes) bytes", at: position)
        }
        return .wildcard(field: path, pattern)
    }

    private func leaf(
        phrase text: String, at position: Int, _ tilde: Suffix?, in scope: Scope
    ) throws(QueryError) -> QueryNode {
        if case .existence = scope {
            if let tilde { throw Self.notAName(at: tilde.position) }
            guard let path = FieldPath(text) else { throw QueryError("the name of a field is empty", at: position) }
            return .exists(field: path)
        }
        try Self.checkWords(of: text, atMost: QueryLimits.phraseWords, at: position)
        return .phrase(field: scope.field, text, slop: try tilde.map(Self.slop) ?? 0)
    }

    /// Refuses what is made of so many words that to look for them in a row takes too long.
    private static func checkWords(of text: String, atMost limit: Int, at position: Int) throws(QueryError) {
        // Between two words there is something.
        guard text.utf8.count >= 2 * limit, TextAnalyzer.tokens(text).count > limit else { return }
        throw QueryError("this is more than \(limit) words in a row", at: position)
    }
}

extension QueryParser {
    /// Reads `~` and `^`, each at most once, in any order.
    private mutating func suffixes() throws(QueryError) -> (tilde: Suffix?, factor: Double?) {
        var tilde: Suffix?
        var factor: Double?
        while true {
            switch token.kind {
            case .tilde(let suffix) where tilde == nil: tilde = (suffix, try take().position)
            case .caret(let suffix) where factor == nil: factor = try self.factor(suffix, at: take().position)
            default: return (tilde, factor)
            }
        }
    }
    private func boosted(_ node: QueryNode, _ factor: Double?) -> QueryNode {
        factor.map { .boost(node, $0) } ?? node
    }
    private mutating func boosted(_ node: QueryNode) throws(QueryError) -> QueryNode {
        guard case .caret(let suffix) = token.kind else { return node }
        return .boost(node, try factor(suffix, at: take().position))
    }

    func factor(_ suffix: QueryToken.Suffix, at position: Int) throws(QueryError) -> Double {
        guard let factor = suffix.number else {
            throw QueryError("'^' has no number right after it; quote or escape one to be found", at: position)
        }
        guard factor > 0, factor <= QueryLimits.boost else {
            throw QueryError("a boost is greater than 0 and at most \(Int(QueryLimits.boost))", at: position)
        }
        return factor
    }

    /// Lucene's default for a phrase is none.
    private static func slop(_ tilde: Suffix) throws(QueryError) -> Int {
        let slop = tilde.suffix.text.isEmpty ? 0 : tilde.suffix.number ?? .infinity
        guard slop <= Double(QueryLimits.slop) else {
            throw QueryError("the slop of a phrase is at most \(QueryLimits.slop)", at: tilde.position)
        }
        guard Double(Int(slop)) == slop else {
            throw QueryError("the slop of a phrase is a whole number", at: tilde.position)
        }
        return Int(slop)
    }

    /// Lucene's default for a word is the most; below 1 it is the similarity that old versions asked for
    /// (`FuzzyQuery.floatToEdits`, in single precision).
    private static func edits(_ tilde: Suffix, of word: String) throws(QueryError) -> Int {
        guard let number = tilde.suffix.number else { return QueryLimits.edits }
        guard number <= Double(QueryLimits.edits) else {
            throw QueryError("a fuzzy word has at most \(QueryLimits.edits) changes", at: tilde.position)
        }
        if number == 0 { return 0 }
        if number < 1 {
            let changes = (1 - Double(Float(number))) * Double(word.unicodeScalars.count)
            return min(Int(changes), QueryLimits.edits)
        }
        guard Double(Int(number)) == number else {
            throw QueryError("the changes of a fuzzy word are a whole number", at: tilde.position)
        }
        return Int(number)
    }
}
