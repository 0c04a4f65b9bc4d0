package import Catalog

/// One change of the index; applied with the catalogue's changes or not at all.
package enum IndexChange: Sendable {
    /// Makes the documents staged under this fence what the upload shows. Expects exactly `documents` of them, so that a
    /// slice that was never written is a conflict and not a hole.
    case publish(UploadKey, fence: Int, documents: Int)
    /// Shows the upload's documents no more.
    case withdraw(UploadKey)
}
