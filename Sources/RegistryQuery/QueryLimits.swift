/// How large a search text may be (design section 9); past each of them the query is refused.
package enum QueryLimits {
    /// Bytes of UTF-8 in the whole text.
    package static let bytes = 8 << 10
    /// Words, phrases and wildcards in the whole text; parentheses count for nothing.
    package static let clauses = 512
    /// Parentheses open at the same time.
    package static let nesting = 64
    /// Bytes of UTF-8 in a word with wildcards, these included, escapes resolved.
    package static let patternBytes = 256
    /// Bytes of a value that a word with wildcards is compared with; what comes after them is not seen.
    package static let visibleBytes = 8 << 10
}
