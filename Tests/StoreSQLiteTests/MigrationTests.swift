import Catalog
import GRDB
import JobQueue
import RegistryCore
import RegistryStore
import RegistryStoreConformance
import SearchIndex
import StoreSQLite
import Testing

@Suite("A SQLite database of an older release")
struct MigrationTests {
    /// Undoes migration 4, so that what is left is what the first three make.
    private static let asOf3 = """
        DROP TABLE index_segments;
        DROP TABLE index_parts;
        DROP TABLE index_log;
        DROP INDEX uploads_shown;
        CREATE INDEX uploads_shown ON uploads (sealed_at) WHERE shown_fence IS NOT NULL;
        ALTER TABLE lane_heads DROP COLUMN index_gen;
        ALTER TABLE docs DROP COLUMN nested_fields;
        UPDATE settings SET value = '3' WHERE name = 'schema';

        """
    /// Undoes migration 3 as well.
    private static let asOf2 =
        asOf3 + """
            DROP TABLE job_lines;
            DROP TABLE workers;
            DROP TABLE leases;
            DROP TABLE schedules;
            DROP TABLE queue_pauses;
            DROP INDEX jobs_due;
            DROP INDEX jobs_later;
            DROP INDEX jobs_turns;
            DROP INDEX jobs_running;
            DROP INDEX jobs_children;
            DROP INDEX jobs_by_time;
            DROP INDEX jobs_of_project;
            ALTER TABLE jobs DROP COLUMN queue;
            ALTER TABLE jobs DROP COLUMN priority;
            ALTER TABLE jobs DROP COLUMN parent;
            ALTER TABLE jobs DROP COLUMN tags;
            ALTER TABLE jobs DROP COLUMN deadline;
            ALTER TABLE jobs DROP COLUMN rescues;
            ALTER TABLE jobs DROP COLUMN worker;
            ALTER TABLE jobs DROP COLUMN lease_until;
            ALTER TABLE jobs DROP COLUMN cancel_requested;
            ALTER TABLE jobs DROP COLUMN progress;
            CREATE INDEX jobs_due ON jobs (due, state) WHERE state IN ('available', 'scheduled', 'retryable');
            CREATE INDEX jobs_executing ON jobs (lane, id) WHERE state = 'executing';
            UPDATE settings SET value = '2' WHERE name = 'schema';
            """
    /// Undoes migration 2 as well.
    private static let asOf1 =
        asOf2 + """

            DROP TABLE rejects;
            DROP TABLE rejections;
            UPDATE settings SET value = '1' WHERE name = 'schema';
            """
    /// As the job of release 0.1 stored them.
    private static let errors = """
        [{"path":"b.json","pointer":"/x","schema_pointer":"/properties/x/type","message":"Expected a number"},
        {"path":"a.json","pointer":"","message":"the document is not JSON"},
        {"path":"b.json","pointer":"/y","schema_pointer":"/required","message":"Missing 'Y'"}]
        """

    @Test(arguments: [1, 8])
    func keepsItsRowsAndTellsWhyItsUploadsFailed(lanes: Int) async throws {
        try await withTemporaryDatabase { path in
            let before = try await withStore(path, lanes: lanes) { try await Self.fill($0) }
            try await change(path, Self.asOf1)
            try await change(path, "UPDATE uploads SET errors = '\(Self.errors.sqlText)' WHERE state = 'failed'")
            try await withStore(path, lanes: lanes) { store in
                let registry = StoreFixture(store)
                #expect(try await store.index.search(.init(), readableBy: .anonymous).documents == before.documents)
                let told = try #require(try await registry.rejects(of: before.failed.version, to: StoreFixture.anna))
                #expect(told.rejection?.upload == before.failed)
                #expect(told.rejection?.failedAt == StoreFixture.start + .seconds(3))
                #expect(told.rejection?.documents == 2)
                #expect(told.rejection?.problems == 3)
                #expect(
                    told.rejects == [
                        Reject(path: "a.json", problems: [RejectProblem(message: "the document is not JSON")]),
                        Reject(
                            path: "b.json",
                            problems: [
                                RejectProblem(
                                    pointer: "/x", schemaPointer: "/properties/x/type", message: "Expected a number"),
                                RejectProblem(pointer: "/y", schemaPointer: "/required", message: "Missing 'Y'"),
                            ]),
                    ])
                #expect(try await registry.found(RejectSearch(text: "missing 'y'")) == ["PRJ1@bad/b.json"])
                #expect(try await registry.found(RejectSearch(keyword: "type")) == [])
                // The new tables take what comes next.
                try await registry.reject(
                    try registry.version("2", of: before.failed.project), [registry.reject("c.json")],
                    at: StoreFixture.start + .seconds(9))
                #expect(try await registry.found().first == "PRJ1@2/c.json")
            }
        }
    }

    @Test(arguments: ["NULL", "'[]'", "'no JSON'", "'{\"path\":\"a\"}'", "'[1, null, \"x\"]'"])
    func takesOverNothingFromErrorsThatSayNothing(errors: String) async throws {
        try await withTemporaryDatabase { path in
            let before = try await withStore(path) { try await Self.fill($0) }
            try await change(path, Self.asOf1)
            try await change(path, "UPDATE uploads SET errors = \(errors) WHERE state = 'failed'")
            try await withStore(path) { store in
                let told = try await StoreFixture(store).rejects(of: before.failed.version)
                #expect(told == VersionRejects(rejection: nil, rejects: [], hasMore: false))
            }
        }
    }

    @Test(arguments: [1, 8])
    func keepsItsJobsAndTakesBackThoseThatRan(lanes: Int) async throws {
        try await withTemporaryDatabase { path in
            let jobs = try await withStore(path, lanes: lanes) { store in
                let registry = StoreFixture(store)
                let jobs = try registry.jobs(20)
                try await registry.enqueue(jobs)
                _ = try await registry.claim(Array(jobs.prefix(5)))
                return jobs
            }
            try await change(path, Self.asOf2)
            try await withStore(path, lanes: lanes) { store in
                let registry = StoreFixture(store)
                for job in jobs.dropFirst(5) {
                    let kept = try await registry.stored(job.id)
                    #expect(kept == job)
                }
                let rescued = try await store.jobs.rescue(now: StoreFixture.start, limit: 100)
                #expect(Set(rescued.map(\.id)) == Set(jobs.prefix(5).map(\.id)))
                let claimed = try await registry.claim(jobs)
                #expect(claimed.allSatisfy { $0.queue == .default && $0.priority == .normal })
            }
        }
    }

    @Test(arguments: [1, 8])
    func showsAllThatWasPublishedBeforeThereWereGenerations(lanes: Int) async throws {
        try await withTemporaryDatabase { path in
            let before = try await withStore(path, lanes: lanes) { store in
                let documents = try await Self.fill(store).documents
                var shown: Set<ShownUpload> = []
                for lane in store.lanes.all { shown.formUnion(try await (try store.rows).shown(in: lane).uploads) }
                return (documents: documents, shown: shown)
            }
            try await change(path, Self.asOf3)
            try await withStore(path, lanes: lanes) { store in
                var shown: Set<ShownUpload> = []
                for lane in store.lanes.all {
                    let now = try await (try store.rows).shown(in: lane)
                    shown.formUnion(now.uploads)
                    #expect(now.generation == 1)
                    #expect(try await (try store.rows).changes(in: lane, after: 0) == nil)
                    let changes = try #require(try await (try store.rows).changes(in: lane, after: 1))
                    #expect(changes.versions.isEmpty && changes.policies.isEmpty)
                }
                #expect(shown == before.shown)
                #expect(shown.count == 1)
                let registry = StoreFixture(store)
                try await registry.publish(try registry.version("next", of: ProjectID(parsing: "PRJ1")), "c.txt")
                let lane = registry.lane(of: try ProjectID(parsing: "PRJ1"))
                #expect(try await (try store.rows).changes(in: lane, after: 1)?.versions.count == 1)
            }
        }
    }

    private static func fill(
        _ store: SQLiteStore
    ) async throws -> (failed: UploadKey, documents: [ArtifactDocument]) {
        let registry = StoreFixture(store)
        let project = try await registry.makeProject("PRJ1")
        try await registry.publish(try registry.version("good", of: project), "a.txt", "b.txt")
        let failed = try await registry.reject(
            try registry.version("bad", of: project), [registry.reject("x")], at: StoreFixture.start + .seconds(3))
        return (failed.upload, try await store.index.search(.init(), readableBy: .anonymous).documents)
    }
    private func change(_ path: String, _ sql: String) async throws {
        let database = try DatabaseQueue(path: path)
        try await database.write { (db: Database) -> Void in try db.execute(sql: sql) }
        try database.close()
    }
}

extension SQLiteStore {
    fileprivate var rows: any SegmentStore {
        get throws { try #require(segments) }
    }
}

extension String {
    fileprivate var sqlText: String { replacing("'", with: "''") }
}
