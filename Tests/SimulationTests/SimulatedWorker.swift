import JobQueue
import RegistryCore

/// A worker's process: the steps of `WorkerRun` around the real ``WorkerState``.
///
/// Bodies of jobs are ``SimulatedAttempt``s.
final class SimulatedWorker: SimulatedRole {
    /// As `WorkerRun.Drain`.
    struct Drain {
        let cancelsAt: Int
        let handsBackAt: Int
        let endsAt: Int
    }
    unowned let process: SimulatedProcess
    let id: WorkerID
    let queues: [JobQueueName] = [.index, .default]
    var state: WorkerState
    var turns: RecordTurns
    var nextPromotion: Timestamp?
    /// The turns that this process has given and not heard the end of.
    var holds: [(job: DispatchedJob, until: Timestamp)] = []
    var attempts: [JobClaim: SimulatedAttempt] = [:]
    let slots: SimulatedAlarm
    let ends: SimulatedAlarm
    let watch: SimulatedAlarm
    let beats: SimulatedAlarm
    let extensions: SimulatedAlarm
    let sayings: SimulatedAlarm
    /// Rung by what may have made something runnable, where the record itself is asked.
    let pushes: SimulatedAlarm
    var takeBackoff = Backoff()
    var endBackoff = Backoff()
    var beatBackoff = Backoff()
    /// When an end that could not be stored is tried again.
    var nextRetry = 0
    var queueTurns = QueueTurns()
    var paused: Set<JobQueueName> = []
    var hasStoppedTaking = false
    var drain: Drain?

    var world: World { process.world }
    var lease: Duration { .milliseconds(world.plan.lease) }

    init(_ process: SimulatedProcess) {
        self.process = process
        id = WorkerID("\(process.name).\(process.starts)")
        state = WorkerState(concurrency: process.world.plan.concurrency)
        turns = RecordTurns(limits: process.world.plan.limits)
        slots = SimulatedAlarm("it looks for jobs", of: process)
        ends = SimulatedAlarm("it stores ends", of: process)
        watch = SimulatedAlarm("it looks after its jobs", of: process)
        beats = SimulatedAlarm("its heart beats", of: process)
        extensions = SimulatedAlarm("it prolongs its turns", of: process)
        sayings = SimulatedAlarm("it reads which queues are paused", of: process)
        pushes = SimulatedAlarm("it asks the record for turns", of: process)
    }

    func start() {
        slots.sleep(upTo: world.random.below(1_000)) { self.takeJobs() }
        storeEnds()
        beat()
        extendTurns()
        readPauses()
        lookAfterJobs()
    }

    /// Mirrors `WorkerRun.begin`.
    func begin(_ job: JobRecord, _ dispatched: DispatchedJob?) {
        if let deadline = job.deadline, deadline <= process.now {
            state.refuse(.init(job: job, dispatched: dispatched, end: .discarded(result: nil, reason: "too late")))
            return ends.ring()
        }
        let limit: Duration? = job.kind == "limited" ? .milliseconds(700) : nil
        state.begin(
            WorkerState.Attempt(
                job: job, dispatched: dispatched, timeLimit: limit, retry: SimulatedFront.retry(job),
                began: process.instant, leaseUntil: job.leaseUntil ?? process.now + lease))
        let attempt = SimulatedAttempt(job, in: self)
        attempts[job.claim] = attempt
        process.later(world.random.below(3), "a job begins") { await attempt.begin() }
    }

    /// Mirrors `WorkerRun.finished`.
    func finished(_ claim: JobClaim, _ outcome: Result<JobOutcome, any Error>) {
        guard attempts.removeValue(forKey: claim) != nil else { return }
        state.finished(claim, outcome, now: process.now, jitter: world.random.unit())
        ends.ring()
        slots.ring()
        watch.ring()
    }

    func cancel(_ claims: [JobClaim]) {
        for claim in claims.sorted(by: { world.number($0.id) < world.number($1.id) }) { attempts[claim]?.cancel() }
    }

    /// Begins to stop; mirrors `WorkerRun.drain`.
    ///
    /// - Parameter grace: milliseconds after which it ends whatever happens.
    func drain(within grace: Int) {
        guard drain == nil else { return }
        let reserve = max(min(grace / 4, 3_000), 500)
        let cancelsAt = world.now + max(grace - reserve, 0)
        let drain = Drain(cancelsAt: cancelsAt, handsBackAt: cancelsAt + reserve / 2, endsAt: cancelsAt + reserve)
        self.drain = drain
        state.stopTaking()
        for alarm in [slots, ends, watch, beats, extensions, sayings, pushes] { alarm.ring() }
        process.later(drain.endsAt - world.now, "its grace is over") { self.end() }
    }

    func forget() { attempts = [:] }
    func end() { process.end(restartAfter: world.random.between(100, 1_500)) }
}
