import JobQueue
import RegistryCore

/// Mirrors `WorkerRun+Ending`.
extension SimulatedWorker {
    private static let batch = 64

    func storeEnds() {
        guard !state.ended.isEmpty else { return ends.sleep(upTo: nil) { self.storeEnds() } }
        // What comes in within a millisecond goes together.
        process.later(1, "it stores ends") { self.storeTaken() }
    }

    private func storeTaken() {
        let taken = state.takeEnded(endBackoff.failures == 0 ? Self.batch : 1)
            .sorted { (world.number($0.job.id), $0.job.fence) < (world.number($1.job.id), $1.job.fence) }
        let finishes = taken.compactMap { ended in ended.end.map { JobFinish(ended.job.claim, as: $0) } }
        let (record, now) = (world.record, process.now)
        guard !finishes.isEmpty else { return stored(taken) }
        process.ask(record.server, "finish") {
            try await record.finish(finishes, now: now)
        } then: { [self] answer in
            guard case .success = answer else {
                state.putBack(taken)
                let pause = endBackoff.failed(jitter: world.random.unit())
                return process.later(Int(pause.milliseconds), "it stores ends again") { self.storeEnds() }
            }
            stored(taken)
        }
    }
    private func stored(_ taken: [WorkerState.Ended]) {
        _ = endBackoff.succeeded()
        let back = taken.filter { $0.end == .released }.compactMap(\.dispatched)
        let done = taken.filter { $0.end != .released }.compactMap(\.dispatched)
        if !back.isEmpty { handBack(back) }
        if !done.isEmpty { end(done) }
        slots.ring()
        if state.isStopping { watch.ring() }
        storeEnds()
    }
}
