internal import RegistryQuery

/// What one clause of a query finds in a text, prepared once; ranges are not shown in texts.
struct HighlightProbe: Sendable {
    private enum Target: Sendable {
        case words(String, [String], slop: Int)
        case wildcard(WildcardPattern, lowercased: WildcardPattern)
        case fuzzy(FuzzyPattern, words: [FuzzyPattern])
        case regex(RegexPattern, lowercased: RegexPattern)
    }
    private let target: Target

    init?(_ leaf: QueryNode) {
        switch leaf {
        case .term(_, let term): target = .words(term.text, TextAnalyzer.tokens(term.text), slop: 0)
        case .phrase(_, let text, let slop): target = .words(text, TextAnalyzer.tokens(text), slop: slop)
        case .wildcard(_, let pattern): target = .wildcard(pattern, lowercased: pattern.lowercased)
        case .fuzzy(_, let term, let edits):
            target = .fuzzy(
                FuzzyPattern(term.text, edits: edits),
                words: TextAnalyzer.tokens(term.text).map { FuzzyPattern($0, edits: edits) })
        case .regex(_, let pattern): target = .regex(pattern, lowercased: pattern.lowercased)
        case .range, .everything, .exists, .boolean, .boost: return nil
        }
    }

    /// Whether a text that is one keyword is what is looked for.
    func findsKeyword(_ keyword: String, _ steps: inout Int) -> Bool {
        steps += 1
        switch target {
        case .words(let text, _, _): return text.utf8.elementsEqual(keyword.utf8)
        case .wildcard(let pattern, _): return pattern.matches(keyword, steps: &steps)
        case .fuzzy(let pattern, _): return pattern.matches(keyword, steps: &steps)
        case .regex(let pattern, _): return pattern.matches(keyword, steps: &steps)
        }
    }

    /// Where it is found in a text that is read by word.
    func spans(in text: TextSpans, _ steps: inout Int) -> [Range<Int>] {
        steps += text.words.count
        switch target {
        case .words(_, let words, let slop): return Self.spans(of: words, slop: slop, in: text, &steps)
        case .wildcard(_, let pattern):
            return text.words.indices.filter { pattern.matches(text.words[$0], steps: &steps) }.map { text.spans[$0] }
        case .regex(_, let pattern):
            return text.words.indices.filter { pattern.matches(text.words[$0], steps: &steps) }.map { text.spans[$0] }
        case .fuzzy(_, let patterns):
            guard let first = patterns.first else { return [] }
            return text.words.indices.filter { start in
                guard start + patterns.count <= text.words.count, first.matches(text.words[start], steps: &steps)
                else { return false }
                return patterns.indices.dropFirst().allSatisfy {
                    patterns[$0].matches(text.words[start + $0], steps: &steps)
                }
            }.flatMap { text.spans[$0..<($0 + patterns.count)] }
        }
    }

    /// Words in their order with at most `slop` others between them in all.
    private static func spans(
        of words: [String], slop: Int, in text: TextSpans, _ steps: inout Int
    ) -> [Range<Int>] {
        guard let first = words.first else { return [] }
        var spans: [Range<Int>] = []
        for start in text.words.indices where text.words[start].utf8.elementsEqual(first.utf8) {
            var places = [start]
            var room = slop
            for word in words.dropFirst() {
                var place = (places.last ?? start) + 1
                while place < text.words.count, room > 0, !text.words[place].utf8.elementsEqual(word.utf8) {
                    place += 1
                    room -= 1
                    steps += 1
                }
                guard place < text.words.count, text.words[place].utf8.elementsEqual(word.utf8) else { break }
                places.append(place)
            }
            if places.count == words.count { spans += places.map { text.spans[$0] } }
        }
        return spans
    }
}
