import JobQueue
import RegistryCore
import RegistryStore

/// Mirrors `WorkerRun+Watching`.
extension SimulatedWorker {
    private var period: Int { world.plan.lease / 3 }
    private var kept: [WorkerState.Kept] {
        state.kept.sorted { (world.number($0.claim.id), $0.claim.fence) < (world.number($1.claim.id), $1.claim.fence) }
    }

    func beat() {
        let (record, began) = (world.record, world.now)
        let (claims, until) = (kept.map(\.claim), process.now + lease)
        guard !claims.isEmpty else { return beat(at: began + period) }
        process.ask(record.server, "heartbeat") {
            try await record.heartbeat(claims, lease: until)
        } then: { [self] answer in
            guard case .success(let holds) = answer else {
                return beat(at: began + min(Int(beatBackoff.failed(jitter: world.random.unit()).milliseconds), period))
            }
            _ = beatBackoff.succeeded()
            cancel(state.heard(holds, lease: until, at: process.instant))
            beat(at: began + period)
        }
    }
    private func beat(at moment: Int) { beats.sleep(upTo: max(moment - world.now, 0)) { self.beat() } }

    func extendTurns(after pause: Int? = nil) {
        extensions.sleep(upTo: pause ?? period) { [self] in
            let dispatched = kept.compactMap(\.dispatched)
            if dispatched.isEmpty { return extendTurns() }
            guard world.plan.dispatch == .redis else {
                extendTurns(dispatched)
                return extendTurns()
            }
            let redis = world.redis
            process.ask(redis.server, "extend", mayRepeat: true) { [lease] in
                redis.extend(dispatched, lease: lease)
            } then: { [self] answer in
                if case .success = answer { extendTurns() } else { extendTurns(after: min(1_000, period)) }
            }
        }
    }
    private func extendTurns(_ jobs: [DispatchedJob]) {
        let until = process.now + lease
        turns.extend(jobs, until: until)
        for index in holds.indices where jobs.contains(where: { $0.token == holds[index].job.token }) {
            holds[index].until = until
        }
    }

    func readPauses() {
        let record = world.record
        process.ask(record.server, "paused queues") {
            try await record.store.pausedQueues()
        } then: { [self] answer in
            if case .success(let paused) = answer, paused != self.paused {
                self.paused = paused
                // What waits for turns asks for other queues now.
                if world.plan.dispatch == .redis { slots.ring() } else { pushes.ring() }
            }
            sayings.sleep(upTo: min(1_000, period)) { self.readPauses() }
        }
    }

    func lookAfterJobs() {
        watch.sleep(upTo: min(world.plan.watchTick, world.plan.lease / 6)) { [self] in
            cancel(state.look(now: process.now, at: process.instant))
            if !state.ended.isEmpty { ends.ring() }
            if let drain {
                if world.now >= drain.cancelsAt { cancel(state.stopAll(at: process.instant)) }
                if world.now >= drain.handsBackAt {
                    state.abandonAll(now: process.now)
                    ends.ring()
                }
                if hasStoppedTaking, state.isDone, !state.isStoring { return end() }
            }
            lookAfterJobs()
        }
    }
}
