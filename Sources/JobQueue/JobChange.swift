package import JSONDocument
package import RegistryCore

/// One change of the jobs; applied with the changes that caused it or not at all.
package enum JobChange: Sendable {
    /// Adds a waiting job (state `available`, or `scheduled` when due later), or one that is finished already. A waiting job
    /// with the unique key of another waiting job of its kind coalesces: nothing is added.
    case enqueue(JobRecord)
    /// Cancels a job that still waits; one that runs or has ended is left alone.
    case cancel(JobID)
    /// Makes a finished job wait again, with its attempts given back. Expects it to be finished. Beside a waiting job with
    /// its unique key it stays as it is: that one does the work.
    case rerun(JobID, due: Timestamp)
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
