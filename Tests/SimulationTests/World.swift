import Catalog
import JobQueue
import RegistryCore

/// One history: a seed, a virtual clock, processes and servers, and what must hold after every step.
///
/// Everything happens in one task, one event after the other; the real store, turn table and worker state are asked, and
/// whatever in the product waits for something is a chain of events here.
final class World {
    /// 2026-01-01T00:00:00Z.
    static let start = Timestamp(milliseconds: 1_767_225_600_000)
    static let instant = ContinuousClock.now
    /// How long all may take to come to rest once the adversary has stopped, in milliseconds.
    private static let patience = 240_000

    let seed: UInt64
    let plan: Plan
    var random: SimulationRandom
    /// Milliseconds since the beginning.
    private(set) var now = 0
    private(set) var steps = 0
    private(set) var violation: String?
    private(set) var trace = Trace()
    var network = Network()
    var isCalm = false
    private var events = EventHeap()
    private var numbers: [JobID: Int] = [:]
    var scripts: [JobID: JobScript] = [:]
    private(set) var jobIDs: [JobID] = []

    private(set) var processes: [SimulatedProcess] = []
    private(set) var workers: [SimulatedProcess] = []
    private(set) var fronts: [SimulatedProcess] = []
    private(set) lazy var record = SimulatedRecord(self)
    private(set) lazy var redis = SimulatedRedis(self)
    private(set) lazy var aftermath = Aftermath(self)
    private(set) lazy var adversary = Adversary(self)

    init(seed: UInt64) {
        self.seed = seed
        var random = SimulationRandom(seed: seed)
        plan = Plan(&random)
        self.random = random
    }

    /// Lets the history happen; returns what went wrong.
    func run() async -> String? {
        await record.prepare()
        for number in 0..<plan.workers { add("worker \(number)", to: \.workers) { SimulatedWorker($0) } }
        for number in 0..<plan.schedulers {
            add("scheduler \(number)", to: \.processes) { SimulatedScheduler($0) }
        }
        for number in 0..<2 { add("front \(number)", to: \.fronts) { SimulatedFront($0) } }
        processes += workers + fronts
        for process in processes { process.start() }
        adversary.begin()
        redis.begin()
        while violation == nil, !aftermath.isOver, let (moment, event) = events.removeFirst() {
            now = max(now, moment)
            if let process = event.process {
                if process.incarnation != event.incarnation { continue }
                if process.pausedUntil > now {
                    events.putOff(event, to: process.pausedUntil)
                    continue
                }
            }
            steps += 1
            trace.step(steps, at: now, event.process?.name ?? "network", event.name)
            await event.body()
            if isCalm, now > plan.calm + Self.patience { fail("not at rest: \(await aftermath.unrest())") }
        }
        if violation == nil { await aftermath.check() }
        return violation
    }

    private func add(
        _ name: String, to list: ReferenceWritableKeyPath<World, [SimulatedProcess]>,
        _ role: @escaping (SimulatedProcess) -> any SimulatedRole
    ) {
        self[keyPath: list].append(SimulatedProcess(name, in: self, role))
    }

    func later(
        _ delay: Int, on process: SimulatedProcess?, _ name: StaticString, _ body: @escaping () async -> Void
    ) {
        events.insert(at: now + max(0, delay), on: process, name, body)
    }
    /// What stands still goes on at once.
    func resume() { events.resume(at: now) }
    /// How long a request or an answer takes.
    func delay() -> Int { random.below(network.longestDelay + 1) }

    /// A promise that was broken; the first one counts.
    func fail(_ what: String) {
        if violation == nil { violation = what }
    }
    func expect(_ condition: Bool, _ what: @autoclosure () -> String) {
        if !condition { fail(what()) }
    }
    func note(_ name: StaticString, _ first: Int = 0, _ second: Int = 0, _ third: Int = 0) {
        trace.note(steps, at: now, name, (first, second, third))
    }

    /// Makes up a job's id and remembers what it will do.
    func newJobID(in lane: Lane, _ script: JobScript) -> JobID {
        let id = JobID(lane: lane, id: RandomID(using: &random))
        know(id, script)
        return id
    }
    func know(_ id: JobID, _ script: JobScript) {
        guard numbers[id] == nil else { return }
        numbers[id] = jobIDs.count
        jobIDs.append(id)
        scripts[id] = script
    }
    /// What traces call a job, and the order in which sets of them are gone through.
    func number(_ id: JobID) -> Int { numbers[id] ?? -1 }
}
