import Catalog
import GRDB
import RegistryCore
import RegistryStore
import RegistryStoreConformance
import SearchIndex
import StoreSQLite
import Testing

@Suite("Commits to SQLite")
struct CommitTests {
    /// 10 policies of 1 000 names each: 30 000 rows, tens of milliseconds; at its end nobody may read but the last owners.
    private func longCommit(in project: ProjectID, of store: SQLiteStore) async throws -> ChangeSet {
        var changes = ChangeSet(lane: store.lanes.lane(of: project))
        let owners = (0..<1_000).map { "user\($0)" }
        let policy = AccessPolicy(owners: owners, readAccess: .owners)
        for number in 1_000..<1_010 {
            changes.catalog.append(
                .putPolicy(PolicyRecord(number: number, scope: .project, policy: policy), of: .project(project)))
        }
        return changes
    }

    @Test func aReaderDuringALongCommitSeesWhatWasBeforeIt() async throws {
        try await withTemporaryDatabase { path in
            try await withStore(path) { store in
                let registry = StoreFixture(store)
                let project = try await registry.makeProject(policy: StoreFixture.open)
                try await registry.publish(try registry.version("v1", of: project), "a.txt")
                let changes = try await longCommit(in: project, of: store)
                let commit = Task { try await store.commit(changes) }
                let isDone = Task { try? await commit.value }
                var totals: Set<Int> = []
                var reads = 0
                while reads < 2_000 {
                    let page = try await store.index.search(SearchRequest(), readableBy: .anonymous)
                    totals.insert(page.total)
                    reads += 1
                    if page.total == 0 { break }
                }
                await isDone.value
                try await commit.value
                let last = try await store.index.search(SearchRequest(), readableBy: .anonymous)
                #expect(totals.isSubset(of: [0, 1]))
                #expect(totals.contains(1), "readers were served while it ran")
                #expect(last.total == 0)
            }
        }
    }

    @Test func aCommitIsNotCancelledWithTheTaskThatAskedForIt() async throws {
        try await withTemporaryDatabase { path in
            try await withStore(path) { store in
                let registry = StoreFixture(store)
                let project = try await registry.makeProject(policy: nil)
                for round in 0..<20 {
                    let version = try registry.version("v\(round)", of: project)
                    let lane = registry.lane(of: project)
                    let commit = Task {
                        var changes = ChangeSet(lane: lane)
                        changes.catalog.append(.insertVersion(VersionRecord(key: version, createdBy: nil)))
                        try await store.commit(changes)
                    }
                    if round % 2 == 1 { await Task.yield() }
                    commit.cancel()
                    try await commit.value
                    let facts = try await store.catalog.facts(of: project, version: version.version)
                    #expect(facts.version != nil)
                }
            }
        }
    }

    @Test func everyTransactionSetsWhatAPowerCutMayTakeBack() async throws {
        try await withTemporaryDatabase { path in
            let database = try SQLiteDatabase(path: path, lanes: LaneCount(1))
            for durability in [SQLiteDatabase.Durability.normal, .full, .normal, .full, .full] {
                let setting = try await database.write(durability) { (db: Database) -> Int? in
                    try Int.fetchOne(db, sql: "PRAGMA synchronous")
                }
                #expect(setting == (durability == .full ? 2 : 1))
            }
            try await database.close()
        }
    }

    @Test func noNumberIsHandedOutTwiceUnderManyWriters() async throws {
        try await withTemporaryDatabase { path in
            try await withStore(path, lanes: 8) { store in
                let numbers = try await withThrowingTaskGroup(of: Int.self) { group in
                    for _ in 0..<200 { group.addTask { try await store.reserve(.project(prefix: "PRJ")) } }
                    return try await group.reduce(into: []) { $0.append($1) }
                }
                #expect(Set(numbers).count == 200)
            }
        }
    }
}
