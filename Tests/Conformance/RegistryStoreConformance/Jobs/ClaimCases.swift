internal import JobQueue
internal import RegistryCore
internal import RegistryStore
internal import Testing

extension RegistryStoreCase {
    static let claims: [RegistryStoreCase] = [
        .init("due jobs are listed oldest due first, from all lanes, up to a limit") { store in
            let fixture = StoreFixture(store)
            var jobs: [JobRecord] = []
            for (number, second) in [5, 3, 9, 1, 7, 0, 8, 2].enumerated() {
                let project = try ProjectID(parsing: "PRJ\(number)")
                jobs.append(fixture.job(of: project, state: .scheduled, due: StoreFixture.start + .seconds(second)))
            }
            try await fixture.enqueue(jobs)
            let sorted = jobs.sorted { $0.due < $1.due }.map(\.ticket)
            let now = StoreFixture.start + .seconds(7)
            #expect(try await store.jobs.due(at: now, limit: 100) == Array(sorted.prefix(6)))
            #expect(try await store.jobs.due(at: now, limit: 2) == Array(sorted.prefix(2)))
            #expect(try await store.jobs.due(at: StoreFixture.start - .milliseconds(1), limit: 100) == [])
        },
        .init("the next due time is that of the first waiting job that is not due yet") { store in
            let fixture = StoreFixture(store)
            #expect(try await store.jobs.nextDue(after: StoreFixture.start) == nil)
            let times = [-5, 0, 7, 4].map { StoreFixture.start + .seconds($0) }
            var jobs: [JobRecord] = []
            for (number, time) in times.enumerated() {
                jobs.append(fixture.job(of: try ProjectID(parsing: "PRJ\(number)"), state: .scheduled, due: time))
            }
            jobs.append(
                fixture.job(
                    of: try ProjectID(parsing: "PRJ1"), state: .cancelled, due: StoreFixture.start + .seconds(1),
                    finishedAt: StoreFixture.start))
            try await fixture.enqueue(jobs)
            #expect(try await store.jobs.nextDue(after: StoreFixture.start) == times[3])
            #expect(try await store.jobs.nextDue(after: times[3]) == times[2])
            #expect(try await store.jobs.nextDue(after: times[2]) == nil)
        },
        .init("a claim takes a due job, counts the attempt and moves the fence") { store in
            let fixture = StoreFixture(store)
            let job = fixture.job(of: try await fixture.makeProject())
            try await fixture.enqueue(job)
            let claimed = try await fixture.claim(job.id)
            var expected = job
            expected.state = .executing
            expected.attempt = 1
            expected.fence = 1
            expected.startedAt = StoreFixture.start
            #expect(claimed == expected)
            #expect(try await store.jobs.job(job.id) == claimed)
            #expect(try await store.jobs.due(at: StoreFixture.start, limit: 10) == [])
        },
        .init("a job that is not due, runs already, has ended or is not there is not claimed") { store in
            let fixture = StoreFixture(store)
            let project = try await fixture.makeProject()
            let now = StoreFixture.start
            let early = fixture.job(of: project, state: .scheduled, due: now + .milliseconds(1))
            let running = fixture.job(of: project)
            try await fixture.enqueue(early, running)
            try await fixture.claim(running.id)
            let absent = JobID(lane: fixture.lane(of: project), id: RandomID())
            for id in [early.id, running.id, absent] {
                #expect(try await store.jobs.claim(id, now: now, lease: now + .seconds(60)) == nil)
            }
            #expect(try await store.jobs.job(early.id) == early)
            try await fixture.claim(early.id, now: now + .milliseconds(1))
            #expect(try await store.jobs.finish(early.id, fence: 1, as: .completed(result: nil), now: now))
            #expect(try await store.jobs.claim(early.id, now: now + .seconds(1), lease: now + .seconds(60)) == nil)
        },
        .init("of 20 claims at once exactly one is granted") { store in
            let fixture = StoreFixture(store)
            let job = fixture.job(of: try await fixture.makeProject())
            try await fixture.enqueue(job)
            let claims = try await gathered(20) { _ in
                try await store.jobs.claim(job.id, now: StoreFixture.start, lease: StoreFixture.start + .seconds(60))
            }
            #expect(claims.compactMap { $0 }.count == 1)
            #expect(try await fixture.stored(job.id).attempt == 1)
            #expect(try await fixture.stored(job.id).fence == 1)
        },
        .init("20 claimants share 60 jobs, each once") { store in
            let fixture = StoreFixture(store)
            var jobs: [JobRecord] = []
            for number in 0..<60 { jobs.append(fixture.job(of: try ProjectID(parsing: "PRJ\(number % 5)"))) }
            try await fixture.enqueue(jobs)
            let claimed = try await gathered(20) { _ in
                var mine: [JobID] = []
                for ticket in try await store.jobs.due(at: StoreFixture.start, limit: 100) {
                    let lease = StoreFixture.start + .seconds(60)
                    let claim = try await store.jobs.claim(ticket.id, now: StoreFixture.start, lease: lease)
                    if let claim { mine.append(claim.id) }
                }
                return mine
            }
            #expect(claimed.joined().count == 60)
            #expect(Set(claimed.joined()) == Set(jobs.map(\.id)))
        },
        .init("a heartbeat prolongs the lease of the claim that holds") { store in
            let fixture = StoreFixture(store)
            let job = fixture.job(of: try await fixture.makeProject())
            try await fixture.enqueue(job)
            #expect(try await store.jobs.heartbeat(job.id, fence: 0, lease: StoreFixture.start) == false)
            let claim = try await fixture.claim(job.id, lease: StoreFixture.start + .seconds(60))
            let later = StoreFixture.start + .seconds(120)
            #expect(try await store.jobs.heartbeat(job.id, fence: claim.fence, lease: later))
            #expect(try await store.jobs.heartbeat(job.id, fence: claim.fence + 1, lease: later) == false)
            #expect(try await store.jobs.rescue(now: StoreFixture.start + .seconds(90), limit: 10) == [])
            #expect(try await store.jobs.rescue(now: later + .seconds(1), limit: 10).map(\.id) == [job.id])
            #expect(try await store.jobs.heartbeat(job.id, fence: claim.fence, lease: later + .seconds(60)) == false)
        },
    ]
}
