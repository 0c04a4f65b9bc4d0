package import RegistryCore

package enum JobQueueError: Error {
    case unavailable(operation: String, cause: any Error)
}

/// The record of jobs: the truth about claims, attempts and fences.
///
/// Of the jobs of a kind with one unique key at most one waits: an attempt that would wait again, given back or rescued,
/// beside another one is cancelled, and the other does the work.
///
/// Each call is one small transaction of its own; jobs are added and cancelled by commits only. A claim holds until its
/// lease lapses; heartbeats prolong it. Calls that take several jobs take at most ``JobQueueLimits/batch``, in any lanes,
/// and each job counts for itself: what cannot be done to one is done to the others.
package protocol JobQueue: Sendable {
    func job(_ id: JobID) async throws(JobQueueError) -> JobRecord?
    /// Newest first, then by lane and id.
    func jobs(_ filter: JobFilter, after place: JobPlace?, limit: Int) async throws(JobQueueError) -> [JobRecord]
    /// How many jobs are in each state.
    func counts() async throws(JobQueueError) -> [JobState: Int]
    /// How many jobs wait for their turn (due at `now`), and since when the oldest of them, per queue.
    func backlog(at now: Timestamp) async throws(JobQueueError) -> [JobQueueName: QueueBacklog]

    /// Waiting jobs that are due at `now`, oldest due first.
    func due(at now: Timestamp, after place: DuePlace?, limit: Int) async throws(JobQueueError) -> [JobTicket]
    /// When the next waiting job that is not due at `now` will be; nil when none waits.
    func nextDue(after now: Timestamp) async throws(JobQueueError) -> Timestamp?
    /// Makes scheduled jobs and those to be tried again `available` that are due at `now`; returns how many.
    func promote(now: Timestamp, limit: Int) async throws(JobQueueError) -> Int
    /// Available jobs in the turns of their projects; a job is listed until somebody claims it.
    func turns(_ request: TurnRequest) async throws(JobQueueError) -> [JobTicket]

    /// Claims those that wait and are due: `executing`, attempt + 1, fence + 1, `worker`, leased until `lease`. Returns them in
    /// the order of `ids`, without those that are not to be had.
    func claim(
        _ ids: [JobID], by worker: WorkerID, now: Timestamp, lease: Timestamp
    ) async throws(JobQueueError) -> [JobRecord]
    /// Prolongs leases and keeps progress.
    func heartbeat(_ beats: [JobHeartbeat], lease: Timestamp) async throws(JobQueueError) -> [JobClaim: JobHold]
    /// Ends attempts, at most one of each job; returns the claims that held. The others were lost and nothing of theirs changed.
    func finish(_ ends: [JobFinish], now: Timestamp) async throws(JobQueueError) -> Set<JobClaim>
    /// Takes back jobs whose lease has lapsed: due at once, or discarded when their attempts are used up. Returns them.
    func rescue(now: Timestamp, limit: Int) async throws(JobQueueError) -> [JobRecord]
    /// Removes finished jobs that ended before `before`, and their logs; returns how many jobs.
    func prune(finishedBefore before: Timestamp, limit: Int) async throws(JobQueueError) -> Int

    /// Adds lines; one that is there already stays as it was.
    func log(_ lines: [JobLogLine]) async throws(JobQueueError)
    /// The lines of a job, by fence and number, those after the given place.
    func lines(
        of job: JobID, after place: (fence: Int, number: Int)?, limit: Int
    ) async throws(JobQueueError) -> [JobLogLine]

    /// Puts a worker's row in place of the one it had.
    func report(_ worker: WorkerRecord) async throws(JobQueueError)
    /// Removes a worker's row, and those of workers not seen since `moment`.
    func retire(_ worker: WorkerID?, notSeenSince moment: Timestamp) async throws(JobQueueError)
    /// Those seen last come first.
    func workers(limit: Int) async throws(JobQueueError) -> [WorkerRecord]

    /// Takes a lease that is free, has lapsed at `now`, or is `owner`'s already; nil when somebody else holds it. The fence
    /// moves when the owner changes.
    func lease(
        _ name: String, for owner: String, now: Timestamp, until: Timestamp
    ) async throws(JobQueueError) -> LeaseRecord?
    /// Gives a lease back; nothing when it is not `owner`'s.
    func releaseLease(_ name: String, of owner: String) async throws(JobQueueError)
    /// Pauses a queue, or lets it go on: workers begin nothing of a paused one, and what runs goes on.
    func setPaused(_ queue: JobQueueName, _ isPaused: Bool) async throws(JobQueueError)
    func pausedQueues() async throws(JobQueueError) -> Set<JobQueueName>
    func schedules() async throws(JobQueueError) -> [ScheduleRecord]
}

package enum JobQueueLimits {
    /// Jobs that one call takes.
    package static let batch = 256
}

/// What waits in one queue.
package struct QueueBacklog: Sendable, Hashable {
    package let waiting: Int
    package let oldestDue: Timestamp

    package init(waiting: Int, oldestDue: Timestamp) {
        self.waiting = waiting
        self.oldestDue = oldestDue
    }
}
