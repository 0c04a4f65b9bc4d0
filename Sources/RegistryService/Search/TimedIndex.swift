internal import Logging
internal import RegistryCore
internal import RegistryQuery
internal import RegistryStore
internal import SearchIndex

/// The index as services ask it: what it refuses becomes the client's error, its time is counted, what is slow is logged.
struct TimedIndex: Sendable {
    let registry: Registry

    func search(_ request: SearchRequest, for caller: Identity) async throws -> SearchPage {
        try await timed("search", request.query, request.extent, "\(request.order.shape)", caller) {
            () async throws(SearchIndexError) in
            try await registry.store.index.search(request, readableBy: caller)
        }
    }

    func facets(_ request: FacetsRequest, for caller: Identity) async throws -> FacetsAnswer {
        try await timed("facets", request.query, request.extent, "facets×\(request.facets.count)", caller) {
            () async throws(SearchIndexError) in
            try await registry.store.index.facets(request, readableBy: caller)
        }
    }

    func fields(beginningWith prefix: String, limit: Int, for caller: Identity) async throws -> [FieldCount] {
        try await timed("fields", .everything, .everything, "prefix", caller) {
            () async throws(SearchIndexError) in
            try await registry.store.index.fields(beginningWith: prefix, limit: limit, readableBy: caller)
        }
    }

    private func timed<Answer>(
        _ kind: String, _ query: SearchQuery, _ extent: SearchRequest.Extent, _ order: String, _ caller: Identity,
        _ ask: () async throws(SearchIndexError) -> Answer
    ) async throws -> Answer {
        let start = ContinuousClock.now
        defer { end(kind, query, extent, order, caller, after: ContinuousClock.now - start) }
        do throws(SearchIndexError) {
            return try await ask()
        } catch {
            switch error {
            case .tooExpensive(let reason): throw RegistryError(.invalidQuery, "Query refused: \(reason)")
            case .busy:
                throw RegistryError(.busy, "too many searches are running; try again", retryAfter: 5, cause: error)
            case .unsortable(let reason): throw RegistryError(.invalidQuery, "sort error: \(reason)")
            case .unavailable(_, let cause as CancellationError): throw cause
            case .unavailable: throw error
            }
        }
    }

    /// Never what was looked for: values of a query may be names of people.
    private func end(
        _ kind: String, _ query: SearchQuery, _ extent: SearchRequest.Extent, _ order: String, _ caller: Identity,
        after duration: Duration
    ) {
        RequestTimes.current?.addSearch(duration)
        guard duration >= registry.settings.slowQuery else { return }
        registry.logger.warning(
            "a search was slow",
            metadata: [
                "search.kind": "\(kind)", "search.shape": "\(query.root.shape)", "search.order": "\(order)",
                "search.extent": "\(extent.shape)", "caller": "\(caller.kind)",
                "duration_ms": "\(duration.milliseconds)",
            ])
    }
}

extension SearchOrder {
    fileprivate var shape: String {
        switch self {
        case .newest: "newest"
        case .relevance: "relevance"
        case .fields(let keys): keys.map { ($0.isDescending ? "-" : "") + $0.field.shape }.joined(separator: ",")
        }
    }
}

extension SearchRequest.Extent {
    fileprivate var shape: String {
        switch self {
        case .everything: "everything"
        case .project: "project"
        case .version: "version"
        }
    }
}

extension Identity {
    /// What kind of caller this is, without a name.
    fileprivate var kind: String { isAdmin ? "admin" : isAnonymous ? "anonymous" : "user" }
}
