internal import JSONDocument
package import JobQueue
package import RegistryCore
internal import RegistryStore

extension StoreFixture {
    /// A waiting job of `project` that is due at `due`.
    package func job(
        _ kind: JobKind = "test", of project: ProjectID, state: JobState = .available, key: String? = nil,
        due: Timestamp = start, maxAttempts: Int = 8, finishedAt: Timestamp? = nil
    ) -> JobRecord {
        JobRecord(
            id: JobID(lane: lane(of: project), id: RandomID()), kind: kind, state: state, payload: ["n": 1],
            uniqueKey: key, project: project, due: due, maxAttempts: maxAttempts, createdBy: "anna",
            createdAt: Self.start, finishedAt: finishedAt)
    }
    package func enqueue(_ jobs: JobRecord...) async throws { try await enqueue(jobs) }
    /// Adds each by a commit in its own lane.
    package func enqueue(_ jobs: [JobRecord]) async throws {
        for job in jobs { try await commit(in: job.id.lane) { $0.jobs.append(.enqueue(job)) } }
    }
    /// Claims a job that must be there to be claimed.
    @discardableResult
    package func claim(
        _ id: JobID, now: Timestamp = start, lease: Timestamp = start + .seconds(60)
    ) async throws -> JobRecord {
        guard let job = try await store.jobs.claim(id, now: now, lease: lease) else {
            throw Missing(what: "claim of \(id)")
        }
        return job
    }
}
