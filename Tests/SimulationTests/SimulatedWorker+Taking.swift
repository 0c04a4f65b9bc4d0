import JobQueue
import RegistryCore
import RegistryStore

/// Mirrors `WorkerRun+Taking` and the `next` of `RedisJobDispatcher` and `DatabaseJobDispatcher`.
extension SimulatedWorker {
    private static let dueTolerance = Duration.seconds(5)

    func takeJobs() {
        if state.isStopping {
            hasStoppedTaking = true
            return watch.ring()
        }
        let free = state.freeSlots
        let open = queues.filter { !paused.contains($0) }
        guard free > 0, !open.isEmpty else { return slots.sleep(upTo: 1_000) { self.takeJobs() } }
        let request = DispatchRequest(
            worker: id, queues: queueTurns.next(open), limit: min(free, JobQueueLimits.batch), lease: lease)
        switch world.plan.dispatch {
        case .redis: takeFromRedis(request)
        case .database: promote(request)
        }
    }

    private func took(_ jobs: [DispatchedJob]) {
        let unwanted = jobs.filter { state.isStopping || paused.contains($0.ticket.queue) }
        handBack(unwanted) { [self] isTold in
            guard isTold else { return tryLater() }
            let wanted = jobs.filter { job in !unwanted.contains(job) }
            if wanted.isEmpty { takeJobs() } else { claim(wanted) }
        }
    }
    private func tryLater() {
        let pause = takeBackoff.failed(jitter: world.random.unit())
        slots.sleep(upTo: Int(pause.milliseconds)) { self.takeJobs() }
    }

    private func claim(_ jobs: [DispatchedJob]) {
        let (clock, ids) = (process.now, jobs.map(\.ticket.id))
        let now = jobs.map(\.ticket.due).filter { $0 - clock <= Self.dueTolerance }.reduce(clock, max)
        let record = world.record
        process.ask(record.server, "claim") { [id, lease] in
            try await record.claim(ids, by: id, now: now, lease: now + lease)
        } then: { [self] answer in
            guard case .success(let claimed) = answer else {
                // What was claimed all the same is rescued when its lease lapses.
                return handBack(jobs) { _ in self.tryLater() }
            }
            world.adversary.tempt(process)
            for job in claimed { begin(job, jobs.first { $0.ticket.id == job.id }) }
            let refused = jobs.filter { job in !claimed.contains { $0.id == job.ticket.id } }
            end(refused) { [self] isTold in
                guard isTold else { return tryLater() }
                _ = takeBackoff.succeeded()
                if !claimed.isEmpty { return takeJobs() }
                process.later(world.random.between(5, 50), "somebody else had them all") { self.takeJobs() }
            }
        }
    }

    /// - Parameter then: is told whether the dispatcher answered.
    func end(_ jobs: [DispatchedJob], then: @escaping (Bool) -> Void) {
        if jobs.isEmpty { return then(true) }
        world.adversary.tempt(process)
        let redis = world.redis
        tell("end", jobs, { redis.end(jobs) }, then)
    }
    func handBack(_ jobs: [DispatchedJob], then: @escaping (Bool) -> Void) {
        if jobs.isEmpty { return then(true) }
        let redis = world.redis
        tell("hand back", jobs, { redis.handBack(jobs) }, then)
    }
    private func tell(
        _ name: StaticString, _ jobs: [DispatchedJob], _ apply: @escaping () -> Void, _ then: @escaping (Bool) -> Void
    ) {
        guard world.plan.dispatch == .redis else {
            release(jobs)
            return then(true)
        }
        process.ask(world.redis.server, name, mayRepeat: true, apply) { answer in
            if case .success = answer { then(true) } else { then(false) }
        }
    }

    // MARK: Redis

    private func takeFromRedis(_ request: DispatchRequest) {
        let redis = world.redis
        process.ask(redis.server, "take") {
            redis.take(request)
        } then: { [self] answer in
            guard case .success(let jobs) = answer else { return tryLater() }
            if !jobs.isEmpty { return took(jobs) }
            if state.isStopping { return takeJobs() }
            let slots = slots
            redis.wait(process) { slots.ring() }
            slots.sleep(upTo: world.random.between(500, 1_000)) { self.takeJobs() }
        }
    }

    // MARK: The record itself

    /// No project has more turns of this process than it may.
    private func audit(_ chosen: [DispatchedJob]) {
        let now = process.now
        holds = holds.filter { $0.until > now } + chosen.map { ($0, now + lease) }
        var projects: [ProjectID?: Int] = [:]
        for hold in holds { projects[hold.job.ticket.project, default: 0] += 1 }
        let limit = world.plan.limits.perProject
        world.expect(
            projects.values.allSatisfy { $0 <= limit }, "\(process.name) gave a project more than \(limit) turns")
        world.expect(Set(holds.map(\.job.ticket.id)).count == holds.count, "\(process.name) gave a job two turns")
    }
    private func release(_ jobs: [DispatchedJob]) {
        turns.release(jobs)
        holds.removeAll { hold in jobs.contains { $0.token == hold.job.token } }
        pushes.ring()
    }

    private func promote(_ request: DispatchRequest) {
        let now = process.now
        if let next = nextPromotion, now < next, next - now <= .milliseconds(500) { return list(request, 0, []) }
        nextPromotion = now + .milliseconds(500)
        let record = world.record
        process.ask(record.server, "promote") {
            try await record.promote(now: now)
        } then: { [self] answer in
            guard case .success = answer else { return tryLater() }
            list(request, 0, [])
        }
    }

    /// One queue after the other, until enough is taken.
    private func list(_ request: DispatchRequest, _ place: Int, _ taken: [DispatchedJob]) {
        guard place < request.queues.count, taken.count < request.limit else {
            if !taken.isEmpty { return took(taken) }
            if state.isStopping { return takeJobs() }
            return pushes.sleep(upTo: world.random.between(375, 625)) { self.takeJobs() }
        }
        list(request, place, taken, .high, [:])
    }
    private func list(
        _ request: DispatchRequest, _ place: Int, _ taken: [DispatchedJob], _ priority: JobPriority,
        _ listed: [JobPriority: [JobTicket]]
    ) {
        let (queue, limit) = (request.queues[place], request.limit - taken.count)
        let band = RecordTurns.Band(queue: queue, priority: priority)
        let depth = turns.depth(band, limit: limit)
        let behind = turns.request(band, fromStart: false, limit: limit, depth: depth)
        let restart =
            turns.hasPlace(band) ? turns.request(band, fromStart: true, limit: limit, depth: depth) : nil
        let record = world.record
        process.ask(record.server, "turns") { () -> [JobTicket] in
            var tickets = try await record.store.turns(behind)
            let projects = Set(tickets.map { TurnPlace($0) })
            if projects.count < limit, let restart {
                tickets += try await record.store.turns(restart).filter { !projects.contains(TurnPlace($0)) }
            }
            return tickets
        } then: { [self] answer in
            guard case .success(let tickets) = answer else { return tryLater() }
            turns.saw(Set(tickets.map { TurnPlace($0) }).count, in: band)
            var listed = listed
            listed[priority] = tickets
            if let next = JobPriority(rawValue: priority.rawValue + 1) {
                return list(request, place, taken, next, listed)
            }
            choose(request, place, taken, listed)
        }
    }
    private func choose(
        _ request: DispatchRequest, _ place: Int, _ taken: [DispatchedJob], _ listed: [JobPriority: [JobTicket]]
    ) {
        let queue = request.queues[place]
        let limited = world.plan.limits.perKind.keys.sorted { $0.description < $1.description }
        let record = world.record
        process.ask(record.server, "running of kinds") { () -> [JobKind: Int] in
            var running: [JobKind: Int] = [:]
            for kind in limited {
                var filter = JobFilter()
                filter.states = [.executing]
                filter.kind = kind
                running[kind] = try await record.store.jobs(filter, after: nil, limit: 10).count
            }
            return running
        } then: { [self] answer in
            guard case .success(let running) = answer else { return tryLater() }
            let chosen = turns.take(
                listed, of: queue, limit: request.limit - taken.count, running: running, lease: lease, now: process.now)
            audit(chosen)
            if chosen.isEmpty {
                for priority in JobPriority.allCases {
                    turns.passOver(listed[priority] ?? [], in: RecordTurns.Band(queue: queue, priority: priority))
                }
            }
            list(request, place + 1, taken + chosen)
        }
    }
}
