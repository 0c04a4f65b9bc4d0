internal import PostgresClient
package import RegistryCore
internal import RegistryQuery
internal import RegistryStore
package import SearchIndex

/// The naive search over stored rows: the candidates that the caller may read, tried one by one at one moment.
///
/// Holds a page and a chunk of candidates in memory; where nothing is asked for but everything, counting and paging are
/// SQL's. Searches that look at candidates take turns, so that they never have all of the leases.
package struct PostgresSearchIndex: SearchIndex {
    private let client: PostgresClient
    private let replica: ReplicaReads
    private let lanes: LaneCount

    init(_ client: PostgresClient, replica: PostgresClient?, lanes: LaneCount) {
        self.client = client
        self.replica = ReplicaReads(primary: client, replica: replica)
        self.lanes = lanes
    }

    package func document(
        _ artifact: ArtifactID, readableBy caller: Identity
    ) async throws(SearchIndexError) -> ArtifactDocument? {
        do {
            return try await client.read(statement(for: artifact, Readability.arguments(caller))).first
                .map { try ArtifactDocument($0) }
        } catch {
            throw .unavailable(operation: "read a document", cause: error.asCause)
        }
    }

    package func search(
        _ request: SearchRequest, readableBy caller: Identity
    ) async throws(SearchIndexError) -> SearchPage {
        let reader = Readability.arguments(caller)
        let isListing = request.query == .everything && !request.latestOnly
        do {
            return try await replica.search(in: request.extent.lane(lanes), isLong: !isListing) { lease in
                let found =
                    isListing
                    ? try await listing(request, reader, lease) : try await matches(request, reader, lease)
                return SearchPage(
                    documents: try await documents(of: found.artifacts, reader, lease), total: found.total,
                    next: found.next)
            }
        } catch {
            if let error = error as? SearchIndexError { throw error }
            throw .unavailable(operation: "search", cause: error.asCause)
        }
    }

    package func count() async throws(SearchIndexError) -> Int {
        do {
            let statement = PostgresStatement(DocumentQueries.count, binding: Readability.arguments(.system))
            return try await client.read(statement).first?.int("count") ?? 0
        } catch {
            throw .unavailable(operation: "count documents", cause: error.asCause)
        }
    }

    /// A page as keys; the documents themselves are read in the same transaction.
    private struct Found {
        let artifacts: [ArtifactID]
        let total: Int
        let next: SearchPosition?
    }

    private func documents(
        of artifacts: [ArtifactID], _ reader: StoredArguments, _ lease: PostgresLease
    ) async throws -> [ArtifactDocument] {
        if artifacts.isEmpty { return [] }
        let answers = try await lease.run(artifacts.map { statement(for: $0, reader) })
        return try zip(artifacts, answers).map { artifact, rows in
            guard let row = rows.first else { throw DamagedRow("artifact", artifact.description) }
            return try ArtifactDocument(row)
        }
    }

    private func listing(
        _ request: SearchRequest, _ reader: StoredArguments, _ lease: PostgresLease
    ) async throws -> Found {
        let statements = ExtentStatements(request.extent)
        let extent = reader + request.extent.arguments(in: lanes)
        let limit = min(max(request.limit, 1), Limits.pageMaximum)
        let after = request.after ?? SearchPosition(sealedAt: Timestamp(milliseconds: .max), id: "")
        let answers = try await lease.run([
            PostgresStatement(
                statements.page,
                binding: extent + [
                    "sealed_at": after.sealedAt.milliseconds, "artifact": after.id, "limit": limit + 1,
                ]),
            PostgresStatement(statements.count, binding: extent),
        ])
        let keys = answers[0]
        let next = keys.count > limit ? keys[limit - 1] : nil
        return Found(
            artifacts: try keys.prefix(limit).map { try ArtifactID($0) },
            total: answers[1].first?.int("count") ?? 0,
            next: next.map { SearchPosition(sealedAt: $0.moment("sealed_at"), id: $0.text("artifact")) })
    }

    private func matches(
        _ request: SearchRequest, _ reader: StoredArguments, _ lease: PostgresLease
    ) async throws -> Found {
        let candidates = PostgresStatement(
            ExtentStatements(request.reach).candidates, binding: reader + request.reach.arguments(in: lanes))
        var search = NaiveSearch(request)
        let parsing = request.query != .everything
        try await lease.chunks(of: candidates) { rows in
            for row in rows { try search.consider(ArtifactDocument(candidate: row, parsing: parsing)) }
        }
        let page = search.page()
        return Found(artifacts: page.documents.map(\.id), total: page.total, next: page.next)
    }

    private func statement(for artifact: ArtifactID, _ reader: StoredArguments) -> PostgresStatement {
        let lane = lanes.lane(of: artifact.project)
        return PostgresStatement(DocumentQueries.byArtifact, binding: reader + artifact.arguments(in: lane))
    }
}
