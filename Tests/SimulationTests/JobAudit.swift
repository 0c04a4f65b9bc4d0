import JobQueue
import RegistryCore
import RegistryStore

/// What must hold of jobs after every change of one: looks at the jobs that a call touched, and keeps what it has seen.
final class JobAudit {
    struct Known {
        var job: JobRecord
        /// Claims whose attempts were given back: snoozed or released.
        var givenBack = 0
        /// The fence when its attempts last began to count.
        var base = 0
        var completions = 0
        /// Since when it could have run and did not, in milliseconds of the history.
        var readySince: Int
        var wasCancelRequested = false
        /// Whose claim it is, or was.
        var worker: WorkerID?
    }
    private struct Key: Hashable {
        let kind: JobKind
        let key: String
    }
    private unowned let world: World
    private(set) var known: [JobID: Known] = [:]
    private(set) var order: [JobID] = []
    private var waiting: [Key: Set<JobID>] = [:]
    private var ticks: [String: Timestamp] = [:]
    private(set) var openJobs = 0
    private(set) var longestWait = 0
    /// Claims, for who counts turns.
    private(set) var claims: [JobID] = []

    init(_ world: World) { self.world = world }

    /// Also of one that was pruned since.
    func wasMade(_ id: JobID) -> Bool { known[id] != nil }

    // MARK: What calls did

    func looked(_ change: JobChange, in store: MemoryStore) async {
        switch change {
        case .enqueue(let job): await added(job.id, in: store)
        case .cancel(let id), .requestCancel(let id): await asked(id, isRequest: true, in: store)
        case .rerun(let id, _): await rerun(id, in: store)
        case .advance(let schedule, _, let to):
            world.expect(
                ticks[schedule].map { $0 <= to } ?? true,
                "schedule \(schedule) went back from \(ticks[schedule] as Any) to \(to)")
            ticks[schedule] = to
        }
    }

    private func added(_ id: JobID, in store: MemoryStore) async {
        guard let job = await stored(id, in: store) else { return }
        if known[id] != nil {
            world.fail("job \(world.number(id)) was made twice")
            return
        }
        world.know(id, JobScript(course: .plain, duration: 20))
        world.note("made job; attempts", world.number(id), job.maxAttempts)
        known[id] = Known(job: job, readySince: world.now)
        order.append(id)
        openJobs += 1
        track(nil, job)
    }

    private func asked(_ id: JobID, isRequest: Bool, in store: MemoryStore) async {
        guard let job = await stored(id, in: store), let before = known[id]?.job else { return }
        world.expect(
            job.state == before.state || (before.state.isWaiting && (job.state.isWaiting || job.state == .cancelled)),
            "\(told(id)): asked to stop, it went from \(before.state) to \(job.state)")
        if !before.state.isFinal { known[id]?.wasCancelRequested = true }
        replace(job)
    }

    private func rerun(_ id: JobID, in store: MemoryStore) async {
        guard let job = await stored(id, in: store), let before = known[id]?.job else { return }
        world.expect(before.state.isFinal, "\(told(id)): run again while \(before.state)")
        guard job.state.isWaiting else { return }
        known[id]?.givenBack = 0
        known[id]?.base = before.fence
        known[id]?.completions = 0
        known[id]?.wasCancelRequested = false
        replace(job, isRerun: true)
    }

    func claimed(_ job: JobRecord, by worker: WorkerID, now: Timestamp) {
        guard let before = known[job.id] else { return world.fail("a job was claimed that nobody made") }
        world.note("claimed job; fence, attempt", world.number(job.id), job.fence, job.attempt)
        world.expect(before.job.state.isWaiting, "\(told(job.id)): claimed while \(before.job.state)")
        world.expect(before.job.due <= now, "\(told(job.id)): claimed before it was due")
        world.expect(job.fence == before.job.fence + 1, "\(told(job.id)): a claim moved its fence to \(job.fence)")
        world.expect(!before.wasCancelRequested, "\(told(job.id)): begun after it was cancelled")
        claims.append(job.id)
        known[job.id]?.worker = worker
        if world.isCalm {
            let wait = world.now - readyFrom(before)
            longestWait = max(longestWait, wait)
            world.aftermath.waited(job.id, wait)
        }
        replace(job)
    }

    func heard(_ hold: JobHold, of claim: JobClaim, lease: Timestamp) {
        guard var job = known[claim.id]?.job else { return }
        let isHeld = job.state == .executing && job.fence == claim.fence
        world.expect(
            (hold == .lost) != isHeld, "\(told(claim.id)): a heartbeat under fence \(claim.fence) heard \(hold)")
        guard isHeld else { return }
        job.leaseUntil = lease
        known[claim.id]?.job = job
    }

    func finished(_ finish: JobFinish, isKept: Bool, in store: MemoryStore) async {
        let id = finish.claim.id
        guard let before = known[id]?.job, let job = await stored(id, in: store) else {
            world.expect(!isKept, "an attempt of a job ended that is not there")
            return
        }
        let isHeld = before.state == .executing && before.fence == finish.claim.fence
        world.note("ended job; fence, kept", world.number(id), finish.claim.fence, isKept ? 1 : 0)
        world.expect(
            isKept == isHeld,
            "\(told(id)): an end under fence \(finish.claim.fence) was \(isKept ? "kept" : "refused")")
        guard isKept else { return }
        switch finish.end {
        case .snooze, .released: known[id]?.givenBack += 1
        case .completed:
            known[id]?.completions += 1
            world.expect(known[id]?.completions == 1, "\(told(id)): completed twice")
        case .cancelled, .discarded, .retry: break
        }
        replace(job)
    }

    func rescued(_ job: JobRecord, now: Timestamp) {
        guard let before = known[job.id]?.job else { return world.fail("a job was rescued that nobody made") }
        world.note("rescued job; fence, attempt", world.number(job.id), job.fence, job.attempt)
        world.expect(
            before.state == .executing && before.leaseUntil.map { $0 <= now } ?? false,
            "\(told(job.id)): rescued while its lease held")
        if world.aftermath.isWell {
            world.expect(
                !world.workers.contains { ($0.role as? SimulatedWorker)?.id == known[job.id]?.worker },
                "\(told(job.id)): taken from a worker that lived and said so")
        }
        replace(job)
    }

    // MARK: What holds of every job

    private func replace(_ job: JobRecord, isRerun: Bool = false) {
        let id = job.id
        guard var entry = known[id] else { return }
        let before = entry.job
        world.expect(job.fence >= before.fence, "\(told(id)): its fence went back to \(job.fence)")
        world.expect(
            job.attempt <= job.maxAttempts, "\(told(id)): attempt \(job.attempt) of \(job.maxAttempts) was begun")
        world.expect(
            job.attempt == job.fence - entry.base - entry.givenBack,
            "\(told(id)): \(job.fence - entry.base) claims, \(entry.givenBack) given back, but attempt \(job.attempt)")
        world.expect(
            !before.state.isFinal || isRerun || job.state == before.state,
            "\(told(id)): it had ended as \(before.state) and is \(job.state)")
        world.expect(
            !(entry.wasCancelRequested && job.state.isWaiting), "\(told(id)): it waits after it was cancelled")
        if job.state.isWaiting, !before.state.isWaiting || job.due != before.due { entry.readySince = world.now }
        if before.state.isFinal != job.state.isFinal { openJobs += job.state.isFinal ? -1 : 1 }
        entry.job = job
        known[id] = entry
        track(before, job)
    }

    /// Of the jobs of a kind with one key at most one waits.
    private func track(_ before: JobRecord?, _ job: JobRecord) {
        guard let text = job.uniqueKey else { return }
        let key = Key(kind: job.kind, key: text)
        if job.state.isWaiting {
            waiting[key, default: []].insert(job.id)
            world.expect(
                waiting[key]?.count == 1, "\(told(job.id)): \(waiting[key]?.count ?? 0) jobs with the key \(text) wait")
        } else {
            waiting[key]?.remove(job.id)
        }
    }

    /// Since when a waiting job could have run while all was well.
    private func readyFrom(_ entry: Known) -> Int {
        let due = Int((entry.job.due - World.start).milliseconds)
        return max(entry.readySince, due, world.plan.calm)
    }

    func told(_ id: JobID) -> String {
        guard let entry = known[id] else { return "job \(world.number(id))" }
        return "job \(world.number(id)) (\(entry.job.kind), \(entry.job.state), fence \(entry.job.fence))"
    }
    private func stored(_ id: JobID, in store: MemoryStore) async -> JobRecord? {
        do { return try await store.job(id) } catch { return nil }
    }
}
