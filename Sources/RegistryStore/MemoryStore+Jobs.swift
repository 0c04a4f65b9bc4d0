package import JobQueue
package import RegistryCore

extension MemoryStore: JobQueue {
    package func job(_ id: JobID) async throws(JobQueueError) -> JobRecord? {
        // The lane of an id that a client sent may be any number.
        guard id.lane.number < lanes.count else { return nil }
        return read(id.lane) { $0.jobs[id] }
    }

    package func due(at now: Timestamp, limit: Int) async throws(JobQueueError) -> [JobTicket] {
        snapshot().flatMap { $0.jobs.values.filter { $0.state.isWaiting && $0.due <= now } }
            .sorted { $0.due < $1.due }.prefix(limit).map(\.ticket)
    }
    package func nextDue(after now: Timestamp) async throws(JobQueueError) -> Timestamp? {
        snapshot().flatMap { $0.jobs.values.filter { $0.state.isWaiting && $0.due > now } }.map(\.due).min()
    }

    package func claim(
        _ id: JobID, now: Timestamp, lease: Timestamp
    ) async throws(JobQueueError) -> JobRecord? {
        guard id.lane.number < lanes.count else { return nil }
        return change(id.lane) { $0.claim(id, now: now, lease: lease) }
    }
    package func heartbeat(_ id: JobID, fence: Int, lease: Timestamp) async throws(JobQueueError) -> Bool {
        guard id.lane.number < lanes.count else { return false }
        return change(id.lane) { $0.heartbeat(id, fence: fence, lease: lease) }
    }
    package func finish(
        _ id: JobID, fence: Int, as end: JobEnd, now: Timestamp
    ) async throws(JobQueueError) -> Bool {
        guard id.lane.number < lanes.count else { return false }
        return change(id.lane) { $0.finish(id, fence: fence, as: end, now: now) }
    }

    package func rescue(now: Timestamp, limit: Int) async throws(JobQueueError) -> [JobRecord] {
        var rescued: [JobRecord] = []
        for lane in lanes.all where rescued.count < limit {
            rescued += change(lane) { $0.rescue(now: now, limit: limit - rescued.count) }
        }
        return rescued
    }
    package func prune(finishedBefore before: Timestamp, limit: Int) async throws(JobQueueError) -> Int {
        var pruned = 0
        for lane in lanes.all where pruned < limit {
            pruned += change(lane) { $0.prune(finishedBefore: before, limit: limit - pruned) }
        }
        return pruned
    }
    package func counts() async throws(JobQueueError) -> [JobState: Int] {
        snapshot().reduce(into: [:]) { counts, tables in
            for job in tables.jobs.values { counts[job.state, default: 0] += 1 }
        }
    }
}
