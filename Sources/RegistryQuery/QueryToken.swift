/// The smallest piece of a search text that means something.
struct QueryToken {
    enum Kind {
        case word(Word)
        /// What stands between the quotes, escapes resolved.
        case phrase(String)
        case and, or, not, plus, minus
        case open, close, colon
        case end
    }

    /// A run of characters without white space, of at least one character.
    struct Word {
        /// Joined as ``WildcardPattern`` joins them.
        let parts: [WildcardPattern.Part]
        let hasEscapes: Bool
        /// Begins with `<` or `>` that no backslash stands before.
        let beginsWithComparison: Bool

        /// The characters, when none of them is a wildcard.
        var literal: String? {
            if parts.count == 1, case .literal(let text) = parts[0] { text } else { nil }
        }
        /// Whether this is `*` alone.
        var isAny: Bool {
            if parts.count == 1, case .any = parts[0] { true } else { false }
        }
    }

    let kind: Kind
    /// Unicode scalars before it.
    let position: Int
    /// As it was written, for the operators; empty for words and phrases.
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
