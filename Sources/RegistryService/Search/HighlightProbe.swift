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

    /// Where it is found in a text that is read by word: the first places only when there are many, or looking costs much.
    func spans(in text: TextSpans, _ steps: inout Int) -> [Range<Int>] {
        var spans: [Range<Int>] = []
        for start in text.words.indices {
            guard spans.count < Highlighter.maxSpans, steps < Highlighter.maxSteps else { break }
            steps += 1
            spans += self.spans(at: start, in: text, &steps)
        }
        return spans
    }

    private func spans(at start: Int, in text: TextSpans, _ steps: inout Int) -> [Range<Int>] {
        switch target {
        case .words(_, let words, let slop): return Self.spans(of: words, slop: slop, at: start, in: text, &steps)
        case .wildcard(_, let pattern):
            return pattern.matches(text.words[start], steps: &steps) ? [text.spans[start]] : []
        case .regex(_, let pattern):
            return pattern.matches(text.words[start], steps: &steps) ? [text.spans[start]] : []
        case .fuzzy(_, let patterns):
            guard start + patterns.count <= text.words.count else { return [] }
            for (index, pattern) in patterns.enumerated()
            where !pattern.matches(text.words[start + index], steps: &steps) { return [] }
            return Array(text.spans[start..<(start + patterns.count)])
        }
    }

    /// Words in their order with at most `slop` others between them in all, the first of them at `start`.
    private static func spans(
        of words: [String], slop: Int, at start: Int, in text: TextSpans, _ steps: inout Int
    ) -> [Range<Int>] {
        var places: [Int] = []
        var place = start
        var room = slop
        for word in words {
            steps += 1
            while place < text.words.count, !places.isEmpty, room > 0, !text.words[place].utf8.elementsEqual(word.utf8)
            {
                place += 1
                room -= 1
                steps += 1
            }
            guard place < text.words.count, text.words[place].utf8.elementsEqual(word.utf8) else { return [] }
            places.append(place)
            place += 1
        }
        return places.map { text.spans[$0] }
    }
}
