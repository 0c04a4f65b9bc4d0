internal import JSONDocument
internal import JobQueue
internal import RegistryCore

extension MemoryTables {
    mutating func apply(_ change: JobChange, now: Timestamp) throws(StoreError) {
        switch change {
        case .enqueue(let job):
            try expect(jobs[job.id] == nil, "no job \(job.id)")
            if !isTaken(job) { store(job) }
        case .cancel(let id): cancelWaiting(id, now: now)
        case .requestCancel(let id):
            cancelWaiting(id, now: now)
            if jobs[id]?.state == .executing { jobs[id]?.isCancelRequested = true }
        case .rerun(let id, let due):
            guard var job = jobs[id], job.state.isFinal else { throw .conflict(expected: "job \(id) to be finished") }
            job.state = due > now ? .scheduled : .available
            job.due = due
            job.attempt = 0
            job.rescues = 0
            job.isCancelRequested = false
            job.progress = nil
            job.finishedAt = nil
            job.result = nil
            if !isTaken(job) { store(job) }
        case .advance(let name, let from, let to):
            let key = Array(name.utf8)
            try expect(schedules[key]?.lastTick == from, "schedule \(name) where it was")
            schedules[key] = ScheduleRecord(name: name, lastTick: to)
        }
    }

    private mutating func cancelWaiting(_ id: JobID, now: Timestamp) {
        guard var job = jobs[id], job.state.isWaiting else { return }
        job.state = .cancelled
        job.finishedAt = now
        store(job)
    }

    /// Whether another job waits under the unique key of `job`, should `job` wait.
    private func isTaken(_ job: JobRecord) -> Bool {
        guard job.state.isWaiting, let key = JobKey(job), let holder = waitingKeys[key] else { return false }
        return holder != job.id
    }
    private mutating func store(_ job: JobRecord) {
        if let key = JobKey(job) {
            if job.state.isWaiting {
                waitingKeys[key] = job.id
            } else if waitingKeys[key] == job.id {
                waitingKeys[key] = nil
            }
        }
        if job.state == .executing { executing.insert(job.id) } else { executing.remove(job.id) }
        jobs[job.id] = job
    }

    mutating func promote(now: Timestamp, limit: Int) -> Int {
        let due = jobs.values.filter { $0.state != .available && $0.state.isWaiting && $0.due <= now }.prefix(limit)
        for job in due { jobs[job.id]?.state = .available }
        return due.count
    }

    mutating func claim(_ id: JobID, by worker: WorkerID, now: Timestamp, lease: Timestamp) -> JobRecord? {
        guard var job = jobs[id], job.state.isWaiting, job.due <= now else { return nil }
        job.state = .executing
        job.attempt += 1
        job.fence += 1
        job.worker = worker
        job.startedAt = now
        job.leaseUntil = lease
        store(job)
        return job
    }

    mutating func heartbeat(_ beat: JobHeartbeat, lease: Timestamp) -> JobHold {
        guard holds(beat.claim), var job = jobs[beat.claim.id] else { return .lost }
        job.leaseUntil = lease
        if let progress = beat.progress { job.progress = progress }
        store(job)
        return job.isCancelRequested ? .cancelRequested : .held
    }

    mutating func finish(_ finish: JobFinish, now: Timestamp) -> Bool {
        guard holds(finish.claim), var job = jobs[finish.claim.id] else { return false }
        switch finish.end {
        case .completed(let result):
            job.end(.completed, at: now, result: result, failure: nil)
        case .cancelled(let result, let reason):
            job.end(.cancelled, at: now, result: result, failure: reason)
        case .discarded(let result, let reason):
            job.end(.discarded, at: now, result: result, failure: reason)
        case .retry(let due, let reason):
            job.state = .retryable
            job.due = due
            job.failure = reason
        case .snooze(let due):
            job.state = .scheduled
            job.due = due
            job.attempt -= 1
        case .released:
            job.state = .available
            job.attempt -= 1
        }
        endAttempt(of: job, now: now)
        return true
    }

    mutating func rescue(now: Timestamp, limit: Int) -> [JobRecord] {
        let lapsed = executing.compactMap { id in jobs[id]?.leaseUntil.map { (id: id, until: $0) } }
            .filter { $0.until <= now }
            .sorted { ($0.until, $0.id.description) < ($1.until, $1.id.description) }.prefix(limit)
        return lapsed.compactMap { id, _ in
            guard var job = jobs[id] else { return nil }
            job.rescues += 1
            if !job.isCancelRequested, job.attempt >= job.maxAttempts {
                job.end(.discarded, at: now, result: job.result, failure: JobEnd.workerLost)
            } else {
                job.state = .retryable
                job.due = now
                job.failure = JobEnd.workerLost
            }
            endAttempt(of: job, now: now)
            return jobs[id]
        }
    }

    private func holds(_ claim: JobClaim) -> Bool {
        guard let job = jobs[claim.id] else { return false }
        return job.state == .executing && job.fence == claim.fence
    }
    /// Stores a job that executes no more; one that was asked to stop does not wait again, and one that would wait beside
    /// another with its key leaves the work to that one.
    private mutating func endAttempt(of job: JobRecord, now: Timestamp) {
        var job = job
        if job.state.isWaiting, job.isCancelRequested {
            job.end(.cancelled, at: now, result: job.result, failure: JobEnd.cancelledOnRequest)
        } else if isTaken(job) {
            job.end(.cancelled, at: now, result: job.result, failure: JobEnd.taken)
        }
        job.leaseUntil = nil
        store(job)
    }

    mutating func prune(finishedBefore before: Timestamp, limit: Int) -> Int {
        let old = jobs.values.filter { job in
            job.state.isFinal && job.finishedAt.map { $0 < before } ?? false
        }.prefix(limit)
        for job in old {
            jobs[job.id] = nil
            jobLines[job.id] = nil
        }
        return old.count
    }

    mutating func log(_ line: JobLogLine) {
        var lines = jobLines[line.job] ?? []
        guard jobs[line.job] != nil, !lines.contains(where: { ($0.fence, $0.number) == (line.fence, line.number) })
        else { return }
        lines.append(line)
        jobLines[line.job] = lines.sorted { ($0.fence, $0.number) < ($1.fence, $1.number) }
    }

    mutating func lease(_ name: String, for owner: String, now: Timestamp, until: Timestamp) -> LeaseRecord? {
        let key = Array(name.utf8)
        let held = leases[key]
        let isOwn = held.map { $0.owner.utf8.elementsEqual(owner.utf8) } ?? false
        if let held, !isOwn, held.until > now { return nil }
        let lease = LeaseRecord(
            name: name, owner: owner, until: until, fence: isOwn ? held?.fence ?? 1 : (held?.fence ?? 0) + 1)
        leases[key] = lease
        return lease
    }
    mutating func releaseLease(_ name: String, of owner: String) {
        let key = Array(name.utf8)
        guard let held = leases[key], held.owner.utf8.elementsEqual(owner.utf8) else { return }
        // The row stays, so that the fence goes on counting.
        leases[key] = LeaseRecord(name: name, owner: "", until: Timestamp(milliseconds: 0), fence: held.fence)
    }
}

extension MemoryTables.JobKey {
    fileprivate init?(_ job: JobRecord) {
        guard let key = job.uniqueKey else { return nil }
        self.init(kind: job.kind, key: Array(key.utf8))
    }
}

extension JobRecord {
    fileprivate mutating func end(_ state: JobState, at time: Timestamp, result: JSONValue?, failure: String?) {
        self.state = state
        finishedAt = time
        self.result = result
        self.failure = failure
    }
}
