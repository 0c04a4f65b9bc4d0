import Catalog
import JSONDocument
import JobQueue
import RegistryCore

/// What must hold once the adversary has stopped and everything has been let go on.
final class Aftermath {
    /// What no job may wait once all is well, in milliseconds: the lease of a lost worker and what a clock had added to it,
    /// the next leader, a whole sweep of the relay and the ticks between; and the turns of those before it.
    private var longestWait: Int {
        let plan = world.plan
        return plan.lease + plan.longestJump + plan.upkeepLease + plan.afterGap + 2 * 5_000 + 3 * plan.upkeepTick
            + turns + refusal
    }
    /// What the jobs that are open when calm begins take, with all their attempts.
    private var turns = 0
    /// What an attempt may take that kills its worker: its lease, and the restart.
    private static let lostAttempt = 6_000
    /// Jobs of the project that has many, beside the one of another.
    private static let backlog = 24

    private unowned let world: World
    /// How long ends are refused while a project has a backlog, and the longest pause before one is tried again.
    private var refusal = 0
    private var kills: [JobID: Int] = [:]
    private var snoozes: [JobID: Int] = [:]
    private(set) var isOver = false
    private var single: JobID?
    /// All was at rest once: nothing that was broken before can make a lease lapse.
    var isWell: Bool { single != nil }
    private var claimsBefore = 0

    init(_ world: World) { self.world = world }

    /// A poison job has taken its worker with it.
    func killed(_ id: JobID) {
        kills[id, default: 0] += 1
        world.note("poison job kills its worker", world.number(id), kills[id] ?? 0)
    }
    /// How often a job has asked, this time included.
    func snoozed(_ id: JobID) -> Int {
        snoozes[id, default: 0] += 1
        return snoozes[id] ?? 0
    }
    func waited(_ id: JobID, _ wait: Int) {
        world.expect(
            wait <= longestWait, "\(world.record.jobs.told(id)) waited \(wait) ms though all was well")
        if id == single {
            let others = world.record.jobs.claims.count - claimsBefore - 1
            let slots = world.plan.workers * world.plan.concurrency
            world.expect(
                others <= 3 * slots + 4, "a project's single job began after \(others) jobs of one with a backlog")
        }
    }

    func begin() {
        let jobs = world.record.jobs
        var work = 0
        for id in jobs.order {
            guard let job = jobs.known[id]?.job, !job.state.isFinal, let script = world.scripts[id] else { continue }
            var duration = max(script.duration, 1_000)
            if case .poison = script.course { duration = Self.lostAttempt }
            work += job.maxAttempts * duration
        }
        let plan = world.plan
        let atOnce = plan.limits.perKind.values.reduce(
            min(plan.workers * plan.concurrency, plan.limits.perProject), min)
        turns = work / atOnce
        look()
    }

    private func look() {
        world.later(250, on: nil, "is all at rest?") { [self] in
            if await unrest().isEmpty {
                if single == nil { addBacklog() } else { isOver = true }
            }
            look()
        }
    }

    /// One project has many jobs, then another one has a single one.
    private func addBacklog() {
        guard let front = world.fronts[0].role as? SimulatedFront else { return }
        let now = World.start + .milliseconds(world.now)
        func job(_ project: ProjectID) -> JobRecord {
            let lane = world.record.lane(of: project)
            return JobRecord(
                id: world.newJobID(in: lane, JobScript(course: .plain, duration: 60)), kind: "plain",
                payload: .object([:]), project: project, due: now, createdBy: nil, createdAt: now)
        }
        let projects = world.record.projects
        front.enqueue((0..<Self.backlog).map { _ in job(projects[0]) }, in: world.record.lane(of: projects[0]))
        if world.random.chance(0.4) {
            // Longer than a lease, and not so long that ends are given up.
            let time = world.random.between(world.plan.lease, world.plan.lease * 3 / 2)
            world.record.refusesEndsUntil = world.now + time
            refusal = time + 5_000
        }
        let one = job(projects[1])
        single = one.id
        world.later(40, on: nil, "another project has one job") { [self] in
            claimsBefore = world.record.jobs.claims.count
            front.enqueue([one], in: world.record.lane(of: projects[1]))
        }
    }

    /// What is not at rest, in words; empty when all is.
    func unrest() async -> String {
        var words: [String] = []
        let jobs = world.record.jobs
        if jobs.openJobs > 0 {
            words += jobs.order.filter { jobs.known[$0]?.job.state.isFinal == false }.map { jobs.told($0) }
        }
        if let single, jobs.known[single] == nil { words.append("the single job is not made") }
        let load = world.plan.dispatch == .redis ? world.redis.load() : (0, 0)
        if load.0 > 0 || load.1 > 0 {
            words.append("Redis has \(load.0) tickets that wait and \(load.1) that are held")
        }
        for process in world.workers {
            guard let worker = process.role as? SimulatedWorker else {
                words.append("\(process.name) is down")
                continue
            }
            if !worker.state.attempts.isEmpty || !worker.state.ended.isEmpty || worker.state.isStoring {
                words.append("\(process.name) has attempts")
            }
            if worker.turns.heldByQueue.values.contains(where: { $0 > 0 }) {
                words.append("\(process.name) holds turns")
            }
        }
        for upload in world.record.uploads.order {
            guard let row = world.record.uploads.record(upload.key) else { continue }
            if row.state == .sealed || row.state == .indexing {
                words.append("upload \(upload.number) is \(row.state)")
            }
        }
        return words.joined(separator: ", ")
    }

    /// Every job has ended as it had to.
    func check() async {
        let jobs = world.record.jobs
        for id in jobs.order {
            guard let entry = jobs.known[id] else { continue }
            let job = entry.job
            world.expect(job.state.isFinal, "\(jobs.told(id)) has not ended")
            guard case .poison = world.scripts[id]?.course else { continue }
            world.expect(job.state != .completed, "\(jobs.told(id)) is poison, and completed")
            if job.state == .discarded, job.deadline == nil {
                world.expect(
                    job.attempt == job.maxAttempts,
                    "\(jobs.told(id)) is poison: discarded after \(job.attempt) of \(job.maxAttempts) attempts")
            }
        }
        for upload in world.record.uploads.order {
            guard let row = world.record.uploads.record(upload.key), let job = jobs.known[upload.indexJob]?.job else {
                continue
            }
            let published = world.record.uploads.publications(of: upload.key)
            let isServed = row.state == .indexed || row.state == .superseded
            world.expect(
                job.state != .completed || (published == 1 && isServed),
                "upload \(upload.number): its job completed, and it is \(row.state), published \(published) times")
            world.expect(
                isServed == (published == 1), "upload \(upload.number) is \(row.state), published \(published) times")
        }
    }
}
