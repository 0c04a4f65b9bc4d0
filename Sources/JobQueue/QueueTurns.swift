/// The order in which a worker asks for its queues: as they are set, so that the first comes before the others; but each
/// eighth request begins with another queue, each in its turn, so that none starves behind one that is never empty.
package struct QueueTurns: Sendable {
    private static let period = 8

    private var requests = 0

    package init() {}

    /// - Parameter queues: those that are not paused.
    package mutating func next(_ queues: [JobQueueName]) -> [JobQueueName] {
        requests += 1
        guard requests.isMultiple(of: Self.period), queues.count > 1 else { return queues }
        let shift = 1 + (requests / Self.period - 1) % (queues.count - 1)
        return Array(queues[shift...] + queues[..<shift])
    }
}
