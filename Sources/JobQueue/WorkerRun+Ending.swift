internal import Logging
internal import RegistryCore
internal import Synchronization

extension WorkerRun {
    /// Ends that are stored in one call when they come in together.
    private static let batch = 64

    /// Stores the ends of attempts, those that come in within a millisecond together.
    ///
    /// What could not be stored is tried again one at a time and ever more rarely, beside the others, so that an end that
    /// the record refuses keeps back no other.
    func storeEnds() async {
        var backoff = Backoff()
        var nextRetry = ContinuousClock.now
        while true {
            let (fresh, refused, running, isOver) = shared.withLock {
                ($0.state.freshEnds, $0.state.refusedEnds, $0.state.attempts.count, $0.isOver)
            }
            if isOver { return }
            let isRetry = refused > 0 && .now >= nextRetry
            if fresh == 0, !isRetry {
                await ends.wait(upTo: refused > 0 ? nextRetry - .now : nil)
                continue
            }
            if !isRetry, fresh < Self.batch, running > 0 { await pause(.milliseconds(1)) }
            let ended = shared.withLock { isRetry ? $0.state.takeRefused() : $0.state.takeEnded(Self.batch) }
            do {
                try await store(ended)
                shared.withLock { $0.state.stored(ended) }
                if isRetry, backoff.succeeded(), refused == 1 { logger.notice("ends of jobs can be stored again") }
            } catch {
                if backoff.failures == 0, ended.contains(where: { $0.refusals == 0 }) {
                    logger.warning("ends of jobs cannot be stored; trying again", metadata: ["error": "\(error)"])
                }
                let dropped = shared.withLock { shared in
                    shared.state.putBack(ended)
                    return shared.state.dropRefused()
                }
                await giveUp(dropped, error)
                nextRetry = .now + backoff.failed()
            }
            slots.ring()
            if shared.withLock({ $0.state.isStopping }) { watch.ring() }
        }
    }

    /// Lets go of ends that the record refuses for ever: their claims lapse, and the jobs are rescued.
    private func giveUp(_ dropped: [WorkerState.Ended], _ error: any Error) async {
        for ended in dropped {
            var metadata = ended.job.logMetadata
            metadata["error"] = "\(error)"
            logger.error("the end of a job is given up: the record refuses it again and again", metadata: metadata)
        }
        shared.withLock { shared in for ended in dropped { shared.notes[ended.job.claim] = nil } }
        if !dropped.isEmpty { await letGo(dropped) }
    }

    func pause(_ duration: Duration) async { await Alarm(on: thread).wait(upTo: duration) }

    /// Stores what the attempts said and how they ended; then lets go of their tickets.
    func store(_ ended: [WorkerState.Ended]) async throws {
        let notes = shared.withLock { shared in ended.compactMap { shared.notes[$0.job.claim] } }
        // Lines and progress are worth less than the end: what cannot be stored is given up with it, not before it.
        let said = await storeNotes(notes)
        let finishes = ended.compactMap { ended in ended.end.map { JobFinish(ended.job.claim, as: $0) } }
        if !finishes.isEmpty {
            // Not before it began: a claim may be dated a little ahead of this clock.
            let now = ended.compactMap(\.job.startedAt).reduce(worker.ambient.now(), max)
            let kept = try await queue.finish(finishes, now: now)
            for finish in finishes where !kept.contains(finish.claim) {
                logger.warning("a job was taken over while it ran", metadata: ["job.id": "\(finish.claim.id)"])
            }
        }
        if !said { logger.warning("lines of jobs' logs could not be stored") }
        shared.withLock { shared in for ended in ended { shared.notes[ended.job.claim] = nil } }
        await letGo(ended)
    }

    /// A dispatcher that is away lets go by itself when the dispatch lease lapses.
    private func letGo(_ ended: [WorkerState.Ended]) async {
        let back = ended.filter { $0.end == .released }.compactMap(\.dispatched)
        let done = ended.filter { $0.end != .released }.compactMap(\.dispatched)
        do {
            if !back.isEmpty { try await dispatcher.handBack(back) }
            if !done.isEmpty { try await dispatcher.end(done) }
        } catch {
            logger.debug("the dispatcher was not told of jobs' ends", metadata: ["error": "\(error)"])
        }
    }

    /// Stores lines and progress; false when some have to be tried again.
    @discardableResult
    func storeNotes(_ notes: [AttemptNotes]) async -> Bool {
        let said = notes.map { (notes: $0, lines: $0.takeLines(), progress: $0.takeProgress()) }
        do {
            let lines = said.flatMap(\.lines)
            for start in stride(from: 0, to: lines.count, by: JobQueueLimits.batch) {
                try await queue.log(Array(lines[start..<min(start + JobQueueLimits.batch, lines.count)]))
            }
            let beats = said.compactMap { said in
                said.progress.map { JobHeartbeat(said.notes.claim, progress: $0) }
            }
            for start in stride(from: 0, to: beats.count, by: JobQueueLimits.batch) {
                let lease = worker.ambient.now() + settings.lease
                let part = Array(beats[start..<min(start + JobQueueLimits.batch, beats.count)])
                heard(try await queue.heartbeat(part, lease: lease), lease: lease)
            }
            return true
        } catch {
            // Lines that are stored already stay as they are.
            for (notes, lines, progress) in said { notes.putBack(lines, progress) }
            return false
        }
    }

    func heard(_ holds: [JobClaim: JobHold], lease: Timestamp) {
        cancel(shared.withLock { $0.state.heard(holds, lease: lease, at: .now) })
    }
}
