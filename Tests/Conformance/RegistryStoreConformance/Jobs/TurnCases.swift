internal import JobQueue
internal import RegistryCore
internal import RegistryStore
internal import Testing

extension RegistryStoreCase {
    private static func request(
        queue: JobQueueName = .default, priority: JobPriority = .normal, after: TurnPlace? = nil, projects: Int = 100,
        jobsOfEach: Int = 10, runningLimit: Int = 100
    ) -> TurnRequest {
        TurnRequest(
            queue: queue, priority: priority, after: after, projects: projects, jobsOfEach: jobsOfEach,
            runningLimit: runningLimit)
    }
    /// One job of each project, in the order in which the projects take turns.
    private static func oneOfEach(_ projects: [String], _ fixture: StoreFixture) async throws -> [JobRecord] {
        let jobs = try projects.map { fixture.job(of: try ProjectID(parsing: $0)) }
        try await fixture.enqueue(jobs)
        return jobs.sorted { left, right in
            guard left.id.lane == right.id.lane else { return left.id.lane < right.id.lane }
            let (one, two) = (left.project?.description ?? "", right.project?.description ?? "")
            return one.utf8.lexicographicallyPrecedes(two.utf8)
        }
    }

    static let turns: [RegistryStoreCase] = [
        .init("projects take turns by lane and by the bytes of their names; those without one come first") { store in
            let fixture = StoreFixture(store)
            var expected = try await oneOfEach(
                ["b", "B", "a", "A.", "A-", "A", "Z9", "PRJ1", "PRJ10", "PRJ2"], fixture)
            let free = store.lanes.all.map { fixture.job(in: $0) }
            try await fixture.enqueue(free)
            for job in free {
                let place = expected.firstIndex { $0.id.lane >= job.id.lane } ?? expected.endIndex
                expected.insert(job, at: place)
            }
            #expect(try await store.jobs.turns(request()) == expected.map(\.ticket))
            // From place to place the same ones are passed, whatever the step.
            for step in [1, 3] {
                var walked: [JobTicket] = []
                var place: TurnPlace?
                while walked.count <= expected.count {
                    let tickets = try await store.jobs.turns(request(after: place, projects: step))
                    guard let last = tickets.last else { break }
                    #expect(tickets.count <= step)
                    walked += tickets
                    place = TurnPlace(lane: last.id.lane, project: last.project)
                }
                #expect(walked == expected.map(\.ticket))
            }
        },
        .init("each project's jobs are listed oldest due first, up to their number") { store in
            let fixture = StoreFixture(store)
            let (first, second) = (try ProjectID(parsing: "PRJ1"), try ProjectID(parsing: "PRJ2"))
            var jobs: [ProjectID: [JobRecord]] = [:]
            for project in [first, second] {
                jobs[project] = [4, 1, 3, 0, 2].map {
                    fixture.job(of: project, due: StoreFixture.start - .seconds($0))
                }
            }
            try await fixture.enqueue(jobs.values.flatMap { $0 })
            let tickets = try await store.jobs.turns(request(jobsOfEach: 3))
            for project in [first, second] {
                let oldest = (jobs[project] ?? []).sorted { $0.due < $1.due }.prefix(3).map(\.ticket)
                #expect(tickets.filter { $0.project == project } == oldest)
            }
            #expect(tickets.count == 6)
        },
        .init("one project's backlog leaves the others their turns") { store in
            let fixture = StoreFixture(store)
            let big = try ProjectID(parsing: "A")
            try await fixture.enqueue(
                (0..<200).map { _ in fixture.job(of: big, due: StoreFixture.start - .seconds(9)) })
            let others = try await oneOfEach((0..<10).map { "PRJ\($0)" }, fixture)
            let tickets = try await store.jobs.turns(request(projects: 11, jobsOfEach: 2))
            #expect(tickets.filter { $0.project != big } == others.map(\.ticket))
            #expect(tickets.count == 12)
        },
        .init("only available jobs of the queue and band take turns, until somebody claims them") { store in
            let fixture = StoreFixture(store)
            let project = try await fixture.makeProject()
            let mine = fixture.job(of: project, queue: .bulk, priority: .low)
            let others = [
                fixture.job(of: project, queue: .bulk), fixture.job(of: project, queue: .bulk, priority: .high),
                fixture.job(of: project, priority: .low), fixture.job(of: project, queue: .plugins, priority: .low),
                fixture.job(
                    of: project, state: .scheduled, queue: .bulk, priority: .low, due: StoreFixture.start + .seconds(1)),
                fixture.job(
                    of: project, state: .completed, queue: .bulk, priority: .low, finishedAt: StoreFixture.start),
            ]
            try await fixture.enqueue([mine] + others)
            let asked = request(queue: .bulk, priority: .low)
            for _ in 0..<2 { #expect(try await store.jobs.turns(asked) == [mine.ticket]) }
            let claim = try await fixture.claim(mine.id).claim
            #expect(try await store.jobs.turns(asked) == [])
            #expect(try await fixture.finish(claim, as: .released))
            #expect(try await store.jobs.turns(asked) == [mine.ticket])
        },
        .init("jobs that wait for later take turns once they are promoted") { store in
            let fixture = StoreFixture(store)
            let project = try await fixture.makeProject()
            let now = StoreFixture.start + .seconds(10)
            let (first, second) = (fixture.job(of: project, state: .scheduled, due: now), fixture.job(of: project))
            let late = fixture.job(of: project, state: .scheduled, due: now + .milliseconds(1))
            try await fixture.enqueue(first, second, late)
            let claim = try await fixture.claim(second.id).claim
            #expect(try await fixture.finish(claim, as: .retry(at: now - .seconds(1), reason: "no luck")))
            #expect(try await store.jobs.turns(request()) == [])
            #expect(try await store.jobs.promote(now: now - .seconds(2), limit: 10) == 0)
            #expect(try await store.jobs.promote(now: now, limit: 10) == 2)
            #expect(try await store.jobs.promote(now: now, limit: 10) == 0)
            #expect(try await store.jobs.turns(request()).map(\.id) == [second.id, first.id])
            #expect(try await fixture.stored(first.id).state == .available)
            #expect(try await fixture.stored(second.id).failure == "no luck")
            #expect(try await fixture.stored(late.id) == late)
        },
        .init("as many jobs are promoted as the limit says, of all lanes") { store in
            let fixture = StoreFixture(store)
            let jobs = try (0..<10).map {
                fixture.job(of: try ProjectID(parsing: "PRJ\($0)"), state: .scheduled, due: StoreFixture.start)
            }
            try await fixture.enqueue(jobs)
            for count in [4, 4, 2, 0] {
                #expect(try await store.jobs.promote(now: StoreFixture.start, limit: 4) == count)
            }
            #expect(try await store.jobs.counts()[.available] == 10)
        },
        .init("a project with as many jobs executing as may run is passed over, and does not count") { store in
            let fixture = StoreFixture(store)
            let all = try await oneOfEach((0..<8).map { "PRJ\($0)" }, fixture)
            let busy = [all[0], all[3]]
            var claims: [JobClaim] = []
            for job in busy {
                guard let project = job.project else { continue }
                // Of another queue and band: what runs of a project counts, wherever it came from.
                let running = [
                    fixture.job(of: project), fixture.job(of: project, queue: .bulk, priority: .low),
                ]
                try await fixture.enqueue(running)
                claims += try await fixture.claim(running).map(\.claim)
            }
            let open = all.filter { job in !busy.contains { $0.id == job.id } }.map(\.ticket)
            #expect(try await store.jobs.turns(request(runningLimit: 3)) == all.map(\.ticket))
            #expect(try await store.jobs.turns(request(runningLimit: 2)) == open)
            #expect(try await store.jobs.turns(request(projects: 3, runningLimit: 2)) == Array(open.prefix(3)))
            #expect(try await fixture.finish(claims[0]))
            #expect(try await store.jobs.turns(request(projects: 1, runningLimit: 2)) == [all[0].ticket])
        },
    ]
}
