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

    init(text: String) {
        target = .text(text, words: TextAnalyzer.tokens(text), number: JSONNumber(text: text))
    }
    init(pattern: WildcardPattern) {
        target = .pattern(pattern, lowercased: pattern.lowercased)
    }

    func finds(_ value: FieldValue) -> Bool {
        switch (target, value) {
        case (.text(let text, _, _), .keyword(let keyword)): text.utf8.elementsEqual(keyword.utf8)
        // Punctuation alone has no words and finds nothing; the empty text finds the empty text.
        case (.text(let text, let words, _), .text(let whole, words: let all)):
            words.isEmpty ? text.isEmpty && whole.isEmpty : Self.contains(all, inARow: words)
        case (.text(_, _, let number), .number(let value)): number == value
        case (.text(let text, _, _), .bool(let value)): text == (value ? "true" : "false")
        case (.pattern(let pattern, _), .keyword(let keyword)): pattern.matches(keyword)
        case (.pattern(_, let lowercased), .text(_, words: let all)): all.contains { lowercased.matches($0) }
        case (.pattern, .number), (.pattern, .bool): false
        }
    }

    private static func contains(_ all: [String], inARow words: [String]) -> Bool {
        guard all.count >= words.count else { return false }
        return (0...(all.count - words.count)).contains { start in
            words.indices.allSatisfy { all[start + $0].utf8.elementsEqual(words[$0].utf8) }
        }
    }
}
