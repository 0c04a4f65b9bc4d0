internal import JobQueue
internal import JobQueueRedis
internal import RedisClient
internal import RegistryCore

/// Pushes and takes through a ``RedisJobDispatcher``.
struct DispatchLoad: Sendable {
    private static let instance = "dispatch-load"
    private static let projects = 500

    private let client: RedisClient
    private let dispatcher: RedisJobDispatcher

    init(client: RedisClient) throws {
        self.client = client
        dispatcher = try RedisJobDispatcher(
            client, instance: Self.instance, limits: DispatchLimits(perProject: 1_000_000))
    }

    /// Runs each script once, on an instance of its own.
    ///
    /// - Returns: the prefix of the keys and the digests of push, take and end.
    func teach() async throws -> String {
        let other = try RedisJobDispatcher(client, instance: "\(Self.instance)-teach")
        try await other.push(try tickets(0..<1))
        let jobs = try await other.next(request(1))
        try await other.end(jobs)
        let scripts = RedisJobDispatcher.scripts
        let digests = ["push", "take", "end"].compactMap { name in
            scripts.first { "\($0.name)" == name }?.digest
        }
        return (["vitrine:{\(Self.instance)}:queue:"] + digests).joined(separator: " ")
    }

    /// Builds what is to be done, so that only the doing is timed.
    ///
    /// - Returns: does it, and returns how many tickets there were.
    func work(_ name: String, size: Int, count: Int) throws -> @Sendable () async throws -> Int {
        switch name {
        case "push":
            let share = count / size
            return {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for task in 0..<size {
                        group.addTask {
                            for number in (task * share)..<((task + 1) * share) {
                                try await dispatcher.push(try tickets(number..<(number + 1)))
                            }
                        }
                    }
                    try await group.waitForAll()
                }
                return share * size
            }
        case "batch":
            return {
                for start in stride(from: 0, to: count, by: size) {
                    try await dispatcher.push(try tickets(start..<(start + size)))
                }
                return (count + size - 1) / size * size
            }
        case "take":
            return {
                var done = 0
                while done < count {
                    let jobs = try await dispatcher.next(request(size))
                    try await dispatcher.end(jobs)
                    done += jobs.count
                }
                return done
            }
        default: throw DispatchLoadError("no work '\(name)'")
        }
    }

    private func request(_ limit: Int) -> DispatchRequest {
        DispatchRequest(worker: WorkerID("bench"), queues: [.default], limit: limit, lease: .seconds(60))
    }
    private func tickets(_ numbers: Range<Int>) throws -> [JobTicket] {
        try numbers.map { number in
            JobTicket(
                id: JobID(lane: Lane(number % 64), id: RandomID()), kind: "index_upload",
                project: try ProjectID(parsing: "project-\(number % Self.projects)"),
                due: Timestamp(milliseconds: 1_795_000_000_000))
        }
    }
}
