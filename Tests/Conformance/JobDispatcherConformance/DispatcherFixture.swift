package import JobQueue
package import RegistryCore

/// A dispatcher under test, and the record beside it when it asks one.
package struct DispatcherFixture: Sendable {
    /// The record that a dispatcher without a memory asks.
    package struct Record: Sendable {
        let enqueue: @Sendable ([JobTicket]) async throws -> Void
        let claim: @Sendable ([JobID]) async throws -> Set<JobID>
        let finish: @Sendable (JobID, JobEnd) async throws -> Void

        /// - Parameters:
        ///   - enqueue: adds waiting jobs that are due.
        ///   - claim: claims what waits, returns what was claimed.
        ///   - finish: ends the attempt that the last claim began.
        package init(
            enqueue: @escaping @Sendable ([JobTicket]) async throws -> Void,
            claim: @escaping @Sendable ([JobID]) async throws -> Set<JobID>,
            finish: @escaping @Sendable (JobID, JobEnd) async throws -> Void
        ) {
            self.enqueue = enqueue
            self.claim = claim
            self.finish = finish
        }
    }
    package let dispatcher: any JobDispatcher
    /// Tickets of the backlog that a late project must not wait for.
    let backlog: Int
    private let record: Record?
    private let letPass: @Sendable (Duration) async throws -> Void

    /// - Parameter pass: lets this much time pass for the dispatcher's leases, by a clock of the test's or by sleeping.
    package init(
        _ dispatcher: any JobDispatcher, record: Record? = nil, backlog: Int = 100_000,
        pass: @escaping @Sendable (Duration) async throws -> Void
    ) {
        self.dispatcher = dispatcher
        self.record = record
        self.backlog = backlog
        letPass = pass
    }

    /// A lease that lapses within a test.
    static let shortLease = Duration.seconds(1)
    static let longLease = Duration.seconds(600)

    func passShortLease() async throws { try await letPass(.milliseconds(1_200)) }

    func push(_ tickets: [JobTicket]) async throws {
        try await record?.enqueue(tickets)
        // As the relay does: not all at once.
        for start in stride(from: 0, to: tickets.count, by: 500) {
            try await dispatcher.push(Array(tickets[start..<min(start + 500, tickets.count)]))
        }
    }

    /// Takes and claims, as a worker does; waits until there is something.
    func take(
        _ limit: Int, of queues: [JobQueueName] = [.default], lease: Duration = longLease
    ) async throws -> [DispatchedJob] {
        let request = DispatchRequest(worker: WorkerID("kit"), queues: queues, limit: limit, lease: lease)
        while true {
            let jobs = try await dispatcher.next(request)
            guard let record else { return jobs }
            let claimed = try await record.claim(jobs.map(\.ticket.id))
            try await dispatcher.end(jobs.filter { !claimed.contains($0.ticket.id) })
            let ours = jobs.filter { claimed.contains($0.ticket.id) }
            if !ours.isEmpty { return ours }
        }
    }
    /// Takes `count` tickets in as many answers as it needs.
    func takeAll(_ count: Int, of queues: [JobQueueName] = [.default]) async throws -> [DispatchedJob] {
        var taken: [DispatchedJob] = []
        while taken.count < count { taken += try await take(count - taken.count, of: queues) }
        return taken
    }
    func takeTickets(_ limit: Int, of queues: [JobQueueName] = [.default]) async throws -> [JobTicket] {
        try await take(limit, of: queues).map(\.ticket)
    }

    func end(_ jobs: [DispatchedJob]) async throws {
        for job in jobs { try await record?.finish(job.ticket.id, .completed(result: nil)) }
        try await dispatcher.end(jobs)
    }
    func handBack(_ jobs: [DispatchedJob]) async throws {
        for job in jobs { try await record?.finish(job.ticket.id, .released) }
        try await dispatcher.handBack(jobs)
    }
}
