package import RegistryCore

package enum JobQueueError: Error {
    case unavailable(operation: String, cause: any Error)
}

/// The record of jobs: the truth about claims, attempts and fences.
///
/// Of the jobs of a kind with one unique key at most one waits: an attempt that would wait again, given back or rescued,
/// beside another one is cancelled, and the other does the work.
///
/// Each call is one small statement of its own; jobs are added and cancelled by commits only. A claim holds until its
/// lease lapses; heartbeats prolong it.
package protocol JobQueue: Sendable {
    func job(_ id: JobID) async throws(JobQueueError) -> JobRecord?

    /// Waiting jobs that are due at `now`, oldest due first.
    func due(at now: Timestamp, limit: Int) async throws(JobQueueError) -> [JobTicket]
    /// When the next waiting job that is not due at `now` will be; nil when none waits.
    func nextDue(after now: Timestamp) async throws(JobQueueError) -> Timestamp?

    /// Claims a due, waiting job: `executing`, attempt + 1, fence + 1, leased until `lease`. Nil when it is not to be had.
    func claim(_ id: JobID, now: Timestamp, lease: Timestamp) async throws(JobQueueError) -> JobRecord?
    /// Prolongs the lease; false when the claim with this fence is lost.
    func heartbeat(_ id: JobID, fence: Int, lease: Timestamp) async throws(JobQueueError) -> Bool
    /// Ends the attempt; false, and nothing changes, when the claim with this fence is lost.
    func finish(_ id: JobID, fence: Int, as end: JobEnd, now: Timestamp) async throws(JobQueueError) -> Bool
    /// Takes back jobs whose lease has lapsed: due at once, or discarded when their attempts are used up. Returns them.
    func rescue(now: Timestamp, limit: Int) async throws(JobQueueError) -> [JobRecord]

    /// Removes finished jobs that ended before `before`; returns how many.
    func prune(finishedBefore before: Timestamp, limit: Int) async throws(JobQueueError) -> Int
    /// How many jobs are in each state.
    func counts() async throws(JobQueueError) -> [JobState: Int]
}

/// Chooses which jobs run next; holds nothing that cannot be lost, decides no attempts.
package protocol JobDispatcher: Sendable {
    /// Makes jobs known that may run now; a ticket that is known already is dropped.
    func push(_ tickets: [JobTicket]) async
    /// Takes up to `limit` tickets, waiting until there is at least one.
    ///
    /// - Throws: `CancellationError` when the task is cancelled while it waits.
    func next(limit: Int) async throws -> [JobTicket]
    /// Tickets that wait; for `/status`.
    func count() async -> Int
}
