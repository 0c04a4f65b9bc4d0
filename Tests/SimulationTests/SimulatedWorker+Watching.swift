import JobQueue
import RegistryCore
import RegistryStore

/// Mirrors `WorkerRun+Watching`.
extension SimulatedWorker {
    func beat() {
        guard world.now >= nextBeat else { return afterBeat() }
        let period = world.plan.lease / 3
        let held = state.held.sorted { world.number($0.job.id) < world.number($1.job.id) }
        guard !held.isEmpty else {
            nextBeat = world.now + period
            return afterBeat()
        }
        let (record, redis) = (world.record, world.redis)
        let (claims, until) = (held.map(\.job.claim), process.now + lease)
        process.ask(record.server, "heartbeat") {
            try await record.heartbeat(claims, lease: until)
        } then: { [self] answer in
            guard case .success(let holds) = answer else {
                nextBeat = world.now + min(Int(beatBackoff.failed(jitter: world.random.unit()).milliseconds), period)
                return afterBeat()
            }
            _ = beatBackoff.succeeded()
            nextBeat = world.now + period
            cancel(state.heard(holds, lease: until, at: process.instant))
            let dispatched = held.compactMap(\.dispatched)
            switch world.plan.dispatch {
            case .redis:
                process.ask(redis.server, "extend", mayRepeat: true) { [lease] in redis.extend(dispatched, lease: lease)
                }
            case .database: extendTurns(dispatched)
            }
            afterBeat()
        }
    }

    private func extendTurns(_ jobs: [DispatchedJob]) {
        let until = process.now + lease
        turns.extend(jobs, until: until)
        for index in holds.indices where jobs.contains(where: { $0.token == holds[index].job.token }) {
            holds[index].until = until
        }
    }

    /// Reads which queues are paused, and sleeps.
    private func afterBeat() {
        let record = world.record
        process.ask(record.server, "paused queues") {
            try await record.store.pausedQueues()
        } then: { [self] answer in
            if case .success(let paused) = answer, paused != self.paused {
                self.paused = paused
                slots.ring()
            }
            beats.sleep(upTo: min(1_000, world.plan.lease / 3)) { self.beat() }
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
                if hasStoppedTaking, state.isDone { return end() }
            }
            lookAfterJobs()
        }
    }
}
