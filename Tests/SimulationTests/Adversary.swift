import JobQueue

/// What breaks: processes, clocks, the network and Redis, until the plan's calm begins; then everything heals.
final class Adversary {
    private unowned let world: World

    init(_ world: World) { self.world = world }

    func begin() {
        world.later(world.random.below(world.plan.longestPeace), on: nil, "the adversary acts") { await self.act() }
        world.later(world.plan.calm, on: nil, "calm begins") { await self.calm() }
    }

    /// A process is at a point where its end, or standing still, would do the most harm.
    func tempt(_ process: SimulatedProcess, _ share: Double = 0.06) {
        guard !world.isCalm, world.random.chance(share) else { return }
        switch world.random.below(4) {
        case 0: process.end(restartAfter: world.random.between(100, 2_000))
        case 1: cut(process)
        default: process.pausedUntil = world.now + world.random.between(world.plan.lease / 2, 3 * world.plan.lease)
        }
        world.note("the adversary is tempted; stopped until", process.pausedUntil)
    }

    private func act() async {
        if world.isCalm { return }
        let process = world.processes[world.random.below(world.processes.count)]
        let worker = world.workers[world.random.below(world.workers.count)]
        switch world.random.below(17) {
        case 0, 1:
            world.note("a process is killed")
            process.end(restartAfter: world.random.between(100, 4_000))
        case 2, 3:
            let process = world.random.chance(0.6) ? worker : process
            process.pausedUntil = world.now + world.random.between(100, 3 * world.plan.lease)
            world.note("a process is stopped until", process.pausedUntil)
        case 4:
            process.offset += world.random.between(-world.plan.longestJump, world.plan.longestJump)
            process.offset = max(-world.plan.longestJump, min(process.offset, world.plan.longestJump))
            world.note("a clock jumps to", process.offset)
        case 5, 6: cut(process)
        case 7:
            world.note("a worker is told to stop")
            (worker.role as? SimulatedWorker)?.drain(within: world.random.between(0, 4_000))
        case 8, 9: breakRedis()
        case 10:
            world.note("the record is away")
            world.record.server.awayUntil = world.now + world.random.between(50, 1_500)
        case 11: world.record.server.pausedUntil = world.now + world.random.between(50, 1_000)
        case 12:
            let queue = world.random.chance(0.5) ? JobQueueName.default : .index
            await world.record.setPaused(queue, world.random.chance(0.4))
        case 13:
            world.note("the record refuses ends")
            world.record.refusesEndsUntil = world.now + world.random.between(100, 3 * world.plan.lease)
        default: degrade()
        }
        world.later(world.random.between(20, world.plan.longestPeace), on: nil, "the adversary acts") {
            await self.act()
        }
    }

    private func cut(_ process: SimulatedProcess) {
        let until = world.now + world.random.between(100, 2 * world.plan.lease)
        let which = world.random.below(3)
        if which != 0 { process.cutFromRedisUntil = until }
        if which != 1 { process.cutFromRecordUntil = until }
        world.note("a process is cut off until", until, which)
    }
    private func breakRedis() {
        switch world.random.below(7) {
        case 0: world.redis.lose(.everything)
        case 1, 2: world.redis.lose(.newestWrites)
        case 3:
            world.redis.lose(.lastSecond)
            world.redis.server.awayUntil = world.now + world.random.between(50, 2_000)
        case 4:
            world.redis.lose(.everything)
            world.redis.server.awayUntil = world.now + world.random.between(50, 2_000)
        case 5: world.redis.server.awayUntil = world.now + world.random.between(50, 4_000)
        default: world.redis.server.pausedUntil = world.now + world.random.between(50, 2_000)
        }
    }
    private func degrade() {
        var network = Network()
        network.longestDelay = [2, 20, 200, 900][world.random.below(4)]
        network.lostRequests = [0, 0.02, 0.1][world.random.below(3)]
        network.lostAnswers = [0, 0.02, 0.1][world.random.below(3)]
        network.duplicates = [0, 0.1, 0.3][world.random.below(3)]
        world.network = network
    }

    private func calm() async {
        world.isCalm = true
        world.network = .healthy
        world.record.refusesEndsUntil = 0
        for server in [world.record.server, world.redis.server] {
            server.awayUntil = 0
            server.pausedUntil = 0
        }
        for queue in [JobQueueName.default, .index] { await world.record.setPaused(queue, false) }
        for process in world.processes {
            process.pausedUntil = 0
            process.offset = 0
            process.cutFromRecordUntil = 0
            process.cutFromRedisUntil = 0
            process.start()
        }
        world.resume()
        world.aftermath.begin()
    }
}
