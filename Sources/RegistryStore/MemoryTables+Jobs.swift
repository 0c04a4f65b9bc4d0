internal import JSONDocument
internal import JobQueue
internal import RegistryCore

extension MemoryTables {
    mutating func apply(_ change: JobChange, now: Timestamp) throws(StoreError) {
        switch change {
        case .enqueue(let job):
            try expect(jobs[job.id] == nil, "no job \(job.id)")
            if !isTaken(job) { store(job) }
        case .cancel(let id):
            guard var job = jobs[id], job.state.isWaiting else { return }
            job.state = .cancelled
            job.finishedAt = now
            store(job)
        case .rerun(let id, let due):
            guard var job = jobs[id], job.state.isFinal else { throw .conflict(expected: "job \(id) to be finished") }
            job.state = due > now ? .scheduled : .available
            job.due = due
            job.attempt = 0
            job.finishedAt = nil
            job.result = nil
            if !isTaken(job) { store(job) }
        }
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
        jobs[job.id] = job
    }

    mutating func claim(_ id: JobID, now: Timestamp, lease: Timestamp) -> JobRecord? {
        guard var job = jobs[id], job.state.isWaiting, job.due <= now else { return nil }
        job.state = .executing
        job.attempt += 1
        job.fence += 1
        job.startedAt = now
        store(job)
        leases[id] = lease
        return job
    }

    mutating func heartbeat(_ id: JobID, fence: Int, lease: Timestamp) -> Bool {
        guard holds(id, fence: fence) else { return false }
        leases[id] = lease
        return true
    }

    mutating func finish(_ id: JobID, fence: Int, as end: JobEnd, now: Timestamp) -> Bool {
        guard var job = jobs[id], holds(id, fence: fence) else { return false }
        switch end {
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
        let lapsed = leases.filter { $0.value <= now }.sorted { $0.value < $1.value }.prefix(limit)
        return lapsed.compactMap { id, _ in
            guard var job = jobs[id] else { return nil }
            let reason = "its worker was lost"
            if job.attempt >= job.maxAttempts {
                job.end(.discarded, at: now, result: job.result, failure: reason)
            } else {
                job.state = .retryable
                job.due = now
                job.failure = reason
            }
            endAttempt(of: job, now: now)
            return jobs[id]
        }
    }

    private func holds(_ id: JobID, fence: Int) -> Bool {
        guard let job = jobs[id] else { return false }
        return job.state == .executing && job.fence == fence
    }
    /// Stores a job that executes no more; one that would wait beside another with its key leaves the work to that one.
    private mutating func endAttempt(of job: JobRecord, now: Timestamp) {
        var job = job
        if isTaken(job) {
            job.end(.cancelled, at: now, result: job.result, failure: "another job with its key waits")
        }
        leases[job.id] = nil
        store(job)
    }

    mutating func prune(finishedBefore before: Timestamp, limit: Int) -> Int {
        let old = jobs.values.filter { job in
            job.state.isFinal && job.finishedAt.map { $0 < before } ?? false
        }.prefix(limit)
        for job in old { jobs[job.id] = nil }
        return old.count
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
