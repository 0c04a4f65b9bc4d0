/// A pattern as ECMA-262 section 22.2.1 reads it.
indirect enum PatternNode: Sendable {
    /// One code point; half of a surrogate pair, which no text contains, matches nothing.
    case character(UInt32)
    case set(CodePointSet)
    /// `^`
    case start
    /// `$`
    case end
    case wordBoundary(isNegated: Bool)
    case sequence([PatternNode])
    case alternatives([PatternNode])
    /// A group that is counted; one that is not is what it contains.
    case capture(PatternNode)
    /// `most` is nil without an upper end.
    case repetition(PatternNode, least: Int, most: Int?, isLazy: Bool)
    case look(PatternNode, isBehind: Bool, isNegated: Bool)
    /// A group's number, from 1.
    case reference(Int)
}
