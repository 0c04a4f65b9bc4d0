package import Catalog

/// One change of the index; applied with the catalogue's changes or not at all.
package enum IndexChange: Sendable {
    /// Makes the documents staged under this fence what the upload shows. Expects exactly `documents` of them, so that a
    /// slice that was never written is a conflict and not a hole.
    case publish(UploadKey, fence: Int, documents: Int)
    /// Shows the upload's documents no more.
    case withdraw(UploadKey)
    /// Puts stored segments, whose parts are all written, in the place of others.
    ///
    /// Expects the retired ones to be there, and, with `expecting`, those to be all that the lane has: so of two that
    /// store the same documents one has to look again. A store without segments refuses it as a conflict.
    case exchange(expecting: [SegmentID]?, retired: [SegmentID], added: [SegmentRecord])
}
