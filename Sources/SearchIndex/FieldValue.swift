internal import JSONDocument
internal import RegistryQuery

/// One value of a field, as a query sees it.
enum FieldValue: Sendable {
    case keyword(String)
    /// A string that is read by word, and its words.
    case text(String, words: [String])
    case number(JSONNumber)
    case bool(Bool)
}

/// What a term, a phrase or a wildcard looks for, prepared once for all documents.
struct FieldValueProbe: Sendable {
    private enum Target {
        /// - Parameter number: the same when it is one.
        case text(String, words: [String], number: JSONNumber?)
        case pattern(WildcardPattern, lowercased: WildcardPattern)
    }
    private let target: Target
    /// In steps, before the first byte of it is compared.
    private static let priceOfWord = 4
    private static let priceOfNumber = 16

    init(text: String) {
        target = .text(text, words: TextAnalyzer.tokens(text), number: JSONNumber(text: text))
    }
    init(pattern: WildcardPattern) {
        target = .pattern(pattern, lowercased: pattern.lowercased)
    }

    /// - Throws: what ``SearchBudget/spend(_:)`` does.
    func finds(_ value: FieldValue, _ budget: inout SearchBudget) throws(SearchIndexError) -> Bool {
        try budget.spend(1)
        switch (target, value) {
        case (.text(let text, _, _), .keyword(let keyword)): return try Self.areEqual(text, keyword, &budget)
        // Punctuation alone has no words and finds nothing; the empty text finds the empty text.
        case (.text(let text, let words, _), .text(let whole, words: let all)):
            if words.isEmpty { return text.isEmpty && whole.isEmpty }
            return try Self.contains(all, inARow: words, &budget)
        case (.text(_, _, let number), .number(let value)):
            guard let number else { return false }
            try budget.spend(Self.priceOfNumber + number.text.utf8.count + value.text.utf8.count)
            return number == value
        case (.text(let text, _, _), .bool(let value)): return text == (value ? "true" : "false")
        case (.pattern(let pattern, _), .keyword(let keyword)): return try Self.fits(keyword, pattern, &budget)
        case (.pattern(_, let lowercased), .text(_, words: let all)):
            for word in all where try Self.fits(word, lowercased, &budget) { return true }
            return false
        case (.pattern, .number), (.pattern, .bool): return false
        }
    }

    private static func areEqual(
        _ left: String, _ right: String, _ budget: inout SearchBudget
    ) throws(SearchIndexError) -> Bool {
        try budget.spend(1)
        guard left.utf8.count == right.utf8.count else { return false }
        try budget.spend(left.utf8.count)
        return left.utf8.elementsEqual(right.utf8)
    }

    private static func fits(
        _ text: String, _ pattern: WildcardPattern, _ budget: inout SearchBudget
    ) throws(SearchIndexError) -> Bool {
        var steps = priceOfWord
        let fits = pattern.matches(text, steps: &steps)
        try budget.spend(steps)
        return fits
    }

    private static func contains(
        _ all: [String], inARow words: [String], _ budget: inout SearchBudget
    ) throws(SearchIndexError) -> Bool {
        guard all.count >= words.count else { return false }
        candidates: for start in 0...(all.count - words.count) {
            try budget.spend(Self.priceOfWord)
            for index in words.indices where try !areEqual(all[start + index], words[index], &budget) {
                continue candidates
            }
            return true
        }
        return false
    }
}
