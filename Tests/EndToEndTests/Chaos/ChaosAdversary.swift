import Synchronization

/// Does to the processes and servers what the plan says; one thing at a time to each of them.
final class ChaosAdversary: Sendable {
    private struct State {
        var busy: Set<String> = []
        var counts: [ChaosFault.Kind: Int] = [:]
        var skipped = 0
        var lines: [String] = []
    }
    private let instance: ChaosInstance
    private let postgres: ChaosPostgres
    private let redis: ChaosRedis?
    private let state = Mutex(State())

    init(instance: ChaosInstance, postgres: ChaosPostgres, redis: ChaosRedis?) {
        self.instance = instance
        self.postgres = postgres
        self.redis = redis
    }

    /// How often each kind of fault was brought about.
    var counts: [ChaosFault.Kind: Int] { state.withLock { $0.counts } }
    /// How many were left out because their target had not got over the last one.
    var skipped: Int { state.withLock { $0.skipped } }
    /// What was done when, in the order of its end.
    var lines: [String] { state.withLock { $0.lines } }

    /// Carries out the plan, and returns when everything that was taken away is back.
    func run(_ plan: [ChaosFault], since begin: ContinuousClock.Instant) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for fault in plan {
                try await Task.sleep(until: begin + fault.moment)
                group.addTask { try await self.perform(fault) }
            }
            try await group.waitForAll()
        }
    }

    private func perform(_ fault: ChaosFault) async throws {
        let place = place(of: fault)
        while !state.withLock({ $0.busy.insert(place).inserted }) {
            guard fault.kind.weight == 0 else { return state.withLock { $0.skipped += 1 } }
            try await Task.sleep(for: .milliseconds(100))
        }
        defer { _ = state.withLock { $0.busy.remove(place) } }
        let begin = ContinuousClock.now
        try await bringAbout(fault)
        state.withLock {
            $0.counts[fault.kind, default: 0] += 1
            $0.lines.append(
                "\(fault.moment): \(fault.kind.rawValue) \(fault.target), took \(ContinuousClock.now - begin)")
        }
    }

    /// Redis is one place, because its servers depend on each other.
    private func place(of fault: ChaosFault) -> String {
        switch fault.kind {
        case .databaseRestart, .databasePromote: "database"
        case .redisKill, .redisPause, .redisFlush, .redisFailover: "redis"
        case .redisMove: "move"
        default: process(of: fault).name
        }
    }
    private func process(of fault: ChaosFault) -> ChaosProcess {
        let those =
            switch fault.kind {
            case .frontKill, .frontPause, .frontStop: instance.fronts
            case .schedulerKill, .schedulerPause, .schedulerStop: instance.schedulers
            default: instance.workers
            }
        return those[fault.target % those.count]
    }

    private func bringAbout(_ fault: ChaosFault) async throws {
        switch fault.kind {
        case .workerKill, .schedulerKill, .frontKill:
            let process = process(of: fault)
            await process.kill()
            try await Task.sleep(for: fault.length)
            try await process.start()
        case .workerPause, .schedulerPause, .frontPause: await process(of: fault).pause(for: fault.length)
        case .workerStop, .schedulerStop, .frontStop:
            let process = process(of: fault)
            await process.stop(within: ChaosInstance.patience)
            try await process.start()
        case .redisKill: try await redis?.restart(fault.target, after: fault.length)
        case .redisPause: try await redis?.freeze(fault.target, for: fault.length)
        case .redisFlush: await redis?.flush()
        // Sentinel refuses while it is at one already, or has nobody who could take over.
        case .redisFailover: try? await redis?.failOver()
        case .redisMove: try await move()
        case .databaseRestart: try await postgres.restart(after: fault.length)
        case .databasePromote: try await postgres.promote()
        }
    }

    /// Each process is started anew with the other address: in between, some push to one Redis and some take from the other.
    private func move() async throws {
        guard let redis else { return }
        await redis.move()
        for process in instance.all {
            process.set("VITRINE_QUEUE", redis.watchedURL)
            while !state.withLock({ $0.busy.insert(process.name).inserted }) {
                try await Task.sleep(for: .milliseconds(100))
            }
            defer { _ = state.withLock { $0.busy.remove(process.name) } }
            await process.stop(within: ChaosInstance.patience)
            try await process.start()
        }
    }

}
