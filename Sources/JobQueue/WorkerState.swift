package import RegistryCore

/// What a worker runs and what it has still to say about it: decides without a lock, a clock or a driver.
package struct WorkerState {
    package struct Attempt {
        package let job: JobRecord
        /// Nil for a job that was not handed out by a dispatcher.
        package let dispatched: DispatchedJob?
        let timeLimit: Duration?
        let retry: RetryPolicy
        let began: ContinuousClock.Instant
        package var leaseUntil: Timestamp
        /// Since when the lease was seen to have lapsed.
        var lapsedSince: ContinuousClock.Instant?
        package var stop: StopReason?
        var stoppedAt: ContinuousClock.Instant?
        /// Its end is decided, and it takes up its slot until it really ends.
        package var isAbandoned = false

        package init(
            job: JobRecord, dispatched: DispatchedJob?, timeLimit: Duration?, retry: RetryPolicy,
            began: ContinuousClock.Instant, leaseUntil: Timestamp
        ) {
            self.job = job
            self.dispatched = dispatched
            self.timeLimit = timeLimit
            self.retry = retry
            self.began = began
            self.leaseUntil = leaseUntil
        }
    }
    /// An attempt that is over.
    package struct Ended {
        package let job: JobRecord
        package let dispatched: DispatchedJob?
        /// Nil when nothing may be stored.
        package fileprivate(set) var end: JobEnd?
        /// Times that it could not be stored.
        package fileprivate(set) var refusals = 0
        /// Heartbeats of it that were answered since it could not be stored for the first time.
        fileprivate var answers = 0

        package init(job: JobRecord, dispatched: DispatchedJob?, end: JobEnd?) {
            self.job = job
            self.dispatched = dispatched
            self.end = end
        }
    }
    /// A claim that is to be prolonged, and the ticket that goes with it.
    package struct Kept {
        package let claim: JobClaim
        package let dispatched: DispatchedJob?
    }
    /// How long a lapsed lease may be found renewed: a process that stood still asks first.
    private static let lapseTolerance = Duration.seconds(1)
    /// How long an attempt that was told to stop may take to do so; then its end is stored without it.
    private static let stopPatience = Duration.seconds(10)
    /// Ends that may wait to be stored before no more jobs are begun.
    private static let endsLimit = 256
    /// Answered heartbeats (a third of a lease each, so two leases) after which the record is taken to refuse an end for ever.
    private static let answersLimit = 6
    /// How long all slots may be taken up by attempts that do not stop.
    private static let stuckPatience = Duration.seconds(60)

    package let concurrency: Int
    package private(set) var attempts: [JobClaim: Attempt] = [:]
    package private(set) var ended: [Ended] = []
    /// What was taken from `ended` and is neither stored nor put back.
    private var storing: [JobClaim: Ended] = [:]
    /// Since when all slots are taken up by attempts that do not stop.
    private var stuckSince: ContinuousClock.Instant?
    package private(set) var isStopping = false

    package init(concurrency: Int) { self.concurrency = concurrency }

    /// How many jobs may be begun now.
    package var freeSlots: Int {
        guard !isStopping else { return 0 }
        return max(0, min(concurrency - attempts.count, Self.endsLimit - ended.count))
    }
    /// Attempts that hold their claim.
    package var held: [Attempt] { attempts.values.filter { !$0.isAbandoned && $0.stop != .lost } }
    /// What heartbeats are for: attempts that hold their claim, and ends that are not stored yet. Without its heartbeats, a
    /// job that has ended would be rescued and run again after an outage of the record that is longer than a lease.
    package var kept: [Kept] {
        held.map { Kept(claim: $0.job.claim, dispatched: $0.dispatched) }
            + (ended + storing.values).filter { $0.end != nil }
            .map { Kept(claim: $0.job.claim, dispatched: $0.dispatched) }
    }
    /// Jobs that take up a slot, with those that were told to stop and do not.
    package var running: Int { attempts.count }
    /// Besides what is being stored.
    package var isDone: Bool { isStopping && held.isEmpty && ended.isEmpty }
    package var isStoring: Bool { !storing.isEmpty }
    /// Ends that are yet to be tried.
    package var freshEnds: Int { ended.count(where: { $0.refusals == 0 }) }
    /// Ends that could not be stored.
    package var refusedEnds: Int { ended.count - freshEnds }

    package mutating func begin(_ attempt: Attempt) { attempts[attempt.job.claim] = attempt }
    /// A job that was claimed and is not begun.
    package mutating func refuse(_ ended: Ended) { self.ended.append(ended) }

    package mutating func finished(
        _ claim: JobClaim, _ outcome: Result<JobOutcome, any Error>, now: Timestamp, jitter: Double
    ) {
        guard let attempt = attempts.removeValue(forKey: claim), !attempt.isAbandoned else { return }
        let rules = AttemptEnd(job: attempt.job, retry: attempt.retry, now: now, jitter: jitter)
        ended.append(
            Ended(job: attempt.job, dispatched: attempt.dispatched, end: rules.end(outcome, stop: attempt.stop)))
    }

    /// What the record said to heartbeats; returns whom to cancel.
    package mutating func heard(
        _ holds: [JobClaim: JobHold], lease: Timestamp, at instant: ContinuousClock.Instant
    ) -> [JobClaim] {
        var cancelled: [JobClaim] = []
        for (claim, hold) in holds where attempts[claim] != nil {
            switch hold {
            case .lost:
                if stop(claim, .lost, at: instant) { cancelled.append(claim) }
                continue
            case .cancelRequested:
                if stop(claim, .cancelRequested, at: instant) { cancelled.append(claim) }
            case .held: break
            }
            attempts[claim]?.leaseUntil = lease
            attempts[claim]?.lapsedSince = nil
        }
        for index in ended.indices {
            switch holds[ended[index].job.claim] {
            case .lost: ended[index].end = nil
            case .held, .cancelRequested: ended[index].answers += ended[index].refusals > 0 ? 1 : 0
            case nil: break
            }
        }
        return cancelled
    }

    /// Looks at deadlines, time limits, leases and attempts that do not stop; returns whom to cancel.
    package mutating func look(now: Timestamp, at instant: ContinuousClock.Instant) -> [JobClaim] {
        var cancelled: [JobClaim] = []
        for (claim, attempt) in attempts where !attempt.isAbandoned {
            if attempt.leaseUntil <= now {
                attempts[claim]?.lapsedSince = attempt.lapsedSince ?? instant
                if let since = attempt.lapsedSince, instant - since >= Self.lapseTolerance,
                    stop(claim, .lost, at: instant)
                {
                    cancelled.append(claim)
                }
            }
            if let deadline = attempt.job.deadline, deadline <= now {
                if stop(claim, .pastDeadline, at: instant) { cancelled.append(claim) }
            } else if let limit = attempt.timeLimit, instant - attempt.began >= limit {
                if stop(claim, .timeLimit(limit), at: instant) { cancelled.append(claim) }
            }
            if let reason = attempt.stop, let stoppedAt = attempt.stoppedAt, reason != .draining,
                instant - stoppedAt >= Self.stopPatience
            {
                abandon(claim, now: now)
            }
        }
        let isStuck = attempts.values.count(where: \.isAbandoned) >= concurrency
        stuckSince = isStuck ? stuckSince ?? instant : nil
        return cancelled
    }
    /// Whether nothing can be begun any more, because attempts that do not stop have taken up all slots for a minute.
    package func isStuck(at instant: ContinuousClock.Instant) -> Bool {
        stuckSince.map { instant - $0 >= Self.stuckPatience } ?? false
    }

    /// Begins nothing any more.
    package mutating func stopTaking() { isStopping = true }
    /// Tells all attempts that the worker stops; returns whom to cancel.
    package mutating func stopAll(at instant: ContinuousClock.Instant) -> [JobClaim] {
        attempts.keys.filter { stop($0, .draining, at: instant) }
    }
    /// Gives back what does not stop.
    package mutating func abandonAll(now: Timestamp) {
        for (claim, attempt) in attempts where !attempt.isAbandoned { abandon(claim, now: now) }
    }

    /// Ends to be stored together: those that are yet to be tried, or else one that could not be stored before.
    package mutating func takeEnded(_ limit: Int) -> [Ended] {
        var (taken, left): ([Ended], [Ended]) = ([], [])
        for end in ended {
            if end.refusals == 0, taken.count < limit { taken.append(end) } else { left.append(end) }
        }
        if taken.isEmpty { return takeRefused() }
        ended = left
        for end in taken { storing[end.job.claim] = end }
        return taken
    }
    /// One end that could not be stored before, so that it keeps back no other; empty when there is none.
    package mutating func takeRefused() -> [Ended] {
        guard let index = ended.firstIndex(where: { $0.refusals > 0 }) else { return [] }
        let end = ended.remove(at: index)
        storing[end.job.claim] = end
        return [end]
    }
    /// Ends that were taken and are stored.
    package mutating func stored(_ ends: [Ended]) { for end in ends { storing[end.job.claim] = nil } }
    /// Ends that could not be stored: the next try is for others first.
    package mutating func putBack(_ ends: [Ended]) {
        stored(ends)
        for var end in ends {
            end.refusals += 1
            ended.append(end)
        }
    }
    /// Gives up ends that the record refuses though it answers heartbeats of the same jobs; returns them. Their claims lapse.
    package mutating func dropRefused() -> [Ended] {
        let dropped = ended.filter { $0.answers >= Self.answersLimit }
        ended.removeAll { $0.answers >= Self.answersLimit }
        return dropped
    }

    /// Tells one attempt to stop; false when it was told before. That its claim is lost overrides all other reasons.
    private mutating func stop(_ claim: JobClaim, _ reason: StopReason, at instant: ContinuousClock.Instant) -> Bool {
        guard let attempt = attempts[claim], !attempt.isAbandoned, attempt.stop != .lost else { return false }
        guard attempt.stop == nil || reason == .lost else { return false }
        attempts[claim]?.stop = reason
        attempts[claim]?.stoppedAt = attempt.stoppedAt ?? instant
        return attempt.stop == nil
    }

    private mutating func abandon(_ claim: JobClaim, now: Timestamp) {
        guard let attempt = attempts[claim] else { return }
        let rules = AttemptEnd(job: attempt.job, retry: attempt.retry, now: now, jitter: 1)
        attempts[claim]?.isAbandoned = true
        ended.append(
            Ended(
                job: attempt.job, dispatched: attempt.dispatched,
                end: rules.end(stoppedBy: attempt.stop ?? .draining)))
    }
}
