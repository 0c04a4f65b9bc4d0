internal import JSONDocument
internal import JobQueue
internal import JobQueueRedis
internal import RegistryCore
internal import RegistryStore

/// Jobs of 500 projects: committed to the record, then pushed.
struct Enqueuing: Sendable {
    private static let projects = 500

    let place: QueuePlace

    /// One commit after the other.
    func timed(_ count: Int, atOnce size: Int) async throws -> LoadReport {
        let batches = try stride(from: 0, to: count, by: size).map {
            try jobs($0..<min($0 + size, count), kind: EmptyJob.kind)
        }
        return try await LoadReport.timing {
            for batch in batches { try await enqueue(batch) }
            return count
        }
    }

    /// As fast as it goes.
    func enqueue(_ count: Int, kind: JobKind) async throws {
        let size = 64
        try await withThrowingTaskGroup(of: Void.self) { group in
            for start in stride(from: 0, to: count, by: size) {
                let batch = try jobs(start..<min(start + size, count), kind: kind)
                if start >= 8 * size { try await group.next() }
                group.addTask { try await enqueue(batch) }
            }
            try await group.waitForAll()
        }
    }

    /// - Parameter jobs: of one project, since one commit is of one lane.
    func enqueue(_ jobs: [JobRecord]) async throws {
        guard let first = jobs.first else { return }
        var changes = ChangeSet(lane: first.id.lane)
        changes.jobs = jobs.map { .enqueue($0) }
        try await place.store.commit(changes)
        try await place.dispatcher.push(jobs.map(\.ticket))
    }

    /// One batch, and so one project.
    func jobs(_ numbers: Range<Int>, kind: JobKind) throws -> [JobRecord] {
        let project = try ProjectID(parsing: "project-\(numbers.lowerBound / max(1, numbers.count) % Self.projects)")
        let lane = place.store.lanes.lane(of: project)
        let now = Timestamp.current()
        return numbers.map { number in
            JobRecord(
                id: JobID(lane: lane, id: RandomID()), kind: kind, payload: .object(["number": .string("\(number)")]),
                project: project, due: now, createdBy: "bench", createdAt: now)
        }
    }
}
