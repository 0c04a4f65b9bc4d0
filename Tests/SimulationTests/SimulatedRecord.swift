import Catalog
import JobQueue
import RegistryCore
import RegistryStore
import SearchIndex
import Synchronization

/// What the record answers to ends that it does not take.
struct EndsRefused: Error {}

/// The record of jobs, catalogue and index: a real store, and those who look at what each call did to it.
///
/// The store's functions never wait, so a call is one moment of the history.
final class SimulatedRecord {
    /// What the store's rows carry as the time of their writing.
    private final class Watch: Sendable {
        let milliseconds = Mutex(0)
    }
    let server = SimulatedServer("the record")
    let store: MemoryStore
    let jobs: JobAudit
    let uploads: UploadAudit
    private let watch: Watch
    private unowned let world: World

    init(_ world: World) {
        self.world = world
        let watch = Watch()
        self.watch = watch
        store = MemoryStore(
            lanes: LaneCount(world.plan.lanes),
            ambient: Ambient(now: { World.start + .milliseconds(watch.milliseconds.withLock { $0 }) }))
        jobs = JobAudit(world)
        uploads = UploadAudit(world)
    }

    private(set) var projects: [ProjectID] = []
    /// Refuses the ends of jobs until then, and does all else.
    var refusesEndsUntil = 0

    /// Makes the projects.
    func prepare() async {
        do {
            for number in 0..<world.plan.projects {
                let project = try ProjectID(parsing: "PRJ\(number)")
                projects.append(project)
                var set = ChangeSet(lane: lane(of: project))
                let record = ProjectRecord(project: project, createdBy: nil, createdAt: World.start)
                set.catalog = [.insertProject(record)]
                try await commit(set)
            }
        } catch { world.fail("the projects could not be made: \(error)") }
    }

    func lane(of project: ProjectID) -> Lane { store.lanes.lane(of: project) }

    func commit(_ set: ChangeSet) async throws {
        tick()
        try await store.commit(set)
        for change in set.jobs { await jobs.looked(change, in: store) }
        if !set.catalog.isEmpty { await uploads.looked(set, in: store) }
    }
    func stage(_ rows: StagedRows, of upload: UploadKey, fence: Int) async throws {
        tick()
        try await store.stage(rows, of: upload, fence: fence)
        uploads.staged(upload, fence: fence)
    }

    func claim(_ ids: [JobID], by worker: WorkerID, now: Timestamp, lease: Timestamp) async throws -> [JobRecord] {
        var claimed: [JobRecord] = []
        for id in ids {
            claimed += try await store.claim([id], by: worker, now: now, lease: spread(lease, id))
        }
        for job in claimed { jobs.claimed(job, by: worker, now: now) }
        return claimed
    }
    func heartbeat(_ claims: [JobClaim], lease: Timestamp) async throws -> [JobClaim: JobHold] {
        var holds: [JobClaim: JobHold] = [:]
        for claim in claims {
            let lease = spread(lease, claim.id)
            let hold = try await store.heartbeat([JobHeartbeat(claim)], lease: lease)[claim] ?? .lost
            jobs.heard(hold, of: claim, lease: lease)
            holds[claim] = hold
        }
        return holds
    }
    /// A lease of its own for each job: the store goes through those that lapse in one moment in no order.
    private func spread(_ lease: Timestamp, _ id: JobID) -> Timestamp {
        lease + .milliseconds(world.number(id) % 97)
    }
    func finish(_ ends: [JobFinish], now: Timestamp) async throws -> Set<JobClaim> {
        if refusesEndsUntil > world.now { throw EndsRefused() }
        // One at a time: the audit sees what each of them did.
        var kept: Set<JobClaim> = []
        for end in ends {
            let held = try await store.finish([end], now: now)
            kept.formUnion(held)
            await jobs.finished(end, isKept: !held.isEmpty, in: store)
        }
        return kept
    }
    func rescue(now: Timestamp) async throws -> Int {
        let rescued = try await store.rescue(now: now, limit: 500)
        for job in rescued.sorted(by: { world.number($0.id) < world.number($1.id) }) { jobs.rescued(job, now: now) }
        return rescued.count
    }
    func promote(now: Timestamp) async throws -> Int { try await store.promote(now: now, limit: 256) }
    func setPaused(_ queue: JobQueueName, _ isPaused: Bool) async {
        do { try await store.setPaused(queue, isPaused) } catch { world.fail("a queue could not be paused: \(error)") }
    }

    private func tick() {
        let now = world.now
        watch.milliseconds.withLock { $0 = now }
    }
}
