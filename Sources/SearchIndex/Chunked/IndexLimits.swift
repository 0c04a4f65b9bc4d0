/// How much of the index is built at a time and kept in memory; ``SegmentKeeper`` and the readers share it.
package struct IndexLimits: Sendable {
    /// Documents with which a segment that is being built is closed.
    package var segmentDocuments = 8_192
    /// Bytes with which it is closed, as ``SegmentBuilder/byteCount`` tells them; finishing it takes about twice as
    /// many. One slice of documents, at most 8 MiB of nothing but words, adds up to 200 MiB.
    package var segmentBytes = 64 << 20
    /// Documents without a stored segment past which a lane cannot be searched yet: more than its keeper leaves behind by
    /// far, as after an upgrade from a release that had none.
    package var tailDocuments = 50_000
    /// Bytes of index that those documents have at most, likewise.
    package var tailBytes = 64 << 20

    package init() {}
}
