internal import JSONDocument
package import JobQueue
package import RegistryCore
internal import RegistryStore

extension StoreFixture {
    package static let worker = WorkerID("worker-1")
    package static let another = WorkerID("worker-2")
    /// When the claims of `claim` lapse.
    package static let lease = start + .seconds(60)

    /// A waiting job of `project` that is due at `due`.
    package func job(
        _ kind: JobKind = "test", of project: ProjectID, state: JobState = .available, queue: JobQueueName = .default,
        priority: JobPriority = .normal, key: String? = nil, version: VersionID? = nil, parent: JobID? = nil,
        tags: [String] = [], due: Timestamp = start, maxAttempts: Int = 8, createdAt: Timestamp = start,
        finishedAt: Timestamp? = nil
    ) -> JobRecord {
        JobRecord(
            id: JobID(lane: lane(of: project), id: RandomID()), kind: kind, state: state, queue: queue,
            priority: priority, payload: ["n": 1], uniqueKey: key, project: project, version: version, parent: parent,
            tags: tags, due: due, maxAttempts: maxAttempts, createdBy: "anna", createdAt: createdAt,
            finishedAt: finishedAt)
    }
    /// A waiting job without a project.
    package func job(_ kind: JobKind = "test", in lane: Lane, due: Timestamp = start) -> JobRecord {
        JobRecord(
            id: JobID(lane: lane, id: RandomID()), kind: kind, payload: ["n": 1], project: nil, due: due,
            createdBy: nil, createdAt: Self.start)
    }
    /// `count` jobs that are due, of several projects, and so in several lanes where there are some.
    package func jobs(_ count: Int, maxAttempts: Int = 8) throws -> [JobRecord] {
        try (0..<count).map { job(of: try ProjectID(parsing: "PRJ\($0 % 16)"), maxAttempts: maxAttempts) }
    }
    /// The id of a job that is not there.
    package func absentJob(of project: ProjectID) -> JobID { JobID(lane: lane(of: project), id: RandomID()) }

    package func enqueue(_ jobs: JobRecord...) async throws { try await enqueue(jobs) }
    /// Adds those of each lane by one commit.
    package func enqueue(_ jobs: [JobRecord]) async throws {
        for (lane, jobs) in Dictionary(grouping: jobs, by: \.id.lane) {
            try await commit(in: lane) { $0.jobs = jobs.map { .enqueue($0) } }
        }
    }
    package func change(_ job: JobRecord, _ changes: JobChange...) async throws {
        try await commit(in: job.id.lane) { $0.jobs = changes }
    }

    /// Claims a job that must be there to be claimed.
    @discardableResult
    package func claim(
        _ id: JobID, now: Timestamp = start, lease: Timestamp = lease
    ) async throws -> JobRecord {
        guard let job = try await store.jobs.claim([id], by: Self.worker, now: now, lease: lease).first else {
            throw Missing(what: "claim of \(id)")
        }
        return job
    }
    /// Claims jobs that must all be there to be claimed.
    package func claim(_ jobs: [JobRecord]) async throws -> [JobRecord] {
        let claimed = try await store.jobs.claim(jobs.map(\.id), by: Self.worker, now: Self.start, lease: Self.lease)
        if claimed.count != jobs.count { throw Missing(what: "claims of \(jobs.count) jobs") }
        return claimed
    }
    /// Whether the claim held.
    package func finish(
        _ claim: JobClaim, as end: JobEnd = .completed(result: nil), now: Timestamp = start
    ) async throws -> Bool {
        try await !store.jobs.finish([JobFinish(claim, as: end)], now: now).isEmpty
    }
    package func heartbeat(
        _ claim: JobClaim, progress: JobProgress? = nil, lease: Timestamp = lease
    ) async throws -> JobHold? {
        try await store.jobs.heartbeat([JobHeartbeat(claim, progress: progress)], lease: lease)[claim]
    }
    /// Those that are due at `now`, all of them.
    package func due(at now: Timestamp = start) async throws -> [JobTicket] {
        try await store.jobs.due(at: now, after: nil, limit: 10_000)
    }
}

extension JobRecord {
    /// As it is once a worker has claimed it as `StoreFixture.claim` does.
    var claimed: JobRecord {
        var job = self
        job.state = .executing
        job.attempt += 1
        job.fence += 1
        job.worker = StoreFixture.worker
        job.leaseUntil = StoreFixture.lease
        job.startedAt = StoreFixture.start
        return job
    }
}
