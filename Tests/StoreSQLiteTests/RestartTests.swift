import Catalog
import Foundation
import GRDB
import JSONDocument
import JobQueue
import RegistryCore
import RegistryQuery
import RegistryStore
import RegistryStoreConformance
import SearchIndex
import StoreSQLite
import Testing

@Suite("A SQLite database that is closed and opened again")
struct RestartTests {
    @Test("and waits for what runs, without keeping from its end what it waits for")
    func closesWhileReadsRun() async throws {
        // As many as there are threads for tasks, and more.
        try await withThrowingTaskGroup { group in
            for _ in 0..<2 * ProcessInfo.processInfo.activeProcessorCount {
                group.addTask {
                    try await withTemporaryDatabase { path in
                        let database = try SQLiteDatabase(path: path, lanes: LaneCount(1))
                        let (begun, beginning) = AsyncStream<Void>.makeStream()
                        async let answer = database.read { (db: Database) -> Int? in
                            beginning.finish()
                            Thread.sleep(forTimeInterval: 0.3)
                            return try Int.fetchOne(db, sql: "SELECT 1")
                        }
                        for await _ in begun {}
                        try await database.close()
                        #expect(try await answer == 1)
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    @Test(arguments: [1, 8])
    func givesBackEverythingThatWasCommitted(lanes: Int) async throws {
        try await withTemporaryDatabase { path in
            let before = try await withStore(path, lanes: lanes) { store in
                let registry = StoreFixture(store)
                let project = try await registry.makeProject("PRJ1", policy: StoreFixture.closed)
                let version = try registry.version("v1", of: project)
                try await registry.publish(
                    version, documents: [try registry.document("a.txt", ["title": "Zürich", "n": 1.50])])
                try await registry.put(StoreFixture.open, of: version)
                try await registry.enqueue(registry.job(of: project, key: "once"))
                try await registry.commit(in: project) {
                    $0.catalog.append(
                        .record(
                            EventRecord(
                                id: RandomID(), type: "upload.started", time: StoreFixture.start, actor: nil,
                                project: project, version: nil, data: ["a": [1, 2]])))
                }
                return try await Contents(of: project, version, in: store)
            }
            let after = try await withStore(path, lanes: lanes) { store in
                let project = try ProjectID(parsing: "PRJ1")
                return try await Contents(of: project, StoreFixture(store).version("v1", of: project), in: store)
            }
            #expect(before.page.total == 1)
            #expect(before.tickets.count == 1)
            #expect(before == after)
        }
    }

    /// What a reader can see of one version.
    private struct Contents: Equatable {
        let facts: VersionFacts
        let page: SearchPage
        let files: [FileRecord]
        let events: [EventRecord]
        let tickets: [JobTicket]

        init(of project: ProjectID, _ version: VersionKey, in store: any RegistryStore) async throws {
            facts = try await store.catalog.facts(of: project, version: version.version)
            page = try await store.index.search(SearchRequest(), readableBy: .anonymous)
            files =
                if let current = facts.current {
                    try await store.catalog.files(of: current.key, after: nil, limit: 10)
                } else { [] }
            events = try await store.catalog.events(in: store.lanes.lane(of: project), after: 0, limit: 10)
                .map(\.event)
            tickets = try await store.jobs.due(at: StoreFixture.start, after: nil, limit: 10)
        }
    }

    @Test func neverHandsOutANumberTwice() async throws {
        try await withTemporaryDatabase { path in
            var numbers: [Int] = []
            for _ in 0..<3 {
                numbers += try await withStore(path) { store in
                    [
                        try await store.reserve(.project(prefix: "PRJ")),
                        try await store.reserve(.project(prefix: "PRJ")),
                    ]
                }
            }
            #expect(numbers == [1, 2, 3, 4, 5, 6])
        }
    }

    @Test func takesBackTheJobsThatItsFormerProcessWasRunning() async throws {
        try await withTemporaryDatabase { path in
            let lease = StoreFixture.start + .seconds(3_600)
            let claim = try await withStore(path) { store in
                let registry = StoreFixture(store)
                let job = registry.job(of: try await registry.makeProject())
                try await registry.enqueue(job)
                let claim = try await registry.claim(job.id, lease: lease).claim
                let early = try await store.jobs.rescue(now: StoreFixture.start, limit: 10)
                #expect(early.isEmpty, "its lease holds")
                return claim
            }
            try await withStore(path) { store in
                let registry = StoreFixture(store)
                // Nobody is left who could hold it, whatever its lease said.
                let hold = try await registry.heartbeat(claim, lease: lease)
                #expect(hold == .lost)
                let isEnded = try await registry.finish(claim)
                #expect(!isEnded)
                let rescued = try await store.jobs.rescue(now: StoreFixture.start, limit: 10)
                #expect(rescued.map(\.id) == [claim.id])
                #expect(rescued.map(\.state) == [.retryable])
                #expect(rescued.map(\.rescues) == [1])
                let id = claim.id
                try await StoreFixture(store).claim(id)
            }
        }
    }

    @Test func sweepsWhatWasStagedForAnUploadThatNeverStarted() async throws {
        try await withTemporaryDatabase { path in
            let upload = try await withStore(path) { store in
                let registry = StoreFixture(store)
                let project = try await registry.makeProject()
                let upload = registry.newUpload(of: try registry.version("v1", of: project))
                let files = try (0..<30).map { FileRecord(path: try ArtifactPath(parsing: "f\($0)")) }
                try await store.stage(.files(files), of: upload, fence: 0)
                return upload
            }
            try await withStore(path) { store in
                let later = Timestamp.current() + .seconds(60)
                let removed = try await [
                    store.sweep(before: StoreFixture.start, limit: 100),
                    store.sweep(before: later, limit: 20), store.sweep(before: later, limit: 20),
                    store.sweep(before: later, limit: 20),
                ]
                #expect(removed == [0, 20, 10, 0])
                let registry = StoreFixture(store)
                try await registry.commit(in: upload.project) {
                    $0.catalog.append(.insertVersion(VersionRecord(key: upload.version, createdBy: nil)))
                    $0.catalog.append(.insertUpload(registry.record(upload)))
                }
                let left = try await store.catalog.files(of: upload, after: nil, limit: 100)
                #expect(left.isEmpty)
            }
        }
    }
}

/// Opens the database at `path` for the time of `body`.
func withStore<Answer>(
    _ path: String, lanes: Int = 1, _ body: (SQLiteStore) async throws -> Answer
) async throws -> Answer {
    let store = try SQLiteStore(path: path, lanes: LaneCount(lanes))
    do {
        let answer = try await body(store)
        try await store.close()
        return answer
    } catch {
        try await store.close()
        throw error
    }
}
