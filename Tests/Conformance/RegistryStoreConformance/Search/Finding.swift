internal import Catalog
internal import JSONDocument
internal import RegistryCore
internal import RegistryQuery
internal import RegistryStore
internal import SearchIndex
internal import Testing

// Short ways to fill a store and to ask it.
extension StoreFixture {
    /// Makes a project and publishes documents in it, each the JSON text of one path.
    func fill(
        _ project: String = "PRJ1", policy: AccessPolicy = open, at time: Timestamp = start, textFields: [String] = [],
        nestedFields: [String] = [], documents: KeyValuePairs<String, String>
    ) async throws {
        let version = try version("1", of: try await makeProject(project, policy: policy))
        let documents = try documents.map { path, json in
            try document(path, try JSONValue(parsing: json), textFields: textFields, nestedFields: nestedFields)
        }
        try await publish(version, documents: documents, at: time)
    }

    /// The paths of all matches in their order, which a search by pages of `limit` finds as well.
    func paths(
        _ query: String, by caller: Identity = .anonymous, order: SearchOrder = .newest, limit: Int = 2,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> [String] {
        var request = SearchRequest(query: try SearchQuery(parsing: query), order: order, limit: 500)
        let whole = try await store.index.search(request, readableBy: caller)
        #expect(whole.total == whole.documents.count, "\(query)", sourceLocation: sourceLocation)
        request.limit = limit
        var documents: [ArtifactDocument] = []
        repeat {
            let page = try await store.index.search(request, readableBy: caller)
            #expect(page.total == whole.total, "\(query)", sourceLocation: sourceLocation)
            documents += page.documents
            request.after = page.next
            request.statistics = page.statistics
        } while request.after != nil && documents.count < whole.total
        #expect(documents == whole.documents, "\(query)", sourceLocation: sourceLocation)
        return whole.documents.map(\.id.path.description)
    }

    /// The answer to one facet.
    func answer(
        _ facet: Facet, _ query: String = "*", selected: [FieldPath: [String]] = [:], by caller: Identity = .anonymous
    ) async throws -> FacetAnswer {
        let request = FacetsRequest(query: try SearchQuery(parsing: query), selected: selected, facets: [facet])
        let answer = try await store.index.facets(request, readableBy: caller)
        return try #require(answer.facets.first)
    }

    /// The keys and counts of the buckets of one facet.
    func counts(
        _ facet: Facet, _ query: String = "*", selected: [FieldPath: [String]] = [:], by caller: Identity = .anonymous
    ) async throws -> [String] {
        try await answer(facet, query, selected: selected, by: caller).counts
    }
}

extension FacetAnswer {
    /// `key: count` of each bucket.
    var counts: [String] { buckets.map { "\($0.key.spelling): \($0.count)" } }
}
