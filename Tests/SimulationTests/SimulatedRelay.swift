import JobQueue
import RegistryCore
import RegistryStore

/// A process's relay: the steps of `Relay` around the real ``RelayPlace``.
final class SimulatedRelay {
    private unowned let process: SimulatedProcess
    private var place = RelayPlace()
    private var backoff = Backoff()

    private var world: World { process.world }

    init(_ process: SimulatedProcess) { self.process = process }

    func start() { process.later(world.random.below(world.plan.relayTick), "the relay ticks") { self.tick() } }

    private func tick() {
        let name = RandomID(using: &world.random).description
        let redis = world.redis
        process.ask(redis.server, "memory", mayRepeat: true) {
            redis.nameOfMemory(or: name)
        } then: { [self] answer in
            guard case .success(let memory) = answer else { return failed() }
            let now = process.now
            place.see(memory, now: now)
            push(after: place.fresh ?? .begin(now), upTo: now) { [self] reached in
                place.madeKnown(upTo: reached)
                let late = now - RelayPlace.lateness
                push(after: place.trailing ?? .begin(late), upTo: late) { [self] reached in
                    place.madeKnownAgain(upTo: reached)
                    let later = now - RelayPlace.longLateness
                    push(after: place.distant ?? .begin(later), upTo: later) { [self] reached in
                        place.madeKnownAtLast(upTo: reached)
                        sweep(2, now)
                    }
                }
            }
        }
    }
    private func failed() {
        let pause = max(Int(backoff.failed(jitter: world.random.unit()).milliseconds), world.plan.relayTick)
        process.later(pause, "the relay ticks") { self.tick() }
    }
    private func done() {
        _ = backoff.succeeded()
        process.later(place.isHurried ? 0 : world.plan.relayTick, "the relay ticks") { self.tick() }
    }

    /// Pushes what is due behind a place, up to a moment, page by page.
    private func push(after start: DuePlace, upTo moment: Timestamp, then: @escaping (DuePlace) -> Void) {
        func reached(_ place: DuePlace) { then(place.due == moment ? place : .begin(moment)) }
        guard start.due <= moment else { return reached(start) }
        let (record, redis, page) = (world.record, world.redis, world.plan.relayPage)
        process.ask(record.server, "due") {
            try await record.store.due(at: moment, after: start, limit: page)
        } then: { [self] answer in
            guard case .success(let due) = answer else { return failed() }
            guard let last = due.last else { return reached(start) }
            process.ask(redis.server, "push", mayRepeat: true) {
                redis.push(due)
            } then: { [self] answer in
                guard case .success = answer else { return failed() }
                if due.count < page { reached(start) } else { push(after: DuePlace(last), upTo: moment, then: then) }
            }
        }
    }

    /// One page of all that waits and is due: what the dispatcher does not know is pushed.
    private func sweep(_ pages: Int, _ now: Timestamp) {
        guard pages > 0, place.isSweepDue(now) else { return done() }
        let (record, redis, page, start) = (world.record, world.redis, world.plan.relayPage, place.sweep)
        process.ask(record.server, "sweep") {
            try await record.store.due(at: now, after: start, limit: page)
        } then: { [self] answer in
            guard case .success(let due) = answer else { return failed() }
            func swept() {
                place.swept(upTo: due.count == page ? due.last.map { DuePlace($0) } : nil, now: now)
                sweep(pages - 1, now)
            }
            if due.isEmpty { return swept() }
            process.ask(redis.server, "known") {
                redis.known(due.map(\.id))
            } then: { [self] answer in
                guard case .success(let known) = answer else { return failed() }
                let unknown = due.filter { !known.contains($0.id) }
                if unknown.isEmpty { return swept() }
                process.ask(redis.server, "push unknown", mayRepeat: true) {
                    redis.push(unknown)
                } then: { [self] answer in
                    guard case .success = answer else { return failed() }
                    swept()
                }
            }
        }
    }
}
