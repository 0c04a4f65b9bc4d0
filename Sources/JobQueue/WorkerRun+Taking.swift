internal import Logging
internal import RegistryCore
internal import Synchronization

extension WorkerRun {
    /// Asks the dispatcher for as many jobs as may begin, claims them in one call, and begins those that it got.
    func takeJobs() async {
        var backoff = Backoff()
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
                try await takeJobs(min(free, JobQueueLimits.batch), of: queues)
                if backoff.succeeded() { logger.notice("jobs can be taken again") }
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

    private func takeJobs(_ limit: Int, of queues: [JobQueueName]) async throws {
        let request = DispatchRequest(worker: worker.id, queues: queues, limit: limit, lease: settings.lease)
        let taking = Task(executorPreference: thread) { [dispatcher] in try await dispatcher.next(request) }
        shared.withLock { shared in
            shared.taking = taking
            if shared.state.isStopping { taking.cancel() }
        }
        defer { shared.withLock { $0.taking = nil } }
        let jobs: [DispatchedJob]
        do { jobs = try await taking.value } catch  where taking.isCancelled { return }
        let (isStopping, paused) = shared.withLock { ($0.state.isStopping, $0.paused) }
        let unwanted = jobs.filter { isStopping || paused.contains($0.ticket.queue) }
        if !unwanted.isEmpty { try await dispatcher.handBack(unwanted) }
        if unwanted.count < jobs.count { try await claim(jobs.filter { !unwanted.contains($0) }) }
    }

    private func claim(_ jobs: [DispatchedJob]) async throws {
        let byID = Dictionary(jobs.map { ($0.ticket.id, $0) }) { $1 }
        let now = worker.ambient.now()
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
        guard claimed.count < jobs.count else { return }
        let ours = Set(claimed.map(\.id))
        try await dispatcher.end(jobs.filter { !ours.contains($0.ticket.id) })
    }
}
