import JSONDocument
import JobQueue
import RegistryCore
import RegistryStore

/// Builds jobs and enqueues them.
enum TestJobs {
    static func job(
        _ kind: JobKind, state: JobState = .available, queue: JobQueueName = .default,
        priority: JobPriority = .normal, project: String? = nil, now: Timestamp, deadline: Timestamp? = nil,
        maxAttempts: Int = 8
    ) -> JobRecord {
        JobRecord(
            id: JobID(lane: Lane(0), id: RandomID()), kind: kind, state: state, queue: queue, priority: priority,
            payload: [:], project: project.flatMap { try? ProjectID(parsing: $0) }, due: now, deadline: deadline,
            maxAttempts: maxAttempts, createdBy: nil, createdAt: now)
    }
    static func enqueue(_ jobs: [JobRecord], in store: MemoryStore) async throws {
        try await change(jobs.map { .enqueue($0) }, in: store)
    }
    static func change(_ jobs: [JobChange], in store: MemoryStore) async throws {
        var changes = ChangeSet(lane: Lane(0))
        changes.jobs = jobs
        try await store.commit(changes)
    }
}
