internal import Logging
internal import RegistryCore
internal import Synchronization

extension WorkerRun {
    /// Says every third of a lease that the jobs are still held, and every second what they have said meanwhile.
    func beat() async {
        var backoff = Backoff()
        let period = settings.lease / 3
        var nextBeat = ContinuousClock.now
        while true {
            let now = ContinuousClock.now
            if now >= nextBeat {
                do {
                    try await beatOnce()
                    nextBeat = now + period
                    if backoff.succeeded() { logger.notice("the job record answers heartbeats again") }
                } catch {
                    if backoff.failures == 0 {
                        logger.warning("a heartbeat failed; trying again", metadata: ["error": "\(error)"])
                    }
                    nextBeat = now + min(backoff.failed(), period)
                }
            }
            await storeNotes(shared.withLock { Array($0.notes.values) })
            await readPauses()
            if shared.withLock({ $0.isOver }) { break }
            await beats.wait(upTo: min(.seconds(1), period))
        }
        try? await queue.retire(worker.id, notSeenSince: worker.ambient.now() - .seconds(86_400))
    }

    private func beatOnce() async throws {
        let held = shared.withLock { $0.state.held }
        let now = worker.ambient.now()
        let dispatched = held.compactMap(\.dispatched)
        for start in stride(from: 0, to: held.count, by: JobQueueLimits.batch) {
            let part = held[start..<min(start + JobQueueLimits.batch, held.count)]
            let lease = now + settings.lease
            heard(try await queue.heartbeat(part.map { JobHeartbeat($0.job.claim) }, lease: lease), lease: lease)
        }
        try await queue.report(row(running: held.count, now: now))
        // A dispatcher that is away, or has forgotten them, decides nothing: the claims hold.
        if !dispatched.isEmpty { _ = try? await dispatcher.extend(dispatched, lease: settings.lease) }
    }

    private func row(running: Int, now: Timestamp) -> WorkerRecord {
        WorkerRecord(
            id: worker.id, place: settings.place, release: settings.release, queues: settings.queues,
            concurrency: settings.concurrency, startedAt: startedAt, seenAt: now, running: running,
            isDraining: shared.withLock { $0.state.isStopping })
    }

    /// What is known stays while the record does not answer.
    private func readPauses() async {
        guard let paused = try? await queue.pausedQueues() else { return }
        let taking = shared.withLock { shared -> Task<[DispatchedJob], any Error>? in
            guard shared.paused != paused else { return nil }
            shared.paused = paused
            return shared.taking
        }
        // It asks for queues that are paused now, or not for those that go on.
        taking?.cancel()
    }

    /// Looks four times a second after deadlines, time limits, lapsed leases, memory, and the end of a drain; waits for no
    /// driver.
    func lookAfterJobs() async {
        while true {
            await watch.wait(upTo: min(.milliseconds(250), settings.lease / 6))
            let (now, instant) = (worker.ambient.now(), ContinuousClock.now)
            cancel(shared.withLock { $0.state.look(now: now, at: instant) })
            if shared.withLock({ !$0.state.ended.isEmpty }) { ends.ring() }
            lookAtMemory()
            if shared.withLock({ $0.isOver }) { return }
            guard let drain = shared.withLock({ $0.drain }) else { continue }
            if instant >= drain.cancelsAt { cancel(shared.withLock { $0.state.stopAll(at: instant) }) }
            if instant >= drain.handsBackAt {
                shared.withLock { $0.state.abandonAll(now: now) }
                ends.ring()
            }
            if shared.withLock({ $0.hasStoppedTaking && $0.state.isDone }) { return end() }
        }
    }

    private func lookAtMemory() {
        guard let limit = settings.memoryLimit, let used = ProcessMemory.resident(), used > limit else { return }
        let isFirst = shared.withLock { shared in
            defer { shared.failure = shared.failure ?? .memory(used: used, limit: limit) }
            return shared.failure == nil
        }
        if isFirst {
            logger.error("the worker drains: the process takes more memory than it may")
            drain(within: settings.grace)
        }
    }
}
