package import JobQueue
package import RegistryCore

extension MemoryStore: JobQueue {
    package func job(_ id: JobID) async throws(JobQueueError) -> JobRecord? {
        // The lane of an id that a client sent may be any number.
        guard id.lane.number < lanes.count else { return nil }
        return read(id.lane) { $0.jobs[id] }
    }
    package func jobs(
        _ filter: JobFilter, after place: JobPlace?, limit: Int
    ) async throws(JobQueueError) -> [JobRecord] {
        let listed = snapshot().flatMap { $0.jobs.values.filter { filter.matches($0) } }
            .map { (place: JobPlace(createdAt: $0.createdAt, id: $0.id), job: $0) }
            .sorted { $0.place.precedes($1.place) }
        return listed.drop { entry in place.map { !$0.precedes(entry.place) } ?? false }.prefix(limit).map(\.job)
    }
    package func counts() async throws(JobQueueError) -> [JobState: Int] {
        snapshot().reduce(into: [:]) { counts, tables in
            for job in tables.jobs.values { counts[job.state, default: 0] += 1 }
        }
    }
    package func backlog(at now: Timestamp) async throws(JobQueueError) -> [JobQueueName: QueueBacklog] {
        let due = snapshot().flatMap { $0.jobs.values.filter { $0.state.isWaiting && $0.due <= now } }
        return Dictionary(grouping: due, by: \.queue).compactMapValues { jobs in
            jobs.map(\.due).min().map { QueueBacklog(waiting: jobs.count, oldestDue: $0) }
        }
    }

    package func due(
        at now: Timestamp, after place: DuePlace?, limit: Int
    ) async throws(JobQueueError) -> [JobTicket] {
        let due = snapshot().flatMap { $0.jobs.values.filter { $0.state.isWaiting && $0.due <= now } }
            .map(\.ticket).sorted { DuePlace($0).precedes(DuePlace($1)) }
        return Array(due.drop { ticket in place.map { !$0.precedes(DuePlace(ticket)) } ?? false }.prefix(limit))
    }
    package func nextDue(after now: Timestamp) async throws(JobQueueError) -> Timestamp? {
        snapshot().flatMap { $0.jobs.values.filter { $0.state.isWaiting && $0.due > now } }.map(\.due).min()
    }
    package func promote(now: Timestamp, limit: Int) async throws(JobQueueError) -> Int {
        var promoted = 0
        for lane in lanes.all where promoted < limit {
            promoted += change(lane) { $0.promote(now: now, limit: limit - promoted) }
        }
        return promoted
    }
    package func turns(_ request: TurnRequest) async throws(JobQueueError) -> [JobTicket] {
        let tables = snapshot()
        let ready = tables.flatMap { tables in
            tables.jobs.values.filter {
                $0.state == .available && $0.queue == request.queue && $0.priority == request.priority
            }
        }
        let byPlace = Dictionary(grouping: ready) { TurnPlace(lane: $0.id.lane, project: $0.project) }
        let places = byPlace.keys.sorted { $0.precedes($1) }
            .drop { place in request.after.map { !$0.precedes(place) } ?? false }
        let open = places.filter { place in
            let tables = tables[place.lane.number]
            return tables.executing.count { tables.jobs[$0]?.project == place.project } < request.runningLimit
        }
        return open.prefix(request.projects).flatMap { place in
            (byPlace[place] ?? []).map(\.ticket).sorted { DuePlace($0).precedes(DuePlace($1)) }
                .prefix(request.jobsOfEach)
        }
    }

    package func claim(
        _ ids: [JobID], by worker: WorkerID, now: Timestamp, lease: Timestamp
    ) async throws(JobQueueError) -> [JobRecord] {
        ids.filter { $0.lane.number < lanes.count }
            .compactMap { id in change(id.lane) { $0.claim(id, by: worker, now: now, lease: lease) } }
    }
    package func heartbeat(
        _ beats: [JobHeartbeat], lease: Timestamp
    ) async throws(JobQueueError) -> [JobClaim: JobHold] {
        beats.reduce(into: [:]) { holds, beat in
            let isKnown = beat.claim.id.lane.number < lanes.count
            holds[beat.claim] = isKnown ? change(beat.claim.id.lane) { $0.heartbeat(beat, lease: lease) } : .lost
        }
    }
    package func finish(_ ends: [JobFinish], now: Timestamp) async throws(JobQueueError) -> Set<JobClaim> {
        Set(
            ends.filter { end in
                end.claim.id.lane.number < lanes.count && change(end.claim.id.lane) { $0.finish(end, now: now) }
            }.map(\.claim))
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
}

extension MemoryStore {
    package func log(_ lines: [JobLogLine]) async throws(JobQueueError) {
        for line in lines where line.job.lane.number < lanes.count { change(line.job.lane) { $0.log(line) } }
    }
    package func lines(
        of job: JobID, after place: (fence: Int, number: Int)?, limit: Int
    ) async throws(JobQueueError) -> [JobLogLine] {
        guard job.lane.number < lanes.count else { return [] }
        let lines = read(job.lane) { $0.jobLines[job] ?? [] }
        return Array(lines.drop { line in place.map { (line.fence, line.number) <= $0 } ?? false }.prefix(limit))
    }

    package func report(_ worker: WorkerRecord) async throws(JobQueueError) {
        change(lanes.lane(of: worker.id.description)) { $0.workers[worker.id] = worker }
    }
    package func retire(_ worker: WorkerID?, notSeenSince moment: Timestamp) async throws(JobQueueError) {
        for lane in lanes.all {
            change(lane) { $0.workers = $0.workers.filter { $0.key != worker && $0.value.seenAt >= moment } }
        }
    }
    package func workers(limit: Int) async throws(JobQueueError) -> [WorkerRecord] {
        Array(snapshot().flatMap { $0.workers.values }.sorted { $0.seenAt > $1.seenAt }.prefix(limit))
    }

    package func lease(
        _ name: String, for owner: String, now: Timestamp, until: Timestamp
    ) async throws(JobQueueError) -> LeaseRecord? {
        change(lanes.lane(of: name)) { $0.lease(name, for: owner, now: now, until: until) }
    }
    package func releaseLease(_ name: String, of owner: String) async throws(JobQueueError) {
        change(lanes.lane(of: name)) { $0.releaseLease(name, of: owner) }
    }
    package func setPaused(_ queue: JobQueueName, _ isPaused: Bool) async throws(JobQueueError) {
        change(lanes.lane(of: queue.description)) { tables in
            if isPaused { tables.pausedQueues.insert(queue) } else { tables.pausedQueues.remove(queue) }
        }
    }
    package func pausedQueues() async throws(JobQueueError) -> Set<JobQueueName> {
        snapshot().reduce(into: []) { $0.formUnion($1.pausedQueues) }
    }
    package func schedules() async throws(JobQueueError) -> [ScheduleRecord] {
        snapshot().flatMap { $0.schedules.values }
    }
}

extension JobFilter {
    fileprivate func matches(_ job: JobRecord) -> Bool {
        (states.isEmpty || states.contains(job.state)) && (kind == nil || kind == job.kind)
            && (queue == nil || queue == job.queue) && (project == nil || project == job.project)
            && (version == nil || version == job.version) && (parent == nil || parent == job.parent)
            && tag.map { tag in job.tags.contains { $0.utf8.elementsEqual(tag.utf8) } } ?? true
    }
}
extension JobID {
    fileprivate func precedes(_ other: JobID) -> Bool {
        (lane, id.description) < (other.lane, other.id.description)
    }
}
extension JobPlace {
    fileprivate func precedes(_ other: JobPlace) -> Bool {
        createdAt == other.createdAt ? id.precedes(other.id) : createdAt > other.createdAt
    }
}
extension DuePlace {
    fileprivate func precedes(_ other: DuePlace) -> Bool {
        due == other.due ? id.precedes(other.id) : due < other.due
    }
}
extension TurnPlace {
    fileprivate func precedes(_ other: TurnPlace) -> Bool {
        guard lane == other.lane else { return lane < other.lane }
        return (project?.description ?? "").utf8.lexicographicallyPrecedes((other.project?.description ?? "").utf8)
    }
}
