package import Catalog
package import JobQueue
package import PostgresClient
package import RegistryCore
package import RegistryStore
package import SearchIndex

/// The whole record in a PostgreSQL database that any number of processes share.
///
/// A commit is one pipeline and one implicit transaction; what it relies on is checked within it. Nothing here migrates:
/// see ``PostgresMigrator``.
package final class PostgresStore: RegistryStore {
    package let lanes: LaneCount
    package let catalog: any Catalog
    package let index: any SearchIndex
    package let segments: (any SegmentStore)?
    package let jobs: any JobQueue
    let client: PostgresClient
    let now: @Sendable () -> Timestamp

    /// - Parameters:
    ///   - replica: a server that follows the primary, for searches as far as it is up to date.
    ///   - lanes: as many as the database was made with: ``PostgresMigrator/lanes()`` says.
    ///   - searchCache: bytes of the search index that are kept in memory.
    package init(
        _ client: PostgresClient, replica: PostgresClient? = nil, lanes: LaneCount = LaneCount(64),
        searchCache: Int = ChunkedSearch.cacheBytes, ambient: Ambient = .system
    ) {
        self.client = client
        self.lanes = lanes
        now = ambient.now
        catalog = PostgresCatalog(client, lanes: lanes)
        let segments = PostgresSegmentStore(client, replica: replica, lanes: lanes)
        self.segments = segments
        index = ChunkedSearch(segments, cacheBytes: searchCache)
        jobs = PostgresJobQueue(client, lanes: lanes, now: ambient.now)
    }

    package func commit(_ changes: ChangeSet) async throws(StoreError) {
        changes.requireOneLane(of: lanes)
        if changes.isEmpty { return }
        let now = now()
        var pipeline = Pipeline(lane: changes.lane)
        for version in changes.versionsToHold {
            pipeline.add(VersionQueries.hold, version.arguments(in: changes.lane))
        }
        var catalog = CatalogWriter(now: now, log: IndexLog(changes))
        for change in changes.catalog { catalog.apply(change, to: &pipeline) }
        let index = IndexWriter(now: now)
        for change in changes.index { index.apply(change, to: &pipeline) }
        for change in changes.jobs { JobWriter(now: now).apply(change, to: &pipeline) }
        // From here to the end the lane's row is held, by who waits for nobody.
        catalog.log.finish(at: now, in: &pipeline)
        for change in changes.index { index.exchange(change, in: &pipeline) }
        catalog.record(changes, in: &pipeline)
        try await write(pipeline, "commit")
    }

    package func reserve(_ number: ReservedNumber) async throws(StoreError) -> Int {
        let statement: PostgresStatement
        switch number {
        case .project(let prefix):
            statement = PostgresStatement(
                NumberQueries.take,
                binding: ["lane": lanes.lane(of: prefix).number, "kind": "project", "prefix": prefix])
        case .version(let project):
            statement = PostgresStatement(
                NumberQueries.take,
                binding: project.arguments(in: lanes.lane(of: project)) + [
                    "kind": "version", "prefix": project.description,
                ])
        case .policy(let lane):
            statement = PostgresStatement(NumberQueries.takePolicy, binding: ["lane": lane.number])
        }
        do throws(PostgresError) {
            // A number that a lost connection took is a gap.
            guard let row = try await client.read(statement).first, let taken = row.int("number") else {
                throw PostgresError.missing("a number for \(number)")
            }
            return taken
        } catch {
            throw StoreError(error, during: "reserve a number")
        }
    }

    @discardableResult
    func write(_ pipeline: Pipeline, _ operation: String) async throws(StoreError) -> [PostgresRows] {
        try await client.write(pipeline, operation)
    }
}
