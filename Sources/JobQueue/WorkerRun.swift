internal import Logging
internal import RegistryCore
internal import Synchronization

/// One run of a worker, from its start to its end: the loops that act on what ``WorkerState`` decides.
final class WorkerRun: Sendable {
    struct Shared {
        var state: WorkerState
        var tasks: [JobClaim: Task<Void, Never>] = [:]
        var notes: [JobClaim: AttemptNotes] = [:]
        /// What waits for the dispatcher.
        var taking: Task<[DispatchedJob], any Error>?
        var hasStoppedTaking = false
        var paused: Set<JobQueueName> = []
        var drain: Drain?
        var isOver = false
        var failure: WorkerError?
    }
    /// When a stopping worker does what.
    struct Drain {
        let cancelsAt: ContinuousClock.Instant
        let handsBackAt: ContinuousClock.Instant
        let endsAt: ContinuousClock.Instant

        /// Jobs that are cancelled have the last quarter of the grace, at most three seconds, and half a second at least.
        init(grace: Duration, from now: ContinuousClock.Instant) {
            let reserve = max(min(grace / 4, .seconds(3)), .milliseconds(500))
            cancelsAt = now + max(grace - reserve, .zero)
            handsBackAt = cancelsAt + reserve / 2
            endsAt = cancelsAt + reserve
        }
    }
    let worker: Worker
    let thread = WorkerThread()
    let shared: Mutex<Shared>
    /// Rung when a slot has become free, or there is no more to take.
    let slots: Alarm
    /// Rung when an attempt has ended.
    let ends: Alarm
    /// Rung when the worker is over, or begins to drain.
    let watch: Alarm
    let beats: Alarm
    let extensions: Alarm
    let sayings: Alarm
    private let over: Alarm
    let startedAt: Timestamp

    var queue: any JobQueue { worker.queue }
    var dispatcher: any JobDispatcher { worker.dispatcher }
    var settings: Worker.Settings { worker.settings }
    var logger: Logger { worker.logger }

    init(_ worker: Worker) {
        self.worker = worker
        shared = Mutex(Shared(state: WorkerState(concurrency: max(1, worker.settings.concurrency))))
        slots = Alarm(on: thread)
        ends = Alarm(on: thread)
        watch = Alarm(on: thread)
        beats = Alarm(on: thread)
        extensions = Alarm(on: thread)
        sayings = Alarm(on: thread)
        over = Alarm(on: thread)
        startedAt = worker.ambient.now()
    }

    /// Works until it is told to drain and has done so.
    func work() async throws {
        // Not a child task: one that is cancelled could not say goodbye to the record.
        let loops = WorkerThread.$preferred.withValue(thread) {
            Task(executorPreference: thread) {
                await withTaskGroup(of: Void.self) { group in
                    group.addTask { await self.takeJobs() }
                    group.addTask { await self.storeEnds() }
                    group.addTask { await self.beat() }
                    group.addTask { await self.extendTickets() }
                    group.addTask { await self.speak() }
                    group.addTask { await self.lookAfterJobs() }
                }
                self.over.ring()
            }
        }
        await over.wait()
        loops.cancel()
        if let failure = shared.withLock({ $0.failure }) { throw failure }
    }

    /// Begins to stop, or stops sooner than it would have.
    func drain(within grace: Duration) {
        let drain = Drain(grace: grace, from: .now)
        let taking = shared.withLock { shared in
            shared.state.stopTaking()
            if shared.drain.map({ drain.endsAt < $0.endsAt }) ?? true { shared.drain = drain }
            return shared.taking
        }
        taking?.cancel()
        ringAll()
        // Then nobody waits any more for a driver that does not answer.
        thread.call(after: drain.endsAt - .now) {
            self.end()
            self.over.ring()
        }
    }

    /// Claims and runs one job, and stores its end.
    func runOne(_ ticket: JobTicket) async {
        let now = worker.ambient.now()
        do {
            for job in try await queue.claim([ticket.id], by: worker.id, now: now, lease: now + settings.lease) {
                await begin(job, dispatched: nil)?.value
            }
            let ended = shared.withLock { $0.state.takeEnded(JobQueueLimits.batch) }
            try await store(ended)
            shared.withLock { $0.state.stored(ended) }
        } catch {
            // The claim lapses and the job is rescued; nothing is lost.
            logger.error(
                "the job record could not be written", metadata: ["job.id": "\(ticket.id)", "error": "\(error)"])
        }
    }

    /// Starts the attempt of a job that was just claimed; nil when it is not to be begun.
    @discardableResult
    func begin(_ job: JobRecord, dispatched: DispatchedJob?) -> Task<Void, Never>? {
        let now = worker.ambient.now()
        guard let handler = worker.handlers[job.kind] else {
            let rules = AttemptEnd(job: job, retry: .exponential(maxAttempts: job.maxAttempts), now: now, jitter: 1)
            refuse(job, dispatched, as: rules.unknownKind())
            return nil
        }
        if let deadline = job.deadline, deadline <= now {
            refuse(job, dispatched, as: .discarded(result: nil, reason: AttemptEnd.pastDeadline(deadline)))
            return nil
        }
        let claim = job.claim
        let notes = AttemptNotes(claim: claim)
        var base = logger
        for (key, value) in job.logMetadata { base[metadataKey: key] = value }
        let context = JobContext(record: job, base: base, notes: notes, ambient: worker.ambient)
        let attempt = WorkerState.Attempt(
            job: job, dispatched: dispatched, timeLimit: handler.timeLimit, retry: handler.retry, began: .now,
            leaseUntil: job.leaseUntil ?? now + settings.lease)
        return shared.withLock { shared in
            shared.state.begin(attempt)
            shared.notes[claim] = notes
            let task = WorkerThread.$preferred.withValue(nil) {
                Task(executorPreference: globalConcurrentExecutor) {
                    self.finished(context, await Self.outcome(of: handler, in: context))
                }
            }
            shared.tasks[claim] = task
            return task
        }
    }

    private func refuse(_ job: JobRecord, _ dispatched: DispatchedJob?, as end: JobEnd) {
        shared.withLock { $0.state.refuse(.init(job: job, dispatched: dispatched, end: end)) }
        ends.ring()
    }

    private static func outcome(
        of handler: JobHandler, in context: JobContext
    ) async -> Result<JobOutcome, any Error> {
        do { return .success(try await handler.run(context)) } catch { return .failure(error) }
    }

    private func finished(_ context: JobContext, _ outcome: Result<JobOutcome, any Error>) {
        let job = context.record
        // However a driver wraps the cancellation of a job that was told to stop, it is not the job's failure.
        if case .failure(let error) = outcome, !Task.isCancelled {
            context.logger.error("the attempt failed", metadata: ["error": "\(error)", "attempt": "\(job.attempt)"])
        }
        let now = worker.ambient.now()
        shared.withLock { shared in
            shared.state.finished(job.claim, outcome, now: now, jitter: .random(in: 0...1))
            shared.tasks[job.claim] = nil
        }
        ends.ring()
        slots.ring()
        watch.ring()
    }

    func cancel(_ claims: [JobClaim]) {
        guard !claims.isEmpty else { return }
        for task in shared.withLock({ shared in claims.compactMap { shared.tasks[$0] } }) { task.cancel() }
    }

    /// Everything is stored, or there is no more time.
    func end() {
        shared.withLock { $0.isOver = true }
        ringAll()
    }

    private func ringAll() { for alarm in [slots, ends, watch, beats, extensions, sayings] { alarm.ring() } }
}
