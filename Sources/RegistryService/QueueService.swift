package import JSONDocument
internal import JobQueue
package import RegistryCore
internal import RegistryStore

/// How the queues fare, for operators; and their pausing.
package struct QueueService: Sendable {
    /// A queue whose oldest job waits longer than this while nothing explains it is said to be slow.
    private static let slow = Duration.seconds(60)
    /// A worker that was not seen for this long is not counted.
    private static let silence = Duration.seconds(30)
    private let registry: Registry

    package init(registry: Registry) { self.registry = registry }

    /// Every queue, the workers, and in a sentence each what is stuck and why.
    ///
    /// - Throws: `.unauthenticated` or `.forbidden` for who is no curator.
    package func document(for caller: Identity) async throws -> JSONValue {
        try requireCurator(caller)
        let now = registry.ambient.now()
        let record = registry.store.jobs
        let backlog = try await record.backlog(at: now)
        let paused = try await record.pausedQueues()
        let counts = try await record.counts()
        let workers = try await record.workers(limit: 500).filter { $0.seenAt + Self.silence > now }
        // The dispatcher holds nothing that cannot be lost: without it the record still tells what waits.
        let load = try? await registry.dispatcher.load()
        let names = Set(JobQueueName.all).union(backlog.keys).union(paused).union((load ?? [:]).keys)
        let queues = names.sorted { $0.description < $1.description }.map { name in
            let facts = QueueFacts(
                backlog: backlog[name],
                load: load.map { $0[name] ?? DispatchLoad(waiting: 0, held: 0, parkedProjects: 0) },
                isDispatcherAway: load == nil,
                isPaused: paused.contains(name), workers: workers.filter { $0.queues.contains(name) })
            return JSONValue.object(facts.json(name, at: now, slow: Self.slow))
        }
        return [
            "queues": .array(queues), "workers": .array(workers.map { .object($0.json) }),
            "jobs": .object(
                JSONObject(JobState.allCases.map { ($0.rawValue, .number(JSONNumber(counts[$0] ?? 0))) })),
        ]
    }

    /// Workers begin nothing of a paused queue; what runs goes on.
    ///
    /// - Throws: `.notFound` for a queue that is none; `.unauthenticated` or `.forbidden` for who is no admin.
    package func setPaused(_ text: String, _ isPaused: Bool, for caller: Identity) async throws {
        try requireCurator(caller)
        guard caller.isAdmin else {
            throw RegistryError(.forbidden, "Forbidden, pausing a queue needs the role 'admin'")
        }
        guard let queue = JobQueueName(parsing: text), JobQueueName.all.contains(queue) else {
            let names = JobQueueName.all.map(\.description).joined(separator: ", ")
            throw RegistryError(.notFound, "No such queue: the queues are \(names)")
        }
        try await registry.store.jobs.setPaused(queue, isPaused)
    }

    private func requireCurator(_ caller: Identity) throws(RegistryError) {
        if caller.isCurator { return }
        throw caller.isAnonymous
            ? RegistryError(.unauthenticated, "Not authenticated, user credentials not supplied")
            : RegistryError(.forbidden, "Forbidden, the queues are shown to the roles 'uploader' and 'admin'")
    }
}

/// What is known of one queue at one moment.
private struct QueueFacts {
    let backlog: QueueBacklog?
    let load: DispatchLoad?
    let isDispatcherAway: Bool
    let isPaused: Bool
    let workers: [WorkerRecord]

    func json(_ name: JobQueueName, at now: Timestamp, slow: Duration) -> JSONObject {
        [
            "queue": .string(name.description), "paused": .bool(isPaused),
            "waiting": .number(JSONNumber(backlog?.waiting ?? 0)),
            "oldest_due": backlog.map { .string($0.oldestDue.description) } ?? .null,
            "dispatched": load.map { .number(JSONNumber($0.waiting)) } ?? .null,
            "held": load.map { .number(JSONNumber($0.held)) } ?? .null,
            "parked_projects": load.map { .number(JSONNumber($0.parkedProjects)) } ?? .null,
            "workers": .number(JSONNumber(workers.count)),
            "stuck": stuck(at: now, slow: slow).map { .string($0) } ?? .null,
        ]
    }

    /// Why nothing moves; nil where nothing waits or all is well.
    private func stuck(at now: Timestamp, slow: Duration) -> String? {
        guard let backlog else { return nil }
        if isPaused { return "paused: let it go on with 'vitrine queue resume'" }
        let busy = workers.filter { !$0.isDraining }
        if busy.isEmpty { return "no worker serves it: start one with 'vitrine work'" }
        if isDispatcherAway { return "the dispatcher does not answer: jobs wait in the record until it does" }
        guard backlog.oldestDue + slow < now else { return nil }
        if busy.allSatisfy({ $0.running >= $0.concurrency }) {
            return "every worker is busy: start more with 'vitrine work', or raise VITRINE_WORKER_CONCURRENCY"
        }
        if let load, load.parkedProjects > 0, load.held > 0 {
            return "as many jobs of the waiting projects run as may run at a time"
        }
        return "the oldest job waits longer than a minute although workers are free: see their logs"
    }
}

extension WorkerRecord {
    fileprivate var json: JSONObject {
        [
            "worker": .string(id.description), "place": .string(place), "release": .string(release),
            "queues": .array(queues.map { .string($0.description) }),
            "concurrency": .number(JSONNumber(concurrency)), "running": .number(JSONNumber(running)),
            "draining": .bool(isDraining), "started_at": .string(startedAt.description),
            "seen_at": .string(seenAt.description),
        ]
    }
}
