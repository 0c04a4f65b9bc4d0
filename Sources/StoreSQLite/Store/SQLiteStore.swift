package import Catalog
internal import GRDB
package import JobQueue
package import RegistryCore
package import RegistryStore
package import SearchIndex

/// The whole record in one SQLite file that this process alone owns.
///
/// Commits, reserved numbers and ends of jobs survive a power cut (`synchronous=FULL`); staged rows and claims survive
/// the process, and a power cut once something later is committed. Claims of a former process are dead: its jobs are taken
/// back by the first rescue.
package final class SQLiteStore: RegistryStore {
    package let lanes: LaneCount
    package let catalog: any Catalog
    package let index: any SearchIndex
    package let segments: (any SegmentStore)?
    package let jobs: any JobQueue
    private let database: SQLiteDatabase
    let now: @Sendable () -> Timestamp

    /// Opens the file at `path`, creates it where there is none, and brings its schema up to date.
    ///
    /// - Parameters:
    ///   - lanes: fixed when the file is made.
    ///   - searchCache: bytes of the search index that are kept in memory.
    /// - Throws: `.unavailable` with a ``DatabaseRefusal`` as its cause for a file that is a newer release's, another
    ///   program's, or has another number of lanes; else with what SQLite says.
    package init(
        path: String, lanes: LaneCount = LaneCount(1), searchCache: Int = ChunkedSearch.cacheBytes,
        ambient: Ambient = .system
    ) throws(StoreError) {
        do {
            database = try SQLiteDatabase(path: path, lanes: lanes)
        } catch {
            throw StoreError(error, during: "open the database")
        }
        self.lanes = lanes
        now = ambient.now
        catalog = SQLiteCatalog(database, lanes: lanes)
        let segments = SQLiteSegmentStore(database, lanes: lanes)
        self.segments = segments
        index = ChunkedSearch(segments, cacheBytes: searchCache)
        jobs = SQLiteJobQueue(database, lanes: lanes, now: ambient.now)
    }

    /// Waits for what is running and closes the file; every call after it fails.
    package func close() async throws(StoreError) {
        do { try await database.close() } catch { throw StoreError(error, during: "close the database") }
    }

    package func commit(_ changes: ChangeSet) async throws(StoreError) {
        changes.requireOneLane(of: lanes)
        let now = now()
        try await write(.full, "commit") { (db: Database) -> Void in
            var catalog = CatalogWriter(db: db, lane: changes.lane, now: now, touches: changes.certainTouches)
            for change in changes.catalog { try catalog.apply(change) }
            let index = IndexWriter(db: db, lane: changes.lane, now: now)
            for change in changes.index { try index.apply(change) }
            let jobs = JobWriter(db: db, lane: changes.lane, now: now)
            for change in changes.jobs { try jobs.apply(change) }
            try IndexLogWriter(db: db, lane: changes.lane, now: now).write(catalog.touches)
            for case .record(let event) in changes.catalog { try catalog.record(event) }
        }
    }

    package func reserve(_ number: ReservedNumber) async throws(StoreError) -> Int {
        let sql: String
        let arguments: StoredArguments
        switch number {
        case .project(let prefix):
            sql = NumberQueries.take
            arguments = ["lane": lanes.lane(of: prefix).number, "kind": "project", "prefix": prefix]
        case .version(let project):
            sql = NumberQueries.take
            arguments =
                project.arguments(in: lanes.lane(of: project)) + [
                    "kind": "version", "prefix": project.description,
                ]
        case .policy(let lane):
            sql = NumberQueries.takePolicy
            arguments = ["lane": lane.number]
        }
        return try await write(.full, "reserve a number") { (db: Database) -> Int in
            guard let number = try Int.fetchAll(db.cachedStatement(sql: sql), arguments: arguments.bound).first else {
                throw DamagedRow("lane_heads", "\(number)")
            }
            return number
        }
    }

    func write<Value: Sendable>(
        _ durability: SQLiteDatabase.Durability, _ operation: String,
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(StoreError) -> Value {
        do {
            return try await database.write(durability, body)
        } catch {
            throw StoreError(error, during: operation)
        }
    }
}
