package import RegistryCore

/// A worker's name, new with each start of its process.
package struct WorkerID: Sendable, Hashable, CustomStringConvertible {
    package let description: String
    package init(_ text: String) { description = text }
}

/// A worker as operators see it; a row that nothing is decided by.
package struct WorkerRecord: Sendable, Hashable {
    package let id: WorkerID
    /// Where it runs: host and process.
    package let place: String
    package let release: String
    package let queues: [JobQueueName]
    package let concurrency: Int
    package let startedAt: Timestamp
    package var seenAt: Timestamp
    /// Jobs that it runs.
    package var running: Int
    package var isDraining: Bool

    package init(
        id: WorkerID, place: String, release: String, queues: [JobQueueName], concurrency: Int, startedAt: Timestamp,
        seenAt: Timestamp, running: Int, isDraining: Bool
    ) {
        self.id = id
        self.place = place
        self.release = release
        self.queues = queues
        self.concurrency = concurrency
        self.startedAt = startedAt
        self.seenAt = seenAt
        self.running = running
        self.isDraining = isDraining
    }
}
