/// The smallest piece of a search text that means something.
struct QueryToken {
    enum Kind {
        case word(Word)
        /// What stands between the quotes, escapes resolved.
        case phrase(String)
        case range(QueryRange)
        /// What stands between the slashes, as it is.
        case regex(String)
        /// `~` and the number right after it.
        case tilde(Suffix)
        /// `^` and the number right after it.
        case caret(Suffix)
        case and, or, not, plus, minus
        case open, close, colon
        case end
    }

    /// A run of characters without white space, of at least one character.
    struct Word {
        /// Joined as ``WildcardPattern`` joins them.
        let parts: [WildcardPattern.Part]
        let hasEscapes: Bool
        /// What it begins with when no backslash stands before that.
        let comparison: Comparison?

        /// The characters, when none of them is a wildcard.
        var literal: String? {
            if parts.count == 1, case .literal(let text) = parts[0] { text } else { nil }
        }
        /// Whether this is `*` alone.
        var isAny: Bool {
            if parts.count == 1, case .any = parts[0] { true } else { false }
        }
    }

    /// What makes a range of a field's value.
    enum Comparison: String, CaseIterable {
        // The longer ones first, as they are looked for.
        case atLeast = ">="
        case atMost = "<="
        case above = ">"
        case below = "<"
    }

    /// Digits with or without a point among them, or nothing.
    struct Suffix {
        let text: String
        var number: Double? { Double(text) }
    }

    let kind: Kind
    /// Unicode scalars before it.
    let position: Int
    /// Unicode scalars before what follows it.
    let end: Int
    /// As it was written, for the operators; empty for the others.
    let spelling: String

    var endsGroup: Bool {
        switch kind {
        case .close, .end: true
        default: false
        }
    }
    var isColon: Bool {
        if case .colon = kind { true } else { false }
    }
    var isEnd: Bool {
        if case .end = kind { true } else { false }
    }
}
