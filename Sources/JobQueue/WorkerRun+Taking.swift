internal import Logging
internal import RegistryCore
internal import Synchronization

extension WorkerRun {
    /// How far ahead of this clock the due moment of a ticket may be: who pushed it has another clock.
    private static let dueTolerance = Duration.seconds(5)

    /// Asks the dispatcher for as many jobs as may begin, claims them in one call, and begins those that it got.
    func takeJobs() async {
        var backoff = Backoff()
        var turns = QueueTurns()
        let spread = Double(settings.startSpread.milliseconds) * Double.random(in: 0...1)
        if spread >= 1 { await slots.wait(upTo: .milliseconds(Int64(spread))) }
        while !shared.withLock({ $0.state.isStopping }) {
            let (free, paused) = shared.withLock { ($0.state.freeSlots, $0.paused) }
            let queues = settings.queues.filter { !paused.contains($0) }
            guard free > 0, !queues.isEmpty else {
                await slots.wait(upTo: .seconds(1))
                continue
            }
            do {
                let isRefused = try await !takeJobs(min(free, JobQueueLimits.batch), of: turns.next(queues))
                if backoff.succeeded() { logger.notice("jobs can be taken again") }
                // Somebody else has them all: those who ask at the same moment go apart.
                if isRefused { await pause(.milliseconds(.random(in: 5...50))) }
            } catch {
                if backoff.failures == 0 {
                    logger.warning("no jobs can be taken; trying again", metadata: ["error": "\(error)"])
                }
                await slots.wait(upTo: backoff.failed())
            }
        }
        shared.withLock { $0.hasStoppedTaking = true }
        watch.ring()
    }

    /// - Returns: false when nothing of what was handed out could be claimed.
    private func takeJobs(_ limit: Int, of queues: [JobQueueName]) async throws -> Bool {
        let request = DispatchRequest(worker: worker.id, queues: queues, limit: limit, lease: settings.lease)
        let taking = Task(executorPreference: thread) { [dispatcher] in try await dispatcher.next(request) }
        shared.withLock { shared in
            shared.taking = taking
            if shared.state.isStopping { taking.cancel() }
        }
        defer { shared.withLock { $0.taking = nil } }
        let jobs: [DispatchedJob]
        do { jobs = try await taking.value } catch  where taking.isCancelled { return true }
        let (isStopping, paused) = shared.withLock { ($0.state.isStopping, $0.paused) }
        let unwanted = jobs.filter { isStopping || paused.contains($0.ticket.queue) }
        if !unwanted.isEmpty { try await dispatcher.handBack(unwanted) }
        guard unwanted.count < jobs.count else { return true }
        return try await claim(jobs.filter { !unwanted.contains($0) })
    }

    /// - Returns: whether one at least is claimed.
    private func claim(_ jobs: [DispatchedJob]) async throws -> Bool {
        let byID = Dictionary(jobs.map { ($0.ticket.id, $0) }) { $1 }
        let clock = worker.ambient.now()
        let now = jobs.map(\.ticket.due).filter { $0 - clock <= Self.dueTolerance }.reduce(clock, max)
        let claimed: [JobRecord]
        do {
            claimed = try await queue.claim(
                jobs.map(\.ticket.id), by: worker.id, now: now, lease: now + settings.lease)
        } catch {
            // What was claimed all the same is rescued when its lease lapses.
            try? await dispatcher.handBack(jobs)
            throw error
        }
        for job in claimed { begin(job, dispatched: byID[job.id]) }
        guard claimed.count < jobs.count else { return true }
        let ours = Set(claimed.map(\.id))
        try await dispatcher.end(jobs.filter { !ours.contains($0.ticket.id) })
        return !claimed.isEmpty
    }
}
