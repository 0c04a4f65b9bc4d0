package import Catalog
package import RegistryCore

/// The documents of one upload under one fence: neighbours in a segment, in the order of their artifact ids' bytes.
///
/// An upload that is too large for one segment has a run in each of several.
package struct SegmentRun: Sendable, Hashable {
    package let upload: UploadKey
    package let fence: Int
    package let revision: Revision
    package let sealedAt: Timestamp
    /// The position of the first document.
    package let first: Int
    /// Documents; never 0.
    package let count: Int
    /// The sum of the documents' lengths in words.
    package let words: Int

    package init(
        upload: UploadKey, fence: Int, revision: Revision, sealedAt: Timestamp, first: Int, count: Int, words: Int
    ) {
        self.upload = upload
        self.fence = fence
        self.revision = revision
        self.sealedAt = sealedAt
        self.first = first
        self.count = count
        self.words = words
    }
    package var positions: Range<Int> { first..<first + count }
}
