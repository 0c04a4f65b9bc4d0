package import RegistryCore
package import RegistryQuery

package enum SearchIndexError: Error {
    case unavailable(operation: String, cause: any Error)
    /// The query would have to look at more than one search may; `reason` is a clause for the client, what to narrow.
    case tooExpensive(reason: String)
    /// Too many searches are evaluated for this one to get its turn soon.
    case busy
    /// Results cannot be in the order that was asked for; `reason` is a clause for the client.
    case unsortable(reason: String)
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
    /// - Throws: `.tooExpensive` past what a ``SearchBudget`` allows, within seconds; `.busy`; `.unsortable`; soon after
    ///   the task is cancelled `.unavailable` because of a `CancellationError`.
    func search(
        _ request: SearchRequest, readableBy caller: Identity
    ) async throws(SearchIndexError) -> SearchPage

    /// The values of fields over the matches of a query, counted exactly.
    ///
    /// - Throws: as ``search(_:readableBy:)`` does.
    func facets(
        _ request: FacetsRequest, readableBy caller: Identity
    ) async throws(SearchIndexError) -> FacetsAnswer

    /// The names of fields that begin with `prefix` and have a value in a document that the caller may read, each with
    /// the number of those documents; the most frequent first, ties by the name's bytes.
    func fields(
        beginningWith prefix: String, limit: Int, readableBy caller: Identity
    ) async throws(SearchIndexError) -> [FieldCount]

    /// All published documents; for `/status`.
    func count() async throws(SearchIndexError) -> Int
}

/// A field and how many readable documents have a value in it.
package struct FieldCount: Sendable, Hashable {
    package let field: FieldPath
    package let count: Int

    package init(field: FieldPath, count: Int) {
        self.field = field
        self.count = count
    }
}
