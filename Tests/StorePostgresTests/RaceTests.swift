import Catalog
import EventReactor
import JSONDocument
import JobQueue
import PostgresClient
import RegistryCore
import RegistryStore
import RegistryStoreConformance
import SearchIndex
import StorePostgres
import Testing

/// Two transactions that meet half-way, which a database with one writer never has.
///
/// A commit with an event takes its lane's row last: who holds that row keeps the commit before its end.
@Suite(
    "PostgreSQL between two commits", .enabled(if: TestDatabase.url != nil, Comment(rawValue: TestDatabase.isAbsent)))
struct RaceTests {
    private static let lane = PostgresStatement("SELECT 1 FROM lane_heads FOR UPDATE")

    @Test("a job that a commit relies on is not claimed before that commit is made")
    func coalescing() async throws {
        try await withStore { fixture, database in
            let project = try await fixture.makeProject()
            let waiting = job(in: fixture.lane(of: project), uniqueKey: "same")
            try await fixture.commit(in: project) { $0.jobs = [.enqueue(waiting)] }
            try await database.withHeld(Self.lane) { other, release in
                async let commit: Void = fixture.commit(in: project) {
                    $0.catalog = [event(of: project)]
                    $0.jobs = [.enqueue(job(in: fixture.lane(of: project), uniqueKey: "same"))]
                }
                try await other.when(1, wait: "for the lane")
                let second = StoreFixture(PostgresStore(other, lanes: fixture.store.lanes))
                async let seen = claimAndLook(waiting.id, project, second)
                try await Task.sleep(for: .milliseconds(300))
                try await release()
                try await commit
                #expect(try await seen == 1)
            }
        }
    }

    /// How many events there were as soon as the job was ours.
    private func claimAndLook(_ id: JobID, _ project: ProjectID, _ fixture: StoreFixture) async throws -> Int {
        let now = StoreFixture.start
        let claimed = try await fixture.store.jobs.claim(
            [id], by: WorkerID("probe"), now: now, lease: now + .seconds(30))
        #expect(claimed.map(\.id) == [id])
        return try await fixture.store.catalog.events(in: fixture.lane(of: project), after: 0, limit: 10).count
    }

    @Test("a slice that is late does not slip into an upload that is starting")
    func lateSlice() async throws {
        try await withStore { fixture, database in
            let project = try await fixture.makeProject()
            let version = try fixture.version("1", of: project)
            let upload = fixture.newUpload(of: version)
            try await database.withHeld(Self.lane) { other, release in
                async let start: Void = fixture.commit(in: project) {
                    $0.catalog = [
                        .insertVersion(VersionRecord(key: version, last: upload.id, createdBy: nil)),
                        .insertUpload(fixture.record(upload)), event(of: project),
                    ]
                }
                try await other.when(1, wait: "for the lane")
                let second = PostgresStore(other, lanes: fixture.store.lanes)
                async let slice = outcome {
                    try await second.stage(.files([try fixture.file("late", in: upload)]), of: upload, fence: 0)
                }
                try await Task.sleep(for: .milliseconds(300))
                try await release()
                try await start
                #expect(await slice == .conflict)
            }
            #expect(try await fixture.store.catalog.files(of: upload, after: nil, limit: 10).isEmpty)
        }
    }

    @Test("commits that change the same rows in different order never wait for each other")
    func lockOrder() async throws {
        try await withStore { fixture, database in
            let project = try await fixture.makeProject()
            let version = try fixture.version("1", of: project)
            let upload = try await fixture.startUpload(of: version)
            let stored = try await fixture.stored(version)
            let row = CatalogChange.updateUpload(try await fixture.stored(upload), expecting: .uploading, fence: 0)
            let owner = CatalogChange.updateVersion(stored, expecting: stored.guardNumber)
            try await database.withHeld(PostgresStatement("SELECT 1 FROM versions FOR UPDATE")) { other, release in
                let second = StoreFixture(PostgresStore(other, lanes: fixture.store.lanes))
                async let down = outcome { try await fixture.commit(in: project) { $0.catalog = [owner, row] } }
                try await other.when(1, wait: "for the version")
                // It would take the upload, then wait for the version behind the one that will want the upload.
                async let up = outcome { try await second.commit(in: project) { $0.catalog = [row, owner] } }
                try await Task.sleep(for: .milliseconds(300))
                try await release()
                #expect(await down == .made)
                #expect(await up == .conflict)
            }
            #expect(try await database.deadlocks() == 0)
        }
    }

    @Test("of policies that are put at once one is left, and its members")
    func policies() async throws {
        try await withStore { fixture, database in
            let project = try await fixture.makeProject()
            let version = try fixture.version("1", of: project)
            try await fixture.startUpload(of: version)
            try await withThrowingTaskGroup { group in
                for index in 0..<40 {
                    group.addTask {
                        if index % 2 == 0 {
                            try await fixture.put(StoreFixture.closed, of: project)
                        } else {
                            try await fixture.put(StoreFixture.closed, of: version)
                        }
                    }
                }
                try await group.waitForAll()
            }
            let left = try await database.client.read(
                PostgresStatement(
                    """
                    SELECT (SELECT count(*) FROM policies) AS policies,
                      (SELECT count(DISTINCT policy) FROM policy_members) AS owners,
                      (SELECT count(*) FROM policies q JOIN projects p ON p.policy = q.policy)
                        + (SELECT count(*) FROM policies q JOIN versions v ON v.policy = q.policy) AS used
                    """)
            ).first
            #expect(left?.int("policies") == 2)
            #expect(left?.int("owners") == 2)
            #expect(left?.int("used") == 2)
        }
    }

    @Test("a row that is refused for a reason nobody expects is no conflict, which would be tried again and again")
    func mistakes() async throws {
        try await withStore { fixture, database in
            let project = try await fixture.makeProject()
            let record = AuditRecord(
                id: RandomID(), time: StoreFixture.start, actor: nil, action: "probe", project: project, version: nil,
                detail: [:])
            func add(_ record: AuditRecord) async -> Outcome {
                await outcome { try await fixture.commit(in: project) { $0.catalog = [.audit(record)] } }
            }
            #expect(await add(record) == .made)
            #expect(await add(record) == .failed)
            _ = try await database.client.write([
                PostgresStatement("ALTER TABLE projects ADD CHECK (guard < 1) NOT VALID")
            ])
            let guarded = await outcome {
                try await fixture.commit(in: project) { $0.catalog = [.guardProject(project, expecting: 0)] }
            }
            #expect(guarded == .failed)
        }
    }

    @Test("searches that hang leave room for what is asked by key, and make room when they are cancelled")
    func searches() async throws {
        try await withStore { fixture, database in
            let project = try await fixture.makeProject()
            let version = try fixture.version("1", of: project)
            try await fixture.publish(version, "a")
            let request = SearchRequest(extent: .everything, latestOnly: true)
            func facts() async throws -> Duration {
                try await ContinuousClock().measure {
                    let facts = try await fixture.store.catalog.facts(of: project, version: version.version)
                    #expect(facts.current != nil)
                }
            }
            try await database.withOthers(1) { others in
                try await others[0].transaction { lease in
                    _ = try await lease.run(PostgresStatement("LOCK TABLE docs IN ACCESS EXCLUSIVE MODE"))
                    let searches = (0..<6).map { _ in
                        Task { try await fixture.store.index.search(request, readableBy: .system) }
                    }
                    try await Task.sleep(for: .milliseconds(300))
                    #expect(try await facts() < .seconds(2))
                    for search in searches { search.cancel() }
                    for search in searches { await #expect(throws: SearchIndexError.self) { try await search.value } }
                }
            }
            // Every lease is there again.
            let totals = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<4 {
                    group.addTask { try await fixture.store.index.search(request, readableBy: .system).total }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(totals == [1, 1, 1, 1])
        }
    }

    @Test("U+0000 in the words of a search finds nothing")
    func zero() async throws {
        try await withStore { fixture, _ in
            for search in [RejectSearch(text: "\0"), RejectSearch(type: "\0"), RejectSearch(keyword: "\0")] {
                let page = try await fixture.store.catalog.rejects(matching: search, writableBy: StoreFixture.admin)
                #expect(page.found.isEmpty)
            }
            let version = try fixture.version("1", of: try await fixture.makeProject())
            try await fixture.startUpload(of: version)
            let rejects = try await fixture.store.catalog.rejects(
                of: version, writableBy: StoreFixture.admin, after: "\0", limit: 10)
            #expect(rejects?.rejects.isEmpty == true)
        }
    }

    private enum Outcome { case made, conflict, failed }

    private func outcome(_ body: () async throws -> Void) async -> Outcome {
        do {
            try await body()
            return .made
        } catch StoreError.conflict {
            return .conflict
        } catch {
            return .failed
        }
    }

    private func event(of project: ProjectID) -> CatalogChange {
        .record(
            EventRecord(
                id: RandomID(), type: "probe", time: StoreFixture.start, actor: nil, project: project, version: nil,
                data: [:]))
    }
    private func job(in lane: Lane, uniqueKey: String?) -> JobRecord {
        JobRecord(
            id: JobID(lane: lane, id: RandomID()), kind: "probe", payload: [:], uniqueKey: uniqueKey, project: nil,
            due: StoreFixture.start, maxAttempts: 3, createdBy: nil, createdAt: StoreFixture.start)
    }

    private func withStore(_ body: (StoreFixture, TestDatabase) async throws -> Void) async throws {
        try await TestDatabase.with(lanes: LaneCount(1), pipelines: 6, leases: 2) { database in
            try await body(StoreFixture(PostgresStore(database.client, lanes: LaneCount(1))), database)
        }
    }
}
