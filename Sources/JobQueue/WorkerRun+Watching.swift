internal import Logging
internal import RegistryCore
internal import Synchronization

extension WorkerRun {
    /// Says every third of a lease that the jobs are still held; waits for nothing else.
    func beat() async {
        var backoff = Backoff()
        let period = settings.lease / 3
        while !shared.withLock({ $0.isOver }) {
            let began = ContinuousClock.now
            var pause = period
            do {
                try await beatOnce()
                if backoff.succeeded() { logger.notice("the job record answers heartbeats again") }
            } catch {
                if backoff.failures == 0 {
                    logger.warning("a heartbeat failed; trying again", metadata: ["error": "\(error)"])
                }
                pause = min(backoff.failed(), period)
            }
            await beats.wait(upTo: max(began + pause - .now, .zero))
        }
    }

    private func beatOnce() async throws {
        let kept = shared.withLock { $0.state.kept }
        for start in stride(from: 0, to: kept.count, by: JobQueueLimits.batch) {
            let part = kept[start..<min(start + JobQueueLimits.batch, kept.count)]
            let lease = worker.ambient.now() + settings.lease
            heard(try await queue.heartbeat(part.map { JobHeartbeat($0.claim) }, lease: lease), lease: lease)
        }
    }

    /// Tells the dispatcher every third of a lease what is still held. One that is away, or has forgotten it, decides
    /// nothing: the claims hold.
    func extendTickets() async {
        let period = settings.lease / 3
        var pause = period
        while !shared.withLock({ $0.isOver }) {
            await extensions.wait(upTo: pause)
            let dispatched = shared.withLock { $0.state.kept.compactMap(\.dispatched) }
            pause = period
            guard !dispatched.isEmpty else { continue }
            do { _ = try await dispatcher.extend(dispatched, lease: settings.lease) } catch {
                pause = min(.seconds(1), period)
            }
        }
    }

    /// Keeps the worker's row, stores every second what jobs have said meanwhile, and reads which queues are paused.
    func speak() async {
        let period = settings.lease / 3
        var nextReport = ContinuousClock.now
        var wasDraining = false
        while !shared.withLock({ $0.isOver }) {
            let isDraining = shared.withLock { $0.state.isStopping }
            if .now >= nextReport || isDraining != wasDraining {
                // A row that is old decides nothing; the heartbeats say that the record is away.
                if (try? await queue.report(row())) != nil {
                    nextReport = .now + period
                    wasDraining = isDraining
                }
            }
            await storeNotes(shared.withLock { Array($0.notes.values) })
            await readPauses()
            await sayings.wait(upTo: min(.seconds(1), period))
        }
        try? await queue.retire(worker.id, notSeenSince: worker.ambient.now() - .seconds(86_400))
    }

    private func row() -> WorkerRecord {
        let (running, isStopping) = shared.withLock { ($0.state.running, $0.state.isStopping) }
        return WorkerRecord(
            id: worker.id, place: settings.place, release: settings.release, queues: settings.queues,
            concurrency: settings.concurrency, startedAt: startedAt, seenAt: worker.ambient.now(),
            running: running, isDraining: isStopping)
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
            lookAtSlots(instant)
            if shared.withLock({ $0.isOver }) { return }
            guard let drain = shared.withLock({ $0.drain }) else { continue }
            if instant >= drain.cancelsAt { cancel(shared.withLock { $0.state.stopAll(at: instant) }) }
            if instant >= drain.handsBackAt {
                shared.withLock { $0.state.abandonAll(now: now) }
                ends.ring()
            }
            if shared.withLock({ $0.hasStoppedTaking && $0.state.isDone && !$0.state.isStoring }) { return end() }
        }
    }

    private func lookAtMemory() {
        guard let limit = settings.memoryLimit, let used = ProcessMemory.resident(), used > limit else { return }
        stop(because: .memory(used: used, limit: limit))
    }
    private func lookAtSlots(_ instant: ContinuousClock.Instant) {
        guard shared.withLock({ $0.state.isStuck(at: instant) }) else { return }
        stop(because: .stuck(slots: shared.withLock { $0.state.concurrency }))
    }

    /// Drains, and ends with an error so that the supervisor starts a new process.
    private func stop(because failure: WorkerError) {
        let isFirst = shared.withLock { shared in
            defer { shared.failure = shared.failure ?? failure }
            return shared.failure == nil
        }
        if isFirst {
            logger.error("the worker drains by itself", metadata: ["error": "\(failure)"])
            drain(within: settings.grace)
        }
    }
}
