package import JSONDocument
package import RegistryQuery

/// What a leaf of a query asks of one value, prepared once: the meaning that every engine shares.
///
/// A string of a field of keywords is looked at as a whole, one that is read by word by its words in lower case.
/// - A term or a phrase asks for the same bytes, for all of its words in a row, for a number of the same value, or for
///   `true` and `false`. What has no words, such as `--`, finds no text; the empty phrase finds the empty text.
/// - The words of a phrase with slop stand in their order, with at most so many others between them in all. (Lucene also
///   finds them in another order, at a price; that is not done here.)
/// - Wildcards, regular expressions and fuzzy terms ask nothing of numbers and truth values. Fuzzy terms of several words
///   ask for a row of words each of which is like one of theirs.
/// - A range asks what ``RangeProbe`` says.
package struct ValueProbe: Sendable {
    private enum Target {
        case text(String)
        case wildcard(WildcardPattern, lowercased: WildcardPattern)
        case regex(RegexPattern, lowercased: RegexPattern)
        case fuzzy(FuzzyPattern, words: [FuzzyPattern])
        case range(RangeProbe)
    }
    private let target: Target
    /// Where to look; nil for all fields and the catch-all text.
    package let field: FieldPath?
    /// The words of a term, a phrase or a fuzzy term, which are looked for in a row; else empty.
    package let words: [String]
    /// How many other words may stand between ``words`` in all.
    package let slop: Int
    /// The number that is looked for.
    package let exactNumber: JSONNumber?
    /// For each of ``places`` the first one that asks for the same word.
    let twins: [Int]

    /// Takes what is within a boost too.
    ///
    /// - Returns: nil for a node that asks nothing of a value: all documents, existence, several clauses.
    package init?(_ leaf: QueryNode) {
        switch leaf {
        case .everything, .exists, .boolean: return nil
        case .boost(let node, _): self.init(node)
        case .term(let field, let term): self.init(.text(term.text), in: field)
        case .phrase(let field, let text, let slop): self.init(.text(text), in: field, slop: slop)
        case .wildcard(let field, let pattern):
            self.init(.wildcard(pattern, lowercased: pattern.lowercased), in: field)
        case .regex(let field, let pattern): self.init(.regex(pattern, lowercased: pattern.lowercased), in: field)
        case .fuzzy(let field, let term, let edits):
            let words = TextAnalyzer.tokens(term.text).map { FuzzyPattern($0, edits: edits) }
            self.init(.fuzzy(FuzzyPattern(term.text, edits: edits), words: words), in: field)
        case .range(let field, let range): self.init(.range(RangeProbe(range)), in: field)
        }
    }
    private init(_ target: Target, in field: FieldPath?, slop: Int = 0) {
        self.target = target
        self.field = field
        self.slop = slop
        switch target {
        case .text(let text):
            words = TextAnalyzer.tokens(text)
            exactNumber = JSONNumber(text: text)
        case .fuzzy(_, let patterns):
            words = patterns.map(\.text)
            exactNumber = nil
        case .wildcard, .regex, .range:
            words = []
            exactNumber = nil
        }
        twins = Self.twins(of: words)
    }

    /// A pattern or a range, which has no words, takes one place.
    private static func twins(of words: [String]) -> [Int] {
        var firsts: [Term: Int] = [:]
        for (place, word) in words.enumerated().reversed() { firsts[Term(word)] = place }
        return words.isEmpty ? [0] : words.map { firsts[Term($0)] ?? 0 }
    }
}

extension ValueProbe {
    /// In steps, before the first byte is compared.
    private static let priceOfText = 2
    private static let priceOfNumber = 16

    /// Whether `text`, the whole value of a field of keywords, is found.
    ///
    /// - Parameter steps: grows by about the bytes that were looked at.
    package func findsKeyword(_ text: String, steps: inout Int) -> Bool {
        steps += Self.priceOfText
        switch target {
        case .text(let wanted): return Self.areEqual(wanted, text, steps: &steps)
        case .wildcard(let pattern, _): return pattern.matches(text, steps: &steps)
        case .regex(let pattern, _): return pattern.matches(text, steps: &steps)
        case .fuzzy(let pattern, _): return pattern.matches(text, steps: &steps)
        case .range(let range): return range.containsKeyword(text, steps: &steps)
        }
    }

    /// - Parameter steps: grows by about the digits that were looked at.
    package func findsNumber(_ number: JSONNumber, steps: inout Int) -> Bool {
        if let exactNumber {
            steps += Self.priceOfNumber + exactNumber.text.utf8.count + number.text.utf8.count
            return exactNumber == number
        }
        guard let numbers = range?.numbers else { return false }
        let limits = [numbers.lower, numbers.upper].compactMap { $0?.value.text.utf8.count }
        steps += limits.reduce(Self.priceOfNumber + number.text.utf8.count, +)
        return numbers.contains(number)
    }

    package func findsBool(_ value: Bool) -> Bool { exactBool == value }

    /// How many words of a text it takes, one after the other: as many as ``words``, or one that a pattern or a range
    /// fits; none when no words are found by it.
    package var places: Int {
        switch target {
        case .text, .fuzzy: words.count
        case .wildcard, .regex, .range: 1
        }
    }

    /// Whether `word`, as ``TextAnalyzer`` made it, is found at `place` of ``places``.
    ///
    /// - Parameter steps: grows by about the bytes that were looked at.
    package func findsWord(_ word: String, at place: Int = 0, steps: inout Int) -> Bool {
        steps += Self.priceOfText
        switch target {
        case .text: return place < words.count && Self.areEqual(words[place], word, steps: &steps)
        case .wildcard(_, let pattern): return pattern.matches(word, steps: &steps)
        case .regex(_, let pattern): return pattern.matches(word, steps: &steps)
        case .fuzzy(_, let patterns): return place < patterns.count && patterns[place].matches(word, steps: &steps)
        case .range(let range):
            steps += word.utf8.count
            return range.words?.contains(Term(word)) ?? false
        }
    }

    /// Whether a text without any character is found, which has no words to look at.
    package var findsEmptyText: Bool {
        if case .text("") = target { true } else { false }
    }

    private static func areEqual(_ left: String, _ right: String, steps: inout Int) -> Bool {
        guard left.utf8.count == right.utf8.count else { return false }
        steps += left.utf8.count
        return left.utf8.elementsEqual(right.utf8)
    }
}

/// What lets an index look up instead of asking every value that it knows: nil or empty where nothing does.
extension ValueProbe {
    /// The only keyword that is found.
    package var exactKeyword: String? {
        switch target {
        case .text(let text): text
        case .fuzzy(let pattern, _): pattern.edits == 0 ? pattern.text : nil
        case .wildcard, .regex, .range: nil
        }
    }

    /// The truth value that is found.
    package var exactBool: Bool? {
        guard case .text(let text) = target else { return nil }
        return text == "true" ? true : text == "false" ? false : nil
    }

    /// The words that are found in a row, each at its own place alone; never empty.
    package var exactWords: [String]? {
        switch target {
        case .text: words.isEmpty ? nil : words
        case .fuzzy(let pattern, _): pattern.edits == 0 && !words.isEmpty ? words : nil
        case .wildcard, .regex, .range: nil
        }
    }

    /// What every keyword that is found begins with.
    package var keywordPrefix: String {
        switch target {
        case .text(let text): text
        case .wildcard(let pattern, _): pattern.prefix
        case .regex(let pattern, _): pattern.literalPrefix
        case .fuzzy(let pattern, _): pattern.edits == 0 ? pattern.text : ""
        case .range: ""
        }
    }

    /// What every word begins with that is found at place 0.
    package var wordPrefix: String {
        switch target {
        case .text: words.first ?? ""
        case .wildcard(_, let pattern): pattern.prefix
        case .regex(_, let pattern): pattern.literalPrefix
        case .fuzzy(let pattern, _): pattern.edits == 0 ? words.first ?? "" : ""
        case .range: ""
        }
    }

    package var range: RangeProbe? {
        if case .range(let range) = target { range } else { nil }
    }
}
