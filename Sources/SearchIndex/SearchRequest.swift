package import RegistryCore
package import RegistryQuery

/// What is searched and which page of it is wanted.
package struct SearchRequest: Sendable, Hashable {
    package enum Extent: Sendable, Hashable {
        case everything
        case project(ProjectID)
        case version(VersionKey)
    }
    package var extent: Extent
    package var query: SearchQuery
    /// Keeps, per project, the highest revision among the matches that the caller may read.
    package var latestOnly: Bool
    package var order: SearchOrder
    /// Documents after this one in the order of results.
    package var after: SearchPosition?
    /// Leaves out what was sealed later: the start of a walk, so that it shows nothing newer than itself.
    package var sealedBy: Timestamp?
    /// What relevance is reckoned with; nil takes it from the documents as they are now. A walk keeps those of its
    /// beginning, so that no score changes on the way.
    package var statistics: RelevanceStatistics?
    /// Says for every document how its score came about; only for ``SearchOrder/relevance``.
    package var explains: Bool
    /// 0 to 500; 0 only counts.
    package var limit: Int
    /// How long it may be evaluated; nil is ``SearchBudget/time``.
    package var time: Duration?
    /// What it may cost by ``ReadablePrice``; nil is ``QueryPrice/maximum``.
    package var maximumPrice: Int?

    package init(
        extent: Extent = .everything, query: SearchQuery = .everything, latestOnly: Bool = false,
        order: SearchOrder = .newest, after: SearchPosition? = nil, sealedBy: Timestamp? = nil,
        statistics: RelevanceStatistics? = nil, explains: Bool = false, limit: Int = Limits.pageDefault,
        time: Duration? = nil, maximumPrice: Int? = nil
    ) {
        self.extent = extent
        self.query = query
        self.latestOnly = latestOnly
        self.order = order
        self.after = after
        self.sealedBy = sealedBy
        self.statistics = statistics
        self.explains = explains
        self.limit = limit
        self.time = time
        self.maximumPrice = maximumPrice
    }
}

/// The order of results; ties are always broken by the seal descending, then by the artifact id's bytes.
package enum SearchOrder: Sendable, Hashable {
    /// By the seal alone.
    case newest
    /// By ``Relevance``, the highest score first.
    case relevance
    /// By the values of fields, the first key first; at most ``SortKey/maximum`` keys.
    case fields([SortKey])
}

/// A field to sort by: documents without a value come last either way.
package struct SortKey: Sendable, Hashable {
    package static let maximum = 8
    package let field: FieldPath
    package let isDescending: Bool

    package init(_ field: FieldPath, isDescending: Bool = false) {
        self.field = field
        self.isDescending = isDescending
    }
}

package struct SearchPage: Sendable, Hashable {
    package let documents: [ArtifactDocument]
    /// All matches that the caller may read, exactly.
    package let total: Int
    /// Where the next page begins; nil on the last one.
    package let next: SearchPosition?
    /// What the scores were reckoned with; nil unless the order is by relevance.
    package let statistics: RelevanceStatistics?
    /// One per document when they were asked for, else empty.
    package let explanations: [RelevanceExplanation]

    package init(
        documents: [ArtifactDocument], total: Int, next: SearchPosition?, statistics: RelevanceStatistics? = nil,
        explanations: [RelevanceExplanation] = []
    ) {
        self.documents = documents
        self.total = total
        self.next = next
        self.statistics = statistics
        self.explanations = explanations
    }
}
