internal import Logging
internal import RegistryCore
internal import Synchronization

extension WorkerRun {
    /// Ends that are stored in one call when they come in together.
    private static let batch = 64

    /// Stores the ends of attempts, those that come in within a millisecond together.
    func storeEnds() async {
        var backoff = Backoff()
        while true {
            let (waiting, running, isOver) = shared.withLock {
                ($0.state.ended.count, $0.state.attempts.count, $0.isOver)
            }
            if isOver { return }
            if waiting == 0 {
                await ends.wait()
                continue
            }
            if waiting < Self.batch, running > 0 { await pause(.milliseconds(1)) }
            // One at a time while there is trouble, so that one that cannot be stored keeps back no other.
            let ended = shared.withLock { $0.state.takeEnded(backoff.failures == 0 ? Self.batch : 1) }
            do {
                try await store(ended)
                if backoff.succeeded() { logger.notice("ends of jobs can be stored again") }
            } catch {
                if backoff.failures == 0 {
                    logger.warning("ends of jobs cannot be stored; trying again", metadata: ["error": "\(error)"])
                }
                shared.withLock { $0.state.putBack(ended) }
                await pause(backoff.failed())
            }
            slots.ring()
            if shared.withLock({ $0.state.isStopping }) { watch.ring() }
        }
    }

    private func pause(_ duration: Duration) async { await Alarm(on: thread).wait(upTo: duration) }

    /// Stores what the attempts said and how they ended; then lets go of their tickets.
    func store(_ ended: [WorkerState.Ended]) async throws {
        let notes = shared.withLock { shared in ended.compactMap { shared.notes[$0.job.claim] } }
        // Lines and progress are worth less than the end: what cannot be stored is given up with it, not before it.
        let said = await storeNotes(notes)
        let finishes = ended.compactMap { ended in ended.end.map { JobFinish(ended.job.claim, as: $0) } }
        if !finishes.isEmpty {
            let kept = try await queue.finish(finishes, now: worker.ambient.now())
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
