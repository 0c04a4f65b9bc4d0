/// A value of the dictionary and where its documents are.
package struct TermEntry: Sendable, Hashable {
    /// Among the entries of its field and kind, from 0, in the order of their keys.
    package let ordinal: Int
    /// Documents that have it, at least 1.
    package let count: Int
    /// Up to ``inlineMaximum`` documents; meaningless where there are more.
    let inline: SIMD3<UInt16>
    /// Byte ranges within the streams of the segment; empty where there is nothing to say.
    let postings: Range<Int>
    let frequencies: Range<Int>
    let positions: Range<Int>

    /// A posting list as short as this stands in the dictionary itself.
    static let inlineMaximum = 3
}
