public import JSONDocument

/// How a registry's work fares.
public struct QueueReport: Sendable {
    /// One named queue.
    public struct Queue: Sendable {
        public let name: String
        public let isPaused: Bool
        /// Jobs that are due and wait for a worker.
        public let waiting: Int
        /// Since when the oldest of them waits.
        public let oldestDue: String?
        /// Jobs that workers hold; nil while the dispatcher does not answer.
        public let held: Int?
        public let workers: Int
        /// Why nothing moves; nil where all is well.
        public let stuck: String?
    }
    /// One process that runs jobs.
    public struct Worker: Sendable {
        public let place: String
        public let queues: [String]
        public let concurrency: Int
        public let running: Int
        public let isDraining: Bool
        public let seenAt: String
    }
    /// The whole answer.
    public let document: JSONValue
    public let queues: [Queue]
    public let workers: [Worker]

    /// - Throws: `.invalidAnswer` when there are no `queues`.
    package init(_ document: JSONValue) throws(RegistryClientError) {
        guard let queues = document["queues"]?.arrayValue else { throw .invalidAnswer("'queues' is missing") }
        self.document = document
        self.queues = queues.map { queue in
            Queue(
                name: queue["queue"]?.stringValue ?? "", isPaused: queue["paused"]?.boolValue ?? false,
                waiting: queue["waiting"]?.intValue ?? 0, oldestDue: queue["oldest_due"]?.stringValue,
                held: queue["held"]?.intValue, workers: queue["workers"]?.intValue ?? 0,
                stuck: queue["stuck"]?.stringValue)
        }
        workers = (document["workers"]?.arrayValue ?? []).map { worker in
            Worker(
                place: worker["place"]?.stringValue ?? "",
                queues: worker["queues"]?.arrayValue?.compactMap(\.stringValue) ?? [],
                concurrency: worker["concurrency"]?.intValue ?? 0, running: worker["running"]?.intValue ?? 0,
                isDraining: worker["draining"]?.boolValue ?? false, seenAt: worker["seen_at"]?.stringValue ?? "")
        }
    }
}
