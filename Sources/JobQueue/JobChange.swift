package import JSONDocument
package import RegistryCore

/// One change of the jobs; applied with the changes that caused it or not at all.
package enum JobChange: Sendable {
    /// Adds a waiting job (state `available`, or `scheduled` when due later), or one that is finished already. A waiting job
    /// with the unique key of another waiting job of its kind coalesces: nothing is added.
    case enqueue(JobRecord)
    /// Cancels a job that still waits; one that runs or has ended is left alone.
    case cancel(JobID)
    /// Cancels a job that waits, and asks one that runs to stop; one that has ended is left alone.
    case requestCancel(JobID)
    /// Makes a finished job wait again, with its attempts and rescues given back. Expects it to be finished. Beside a waiting
    /// job with its unique key it stays as it is: that one does the work.
    case rerun(JobID, due: Timestamp)
    /// Moves a schedule on from its last tick; nil for one that never ticked. Expects it to be there still.
    case advance(schedule: String, from: Timestamp?, to: Timestamp)
}

/// How one attempt ended.
package enum JobEnd: Sendable, Hashable {
    case completed(result: JSONValue?)
    case cancelled(result: JSONValue?, reason: String)
    /// It will never succeed: kept with its result and reason.
    case discarded(result: JSONValue?, reason: String)
    /// Tries again later; the attempt counts.
    case retry(at: Timestamp, reason: String)
    /// Asks again later; the attempt does not count.
    case snooze(until: Timestamp)
    /// Given back unfinished by a worker that stops; the attempt does not count.
    case released
}

// The reasons that the record itself gives.
extension JobEnd {
    /// Why a job does not wait again beside another with its key.
    package static let taken = "another job with its key waits"
    /// Why an attempt ended whose lease lapsed.
    package static let workerLost = "its worker was lost"
    /// Why a job ended that was asked to stop.
    package static let cancelledOnRequest = "cancelled on request"
}
