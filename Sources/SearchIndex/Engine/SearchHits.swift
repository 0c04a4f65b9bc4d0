package import Catalog
package import RegistryCore

/// What a search over segments has found.
package struct SearchHits: Sendable {
    /// The page, in the order that was asked for.
    package let hits: [SegmentHit]
    /// All matches that the caller may read.
    package let total: Int
    /// The last hit's position when there are more.
    package let next: SearchPosition?
    /// Nil unless the order is by relevance.
    package let statistics: RelevanceStatistics?
}

/// A document that was found.
package struct SegmentHit: Sendable, Hashable {
    package let lane: Lane
    package let upload: UploadKey
    package let path: ArtifactPath
    package let position: SearchPosition
    /// When it was asked for.
    package let explanation: RelevanceExplanation?
}
