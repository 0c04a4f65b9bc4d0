import Catalog
import JSONDocument
import JobQueue
import PostgresClient
import RegistryCore
import RegistryStore
import RegistryStoreConformance
import StorePostgres
import Testing

/// Batches that meet rows which another transaction holds.
@Suite(
    "Jobs in PostgreSQL between two transactions",
    .enabled(if: TestDatabase.url != nil, Comment(rawValue: TestDatabase.isAbsent)))
struct JobRaceTests {
    private static let later = StoreFixture.start + .seconds(60)

    @Test("a claim leaves a job out that another transaction holds, and takes the others at once")
    func claims() async throws {
        try await withJobs(3) { fixture, jobs, database in
            try await database.withHeld(Self.row(jobs[1])) { _, release in
                let claimed = try await claim(jobs, fixture)
                #expect(claimed.map(\.id) == [jobs[0].id, jobs[2].id])
                try await release()
            }
            #expect(try await claim(jobs, fixture).map(\.id) == [jobs[1].id])
        }
    }

    @Test("a heartbeat waits for nobody, and knows what it holds while somebody changes it")
    func heartbeats() async throws {
        try await withJobs(3) { fixture, jobs, database in
            let claims = try await claim(jobs, fixture).map(\.claim)
            let stale = JobClaim(id: jobs[2].id, fence: 7)
            try await database.withHeld(Self.row(jobs[1])) { _, release in
                let beats = [claims[0], claims[1], stale].map { JobHeartbeat($0) }
                let lease = Self.later + .seconds(60)
                let holds = try await fixture.store.jobs.heartbeat(beats, lease: lease)
                #expect(holds == [claims[0]: .held, claims[1]: .held, stale: .lost])
                #expect(try await fixture.store.jobs.job(jobs[0].id)?.leaseUntil == lease)
                #expect(try await fixture.store.jobs.job(jobs[1].id)?.leaseUntil == Self.later)
                try await release()
            }
        }
    }

    @Test("batches that end the same jobs in any order never wait for each other in a circle")
    func circles() async throws {
        try await withJobs(40) { fixture, jobs, database in
            let claims = try await claim(jobs, fixture).map(\.claim)
            let finished = try await database.withOthers(4) { others in
                try await withThrowingTaskGroup(of: Set<JobClaim>.self) { group in
                    for other in others {
                        let store = PostgresStore(other, lanes: fixture.store.lanes)
                        for _ in 0..<5 {
                            let ends = claims.shuffled().prefix(30).enumerated().map { number, claim in
                                JobFinish(claim, as: number % 3 == 0 ? .released : .completed(result: nil))
                            }
                            group.addTask { try await store.jobs.finish(ends, now: StoreFixture.start) }
                        }
                    }
                    return try await group.reduce(into: [JobClaim]()) { $0 += $1 }
                }
            }
            #expect(finished.count == Set(finished).count)
            #expect(try await database.deadlocks() == 0)
        }
    }

    @Test("of two attempts with one key that are given back together one waits")
    func sharedKey() async throws {
        try await withJobs(0) { fixture, _, _ in
            let project = try await fixture.makeProject()
            var claims: [JobClaim] = []
            for _ in 0..<2 {
                let job = fixture.job(of: project, key: "same")
                try await fixture.enqueue(job)
                claims += try await claim([job], fixture).map(\.claim)
            }
            let ends = claims.map { JobFinish($0, as: .released) }
            #expect(try await fixture.store.jobs.finish(ends, now: StoreFixture.start) == Set(claims))
            #expect(try await fixture.store.jobs.counts() == [.available: 1, .cancelled: 1])
        }
    }

    @Test("an attempt is given back beside a commit that enqueues its key at that moment")
    func keyTaken() async throws {
        try await withJobs(0) { fixture, _, database in
            let project = try await fixture.makeProject()
            let first = fixture.job(of: project, key: "same")
            try await fixture.enqueue(first)
            let held = try await claim([first], fixture)[0].claim
            try await database.withHeld(PostgresStatement("SELECT 1 FROM lane_heads FOR UPDATE")) { other, release in
                // An event needs the lane's row: the commit has added its job, and waits.
                async let commit: Void = fixture.commit(in: project) {
                    $0.jobs = [.enqueue(fixture.job(of: project, key: "same"))]
                    $0.catalog = [fixture.event(of: project)]
                }
                try await other.when(1, wait: "for the lane")
                let second = PostgresStore(other, lanes: fixture.store.lanes)
                async let finished = second.jobs.finish([JobFinish(held, as: .released)], now: StoreFixture.start)
                // Asked by a client of its own: on a connection that waits it would wait too.
                try await database.withOthers(1) { try await $0[0].when(2, wait: "for the commit") }
                try await release()
                try await commit
                #expect(try await finished == [held])
            }
            #expect(try await fixture.store.jobs.job(first.id)?.failure == JobEnd.taken)
            #expect(try await fixture.store.jobs.counts() == [.available: 1, .cancelled: 1])
        }
    }

    private static func row(_ job: JobRecord) -> PostgresStatement {
        PostgresStatement("SELECT 1 FROM jobs WHERE id = $1 FOR UPDATE", [.text(job.id.id.description)])
    }
    private func claim(_ jobs: [JobRecord], _ fixture: StoreFixture) async throws -> [JobRecord] {
        try await fixture.store.jobs.claim(
            jobs.map(\.id), by: WorkerID("probe"), now: StoreFixture.start, lease: Self.later)
    }
    private func withJobs(
        _ count: Int, _ body: (StoreFixture, [JobRecord], TestDatabase) async throws -> Void
    ) async throws {
        try await TestDatabase.with(lanes: LaneCount(1), pipelines: 4, leases: 2) { database in
            let fixture = StoreFixture(PostgresStore(database.client, lanes: LaneCount(1)))
            var jobs: [JobRecord] = []
            for number in 0..<count { jobs.append(fixture.job(of: try ProjectID(parsing: "PRJ\(number % 3)"))) }
            try await fixture.enqueue(jobs)
            try await body(fixture, jobs, database)
        }
    }
}

extension StoreFixture {
    fileprivate func event(of project: ProjectID) -> CatalogChange {
        .record(
            EventRecord(
                id: RandomID(), type: "probe", time: Self.start, actor: nil, project: project, version: nil,
                data: [:]))
    }
}
