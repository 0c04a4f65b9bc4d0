internal import GRDB
package import RegistryCore
internal import RegistryQuery
internal import RegistryStore
package import SearchIndex

/// The naive search over stored rows: the candidates that the caller may read, tried one by one at one moment.
///
/// Holds a page in memory, not the candidates; where nothing is asked for but everything, counting and paging are SQL's.
/// Searches that look at candidates take turns, so that they never have all of the database's readers.
package struct SQLiteSearchIndex: SearchIndex {
    private let database: SQLiteDatabase
    private let lanes: LaneCount
    /// Half of the readers: the other half answers what is asked by key.
    private let gate = SearchGate(width: SQLiteDatabase.readers / 2)

    init(_ database: SQLiteDatabase, lanes: LaneCount) {
        self.database = database
        self.lanes = lanes
    }

    package func document(
        _ artifact: ArtifactID, readableBy caller: Identity
    ) async throws(SearchIndexError) -> ArtifactDocument? {
        try await read("read a document") { [lanes] (db: Database) -> ArtifactDocument? in
            try Self.document(artifact, in: lanes, Readability.arguments(caller), db)
        }
    }

    package func search(
        _ request: SearchRequest, readableBy caller: Identity
    ) async throws(SearchIndexError) -> SearchPage {
        let isListing = request.query == .everything && !request.latestOnly
        return try await read("search", gate: isListing ? nil : gate) { [lanes] (db: Database) -> SearchPage in
            let reader = Readability.arguments(caller)
            let found =
                isListing
                ? try Self.listing(request, in: lanes, reader, db) : try Self.matches(request, in: lanes, reader, db)
            let documents = try found.artifacts.map { artifact in
                guard let document = try Self.document(artifact, in: lanes, reader, db) else {
                    throw DamagedRow("artifact", artifact.description)
                }
                return document
            }
            return SearchPage(documents: documents, total: found.total, next: found.next)
        }
    }

    package func count() async throws(SearchIndexError) -> Int {
        try await read("count documents") { (db: Database) -> Int in
            try db.number(DocumentQueries.count, Readability.arguments(.system))
        }
    }

    /// A page as keys; the documents themselves are read in the same transaction.
    private struct Found {
        let artifacts: [ArtifactID]
        let total: Int
        let next: SearchPosition?
    }

    private static func listing(
        _ request: SearchRequest, in lanes: LaneCount, _ reader: StoredArguments, _ db: Database
    ) throws -> Found {
        let statements = ExtentStatements(request.extent)
        let extent = reader + request.extent.arguments(in: lanes)
        let limit = min(max(request.limit, 1), Limits.pageMaximum)
        let after = request.after ?? SearchPosition(sealedAt: Timestamp(milliseconds: .max), id: "")
        let keys = try db.all(
            statements.page,
            extent + ["sealed_at": after.sealedAt.milliseconds, "artifact": after.id, "limit": limit + 1])
        let next = keys.count > limit ? keys[limit - 1] : nil
        return Found(
            artifacts: try keys.prefix(limit).map { try ArtifactID($0) },
            total: try db.number(statements.count, extent),
            next: next.map { SearchPosition(sealedAt: $0.moment("sealed_at"), id: $0.text("artifact")) })
    }

    private static func matches(
        _ request: SearchRequest, in lanes: LaneCount, _ reader: StoredArguments, _ db: Database
    ) throws -> Found {
        let candidates = try Row.fetchCursor(
            db.cachedStatement(sql: ExtentStatements(request.reach).candidates),
            arguments: (reader + request.reach.arguments(in: lanes)).bound)
        var search = NaiveSearch(request)
        let parsing = request.query != .everything
        while let row = try candidates.next() {
            try search.consider(ArtifactDocument(candidate: row, parsing: parsing))
        }
        let page = search.page()
        return Found(artifacts: page.documents.map(\.id), total: page.total, next: page.next)
    }

    private static func document(
        _ artifact: ArtifactID, in lanes: LaneCount, _ reader: StoredArguments, _ db: Database
    ) throws -> ArtifactDocument? {
        let lane = lanes.lane(of: artifact.project)
        return try db.first(DocumentQueries.byArtifact, reader + artifact.arguments(in: lane))
            .map { try ArtifactDocument($0) }
    }

    private func read<Value: Sendable>(
        _ operation: String, gate: SearchGate? = nil, _ body: @Sendable (Database) throws -> Value
    ) async throws(SearchIndexError) -> Value {
        do {
            guard let gate else { return try await database.read(body) }
            return try await gate.pass { try await database.read(body) }
        } catch {
            if let error = error as? SearchIndexError { throw error }
            throw .unavailable(operation: operation, cause: error)
        }
    }
}
