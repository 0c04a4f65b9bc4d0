internal import JobQueue
internal import RegistryCore
internal import Synchronization

/// Builds tickets, each due a millisecond after the one before, so that the order of a project's is certain.
enum Tickets {
    private static let lastDue = Mutex<Int64>(0)

    static func ticket(
        _ project: String? = "PRJ1", kind: JobKind = "work", queue: JobQueueName = .default,
        priority: JobPriority = .normal
    ) throws -> JobTicket {
        let due = lastDue.withLock { due in
            due += 1
            return due
        }
        return JobTicket(
            id: JobID(lane: Lane(0), id: RandomID()), kind: kind, queue: queue, priority: priority,
            project: try project.map { try ProjectID(parsing: $0) }, due: Timestamp(milliseconds: due))
    }
    static func tickets(
        _ count: Int, of project: String? = "PRJ1", kind: JobKind = "work", queue: JobQueueName = .default,
        priority: JobPriority = .normal
    ) throws -> [JobTicket] {
        try (0..<count).map { _ in try ticket(project, kind: kind, queue: queue, priority: priority) }
    }
}
