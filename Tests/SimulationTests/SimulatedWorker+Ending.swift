import JobQueue
import RegistryCore

/// Mirrors `WorkerRun+Ending`.
extension SimulatedWorker {
    private static let batch = 64

    /// What could not be stored is tried again one at a time, beside the others.
    func storeEnds() {
        let (fresh, refused) = (state.freshEnds, state.refusedEnds)
        let isRetry = refused > 0 && world.now >= nextRetry
        if fresh == 0, !isRetry {
            return ends.sleep(upTo: refused > 0 ? nextRetry - world.now : nil) { self.storeEnds() }
        }
        if isRetry || fresh >= Self.batch || state.attempts.isEmpty { return storeTaken(isRetry: isRetry) }
        // What comes in within a millisecond goes together.
        process.later(1, "it stores ends") { self.storeTaken(isRetry: false) }
    }

    private func storeTaken(isRetry: Bool) {
        let taken = (isRetry ? state.takeRefused() : state.takeEnded(Self.batch))
            .sorted { (world.number($0.job.id), $0.job.fence) < (world.number($1.job.id), $1.job.fence) }
        let finishes = taken.compactMap { ended in ended.end.map { JobFinish(ended.job.claim, as: $0) } }
        let now = taken.compactMap(\.job.startedAt).reduce(process.now, max)
        guard !finishes.isEmpty else { return letGo(taken) { self.stored(taken, isRetry: isRetry) } }
        let record = world.record
        process.ask(record.server, "finish") {
            try await record.finish(finishes, now: now)
        } then: { [self] answer in
            if case .success = answer {
                letGo(taken) { self.stored(taken, isRetry: isRetry) }
            } else {
                putBack(taken)
            }
        }
    }

    private func putBack(_ taken: [WorkerState.Ended]) {
        state.putBack(taken)
        let dropped = state.dropRefused()
        if !dropped.isEmpty { world.note("ends are given up", dropped.count) }
        letGo(dropped) { [self] in
            nextRetry = world.now + Int(endBackoff.failed(jitter: world.random.unit()).milliseconds)
            storedSome()
        }
    }
    private func stored(_ taken: [WorkerState.Ended], isRetry: Bool) {
        state.stored(taken)
        if isRetry { _ = endBackoff.succeeded() }
        storedSome()
    }
    private func storedSome() {
        slots.ring()
        if state.isStopping { watch.ring() }
        storeEnds()
    }

    /// A dispatcher that is away is not told twice.
    private func letGo(_ ended: [WorkerState.Ended], then: @escaping () -> Void) {
        let back = ended.filter { $0.end == .released }.compactMap(\.dispatched)
        let done = ended.filter { $0.end != .released }.compactMap(\.dispatched)
        handBack(back) { [self] isTold in
            if isTold { end(done) { _ in then() } } else { then() }
        }
    }
}
