import JobQueue
import RegistryCore

/// Redis with the dispatcher's scripts: one turn table that may forget everything, its last second, or its newest writes.
///
/// Mirrors `RedisJobDispatcher`: tokens are never used again, `next` takes and, when there is nothing, waits to be woken.
final class SimulatedRedis {
    /// What survives or does not.
    private struct Memory {
        var table: TurnTable
        /// Nil until somebody asks for it.
        var name: String?
        /// What clients call the table's tokens.
        var tokens: [Int: Int] = [:]
    }
    private struct Waiter {
        let process: SimulatedProcess
        let incarnation: Int
        let wake: () async -> Void
    }
    let server = SimulatedServer("Redis")
    private unowned let world: World
    private var memory: Memory
    /// As of the last second.
    private var synced: Memory
    /// As of the last few hundred milliseconds.
    private var replicated: Memory
    private var life = 0
    private var waiters: [Waiter] = []
    /// What was handed out and may be held still, in order.
    private var handedOut: [DispatchedJob] = []

    init(_ world: World) {
        self.world = world
        memory = Memory(table: TurnTable(limits: world.plan.limits))
        synced = memory
        replicated = memory
    }

    func begin() {
        guard world.plan.dispatch == .redis else { return }
        sync()
        replicate()
    }
    private func sync() {
        synced = memory
        if !world.isCalm { world.later(1_000, on: nil, "Redis syncs its file") { self.sync() } }
    }
    private func replicate() {
        replicated = memory
        if !world.isCalm {
            world.later(world.random.between(50, 400), on: nil, "Redis' replica catches up") { self.replicate() }
        }
    }

    // MARK: Faults

    enum Loss { case everything, lastSecond, newestWrites }

    func lose(_ loss: Loss) {
        world.note(
            "Redis forgets (0 everything, 1 last second, 2 newest writes)",
            loss == .everything ? 0 : loss == .lastSecond ? 1 : 2)
        life += 1
        switch loss {
        case .everything: memory = Memory(table: TurnTable(limits: world.plan.limits))
        case .lastSecond: memory = synced
        case .newestWrites: memory = replicated
        }
        synced = memory
        replicated = memory
        handedOut = []
        wakeAll()
    }

    // MARK: Scripts

    private var now: Timestamp { World.start + .milliseconds(world.now) }

    func nameOfMemory(or name: String) -> String {
        if let name = memory.name { return name }
        memory.name = name
        return name
    }
    func push(_ tickets: [JobTicket]) {
        memory.table.lapse(now: now)
        memory.table.push(tickets)
        wakeAll()
    }
    func take(_ request: DispatchRequest) -> [DispatchedJob] {
        memory.table.lapse(now: now)
        let taken = memory.table.take(request, now: now).map { job in
            let token = life << 32 | job.token
            memory.tokens[job.token] = token
            return DispatchedJob(ticket: job.ticket, token: token)
        }
        if !taken.isEmpty { audit(taken) }
        return taken
    }
    func extend(_ jobs: [DispatchedJob], lease: Duration) -> Set<JobID> {
        memory.table.lapse(now: now)
        return memory.table.extend(jobs.map(inner), until: now + lease)
    }
    func end(_ jobs: [DispatchedJob]) {
        memory.table.lapse(now: now)
        memory.table.end(jobs.map(inner))
        wakeAll()
    }
    func handBack(_ jobs: [DispatchedJob]) {
        memory.table.lapse(now: now)
        memory.table.handBack(jobs.map(inner))
        wakeAll()
    }
    func forget(_ ids: [JobID]) {
        memory.table.lapse(now: now)
        memory.table.forget(ids)
    }
    func known(_ ids: [JobID]) -> Set<JobID> { memory.table.known(ids) }
    func wait(_ process: SimulatedProcess, _ wake: @escaping () async -> Void) {
        waiters.removeAll { $0.process === process }
        waiters.append(Waiter(process: process, incarnation: process.incarnation, wake: wake))
    }
    /// What waits and what is held.
    func load() -> (waiting: Int, held: Int) {
        memory.table.lapse(now: now)
        let load = memory.table.load().values
        return (load.reduce(0) { $0 + $1.waiting }, load.reduce(0) { $0 + $1.held })
    }

    /// The table's own words for what a client calls a job: a token of another life is none of its.
    private func inner(_ job: DispatchedJob) -> DispatchedJob {
        let token = job.token & 0xFFFF_FFFF
        return DispatchedJob(ticket: job.ticket, token: memory.tokens[token] == job.token ? token : -1)
    }

    private func wakeAll() {
        let woken = waiters
        waiters = []
        for waiter in woken where waiter.process.incarnation == waiter.incarnation {
            waiter.process.later(world.delay(), "Redis wakes", waiter.wake)
        }
    }

    /// Nobody has a ticket that another one holds, and no project or kind has more than it may.
    private func audit(_ taken: [DispatchedJob]) {
        handedOut += taken
        var copy = memory.table
        let held = handedOut.filter { !copy.extend([inner($0)], until: now).contains($0.ticket.id) }
        handedOut = held
        var projects: [ProjectID?: Int] = [:]
        var kinds: [JobKind: Int] = [:]
        for job in held {
            projects[job.ticket.project, default: 0] += 1
            kinds[job.ticket.kind, default: 0] += 1
        }
        let limits = world.plan.limits
        world.expect(
            projects.values.allSatisfy { $0 <= limits.perProject }, "a project holds more than \(limits.perProject)")
        world.expect(
            kinds.allSatisfy { $0.value <= limits.perKind[$0.key] ?? .max }, "a kind holds more than it may")
        world.expect(Set(held.map(\.ticket.id)).count == held.count, "one ticket is held twice")
    }
}
