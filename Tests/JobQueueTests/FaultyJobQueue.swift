import JobQueue
import RegistryCore
import Synchronization

/// A job record that can be away, and that counts what it is asked and answers.
final class FaultyJobQueue: JobQueue {
    struct Away: Error {}
    private struct State {
        var isAway: @Sendable (String) -> Bool = { _ in false }
        var calls: [String: Int] = [:]
        var held: Set<String> = []
        var refusesEnd: @Sendable (JobClaim) -> Bool = { _ in false }
    }
    private let base: any JobQueue
    private let state = Mutex(State())

    init(_ base: any JobQueue) { self.base = base }

    /// From now on, the calls that `isAway` names fail.
    func fail(_ isAway: @escaping @Sendable (String) -> Bool) { state.withLock { $0.isAway = isAway } }
    /// From now on, no `finish` with one of these succeeds.
    func refuseEnds(_ refuses: @escaping @Sendable (JobClaim) -> Bool) { state.withLock { $0.refusesEnd = refuses } }
    /// From now on, these calls do not return until ``letGo()``.
    func hold(_ names: String...) { state.withLock { $0.held = Set(names) } }
    func letGo() { state.withLock { $0.held = [] } }
    private func waitWhileHeld(_ name: String = #function) async {
        let name = String(name.prefix { $0 != "(" })
        while state.withLock({ $0.held.contains(name) }) { try? await Task.sleep(for: .milliseconds(10)) }
    }
    func calls(_ name: String) -> Int { state.withLock { $0.calls[name] ?? 0 } }

    private func call(_ name: String = #function) throws(JobQueueError) {
        let name = String(name.prefix { $0 != "(" })
        let isAway = state.withLock { state in
            state.calls[name, default: 0] += 1
            return state.isAway
        }
        if isAway(name) { throw .unavailable(operation: name, cause: Away()) }
    }

    func job(_ id: JobID) async throws(JobQueueError) -> JobRecord? {
        try call()
        return try await base.job(id)
    }
    func jobs(
        _ filter: JobFilter, after place: JobPlace?, limit: Int
    ) async throws(JobQueueError) -> [JobRecord] {
        try call()
        return try await base.jobs(filter, after: place, limit: limit)
    }
    func counts() async throws(JobQueueError) -> [JobState: Int] { try await base.counts() }
    func backlog(at now: Timestamp) async throws(JobQueueError) -> [JobQueueName: QueueBacklog] {
        try await base.backlog(at: now)
    }
    func due(at now: Timestamp, after place: DuePlace?, limit: Int) async throws(JobQueueError) -> [JobTicket] {
        try call()
        return try await base.due(at: now, after: place, limit: limit)
    }
    func nextDue(after now: Timestamp) async throws(JobQueueError) -> Timestamp? { try await base.nextDue(after: now) }
    func promote(now: Timestamp, limit: Int) async throws(JobQueueError) -> Int {
        try call()
        return try await base.promote(now: now, limit: limit)
    }
    func turns(_ request: TurnRequest) async throws(JobQueueError) -> [JobTicket] {
        try call()
        return try await base.turns(request)
    }
    func claim(
        _ ids: [JobID], by worker: WorkerID, now: Timestamp, lease: Timestamp
    ) async throws(JobQueueError) -> [JobRecord] {
        try call()
        return try await base.claim(ids, by: worker, now: now, lease: lease)
    }
    func heartbeat(_ beats: [JobHeartbeat], lease: Timestamp) async throws(JobQueueError) -> [JobClaim: JobHold] {
        // As the stores do it: a call goes on when its task is cancelled.
        await Task(executorPreference: WorkerThread.preferred) {}.value
        try call()
        return try await base.heartbeat(beats, lease: lease)
    }
    func finish(_ ends: [JobFinish], now: Timestamp) async throws(JobQueueError) -> Set<JobClaim> {
        try call()
        let refuses = state.withLock { $0.refusesEnd }
        if ends.contains(where: { refuses($0.claim) }) { throw .unavailable(operation: "finish", cause: Away()) }
        return try await base.finish(ends, now: now)
    }
    func rescue(now: Timestamp, limit: Int) async throws(JobQueueError) -> [JobRecord] {
        try call()
        return try await base.rescue(now: now, limit: limit)
    }
    func prune(finishedBefore before: Timestamp, limit: Int) async throws(JobQueueError) -> Int {
        try call()
        return try await base.prune(finishedBefore: before, limit: limit)
    }
    func log(_ lines: [JobLogLine]) async throws(JobQueueError) {
        await waitWhileHeld()
        try call()
        try await base.log(lines)
    }
    func lines(
        of job: JobID, after place: (fence: Int, number: Int)?, limit: Int
    ) async throws(JobQueueError) -> [JobLogLine] { try await base.lines(of: job, after: place, limit: limit) }
    func report(_ worker: WorkerRecord) async throws(JobQueueError) {
        await waitWhileHeld()
        try call()
        try await base.report(worker)
    }
    func retire(_ worker: WorkerID?, notSeenSince moment: Timestamp) async throws(JobQueueError) {
        try await base.retire(worker, notSeenSince: moment)
    }
    func workers(limit: Int) async throws(JobQueueError) -> [WorkerRecord] { try await base.workers(limit: limit) }
    func lease(
        _ name: String, for owner: String, now: Timestamp, until: Timestamp
    ) async throws(JobQueueError) -> LeaseRecord? {
        try call()
        return try await base.lease(name, for: owner, now: now, until: until)
    }
    func releaseLease(_ name: String, of owner: String) async throws(JobQueueError) {
        try await base.releaseLease(name, of: owner)
    }
    func setPaused(_ queue: JobQueueName, _ isPaused: Bool) async throws(JobQueueError) {
        try await base.setPaused(queue, isPaused)
    }
    func pausedQueues() async throws(JobQueueError) -> Set<JobQueueName> {
        await waitWhileHeld()
        try call()
        return try await base.pausedQueues()
    }
    func schedules() async throws(JobQueueError) -> [ScheduleRecord] { try await base.schedules() }
}
