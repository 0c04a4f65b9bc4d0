package import RegistryCore
package import RegistryQuery

package enum SearchIndexError: Error {
    case unavailable(operation: String, cause: any Error)
    /// The query would have to look at more than one search may; `reason` is a clause for the client, what to narrow.
    case tooExpensive(reason: String)
}

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
    /// Documents after this one in the order of results.
    package var after: SearchPosition?
    /// 1 to 500.
    package var limit: Int

    package init(
        extent: Extent = .everything, query: SearchQuery = .everything, latestOnly: Bool = false,
        after: SearchPosition? = nil, limit: Int = Limits.pageDefault
    ) {
        self.extent = extent
        self.query = query
        self.latestOnly = latestOnly
        self.after = after
        self.limit = limit
    }
}

package struct SearchPage: Sendable, Hashable {
    package let documents: [ArtifactDocument]
    /// All matches that the caller may read, exactly.
    package let total: Int
    /// Where the next page begins; nil on the last one.
    package let next: SearchPosition?

    package init(documents: [ArtifactDocument], total: Int, next: SearchPosition?) {
        self.documents = documents
        self.total = total
        self.next = next
    }
}

/// Published documents, by key and by query; shows a caller only what the policy of this moment lets the caller read.
///
/// Documents and policies are read at one moment: a change that was committed before the call is always seen, and no
/// answer mixes two policies or two uploads of a version.
package protocol SearchIndex: Sendable {
    /// The document of `artifact` in the upload that its version serves; nil also for one the caller may not read.
    func document(
        _ artifact: ArtifactID, readableBy caller: Identity
    ) async throws(SearchIndexError) -> ArtifactDocument?

    /// The matches of a query, in their order, from `request.after` on.
    ///
    /// - Throws: `.tooExpensive` past what a ``SearchBudget`` allows, within seconds; soon after the task is cancelled
    ///   `.unavailable` because of a `CancellationError`.
    func search(
        _ request: SearchRequest, readableBy caller: Identity
    ) async throws(SearchIndexError) -> SearchPage

    /// All published documents; for `/status`.
    func count() async throws(SearchIndexError) -> Int
}
