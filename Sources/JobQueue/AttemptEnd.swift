internal import RegistryCore

/// Why a running attempt was told to stop.
package enum StopReason: Sendable, Hashable {
    /// Somebody else has the job, or may have it: nothing of this attempt is stored.
    case lost
    case cancelRequested
    case pastDeadline
    case timeLimit(Duration)
    /// The worker stops.
    case draining
}

/// How an attempt ended, decided from what the job came to and from why it was told to stop.
struct AttemptEnd {
    let job: JobRecord
    let retry: RetryPolicy
    let now: Timestamp
    /// In 0…1.
    let jitter: Double

    /// Nil when nothing may be stored. What a job came to stands, even when it was told to stop in its last moment.
    func end(_ outcome: Result<JobOutcome, any Error>, stop: StopReason?) -> JobEnd? {
        switch (outcome, stop) {
        case (_, .lost): nil
        case (.success(.completed(let result)), _): .completed(result: result)
        case (.success(.cancelled(let result, let reason)), _): .cancelled(result: result, reason: reason)
        case (.success(.failed(let result, let reason)), _): .discarded(result: result, reason: reason)
        case (.success(.snooze(let until)), _): .snooze(until: until)
        case (.failure, let stop?): end(stoppedBy: stop)
        case (.failure(let error), nil): failed((error as? RegistryError)?.reason ?? Self.internalError)
        }
    }

    /// The end of one that was told to stop and came to nothing.
    func end(stoppedBy reason: StopReason) -> JobEnd? {
        switch reason {
        case .lost: nil
        case .cancelRequested: .cancelled(result: nil, reason: JobEnd.cancelledOnRequest)
        case .pastDeadline: .discarded(result: nil, reason: Self.pastDeadline(job.deadline))
        case .timeLimit(let limit):
            failed("it ran longer than its time limit of \(limit.milliseconds) ms and was stopped")
        case .draining: .released
        }
    }

    /// An attempt that failed: again after a while, or never when it was the last.
    func failed(_ reason: String) -> JobEnd {
        if job.attempt >= job.maxAttempts { return .discarded(result: nil, reason: reason) }
        return .retry(at: now + retry.delay(after: job.attempt, jitter: jitter), reason: reason)
    }

    /// A kind that this process does not know may be one of a newer or an older release.
    func unknownKind() -> JobEnd {
        let reason = "this worker does not know the kind \(job.kind)"
        if job.attempt >= job.maxAttempts { return .discarded(result: nil, reason: reason) }
        return .retry(at: now + .seconds(60), reason: reason)
    }

    static func pastDeadline(_ deadline: Timestamp?) -> String {
        "its deadline\(deadline.map { ", \($0)," } ?? "") has passed"
    }
    private static let internalError = "an internal error; the log has it"
}
