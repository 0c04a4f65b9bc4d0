/// How large a search text may be (design section 9); past each of them the query is refused.
package enum QueryLimits {
    /// Bytes of UTF-8 in the whole text.
    package static let bytes = 8 << 10
    /// Words, phrases, ranges and patterns in the whole text; parentheses count for nothing.
    package static let clauses = 512
    /// Parentheses open at the same time.
    package static let nesting = 64
    /// Bytes of UTF-8 in a word with wildcards, these included, escapes resolved.
    package static let patternBytes = 256
    /// Bytes of UTF-8 in a regular expression, without the slashes around it.
    package static let regexBytes = 256
    /// Places in a regular expression that one character of a text can be at, each repetition counted out; also the
    /// largest number in `{n,m}`.
    package static let regexStates = 1_000
    /// The same of all regular expressions in a text.
    package static let regexStatesInAll = 4_000
    /// Ways from one such place to the next.
    package static let regexTransitions = 20_000
    /// Words that a phrase, or a word that is cut at its signs, is made of: `a-b` has two.
    package static let phraseWords = 128
    /// The same of a fuzzy word, each of which may stand for many.
    package static let fuzzyWords = 8
    /// Places by which the words of a phrase may be further apart.
    package static let slop = 64
    /// Changes by which a word may differ from a fuzzy one.
    package static let edits = 2
    /// The largest factor of a boost, which is greater than 0.
    package static let boost = 1_000_000.0
    /// Bytes of a value that a word with wildcards or a regular expression is compared with; what comes after them is
    /// not seen.
    package static let visibleBytes = 8 << 10
}
