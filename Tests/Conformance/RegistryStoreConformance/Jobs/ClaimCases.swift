internal import JobQueue
internal import RegistryCore
internal import RegistryStore
internal import Testing

extension RegistryStoreCase {
    static let claims: [RegistryStoreCase] = [
        .init("a claim takes a due job, counts the attempt, moves the fence and names its worker and lease") { store in
            let fixture = StoreFixture(store)
            let job = fixture.job(of: try await fixture.makeProject())
            try await fixture.enqueue(job)
            let claimed = try await fixture.claim(job.id)
            #expect(claimed == job.claimed)
            #expect(try await store.jobs.job(job.id) == claimed)
            #expect(try await fixture.due() == [])
        },
        .init("a job that is not due, runs already, has ended or is not there is not claimed") { store in
            let fixture = StoreFixture(store)
            let project = try await fixture.makeProject()
            let now = StoreFixture.start
            let early = fixture.job(of: project, state: .scheduled, due: now + .milliseconds(1))
            let running = fixture.job(of: project)
            try await fixture.enqueue(early, running)
            try await fixture.claim(running.id)
            for id in [early.id, running.id, fixture.absentJob(of: project)] {
                #expect(
                    try await store.jobs.claim([id], by: StoreFixture.another, now: now, lease: now + .seconds(60))
                        == [])
            }
            #expect(try await store.jobs.job(early.id) == early)
            let claim = try await fixture.claim(early.id, now: now + .milliseconds(1)).claim
            #expect(try await fixture.finish(claim))
            let later = now + .seconds(1)
            #expect(
                try await store.jobs.claim(
                    [early.id], by: StoreFixture.another, now: later, lease: later + .seconds(60)) == [])
        },
        .init("scheduled jobs and those to be retried are claimed once they are due, promoted or not") { store in
            let fixture = StoreFixture(store)
            let project = try await fixture.makeProject()
            let later = StoreFixture.start + .seconds(5)
            let (first, second) = (fixture.job(of: project), fixture.job(of: project, state: .scheduled, due: later))
            try await fixture.enqueue(first, second)
            let claim = try await fixture.claim(first.id).claim
            #expect(try await fixture.finish(claim, as: .retry(at: later, reason: "no luck")))
            let claimed = try await store.jobs.claim(
                [second.id, first.id], by: StoreFixture.another, now: later, lease: later + .seconds(60))
            #expect(claimed.map(\.id) == [second.id, first.id])
            #expect(claimed.map(\.attempt) == [1, 2])
        },
        .init("of 20 claims at once exactly one is granted") { store in
            let fixture = StoreFixture(store)
            let job = fixture.job(of: try await fixture.makeProject())
            try await fixture.enqueue(job)
            let claims = try await gathered(20) { number in
                try await store.jobs.claim(
                    [job.id], by: WorkerID("w\(number)"), now: StoreFixture.start, lease: StoreFixture.lease)
            }
            let granted = claims.joined()
            #expect(granted.count == 1)
            let stored = try await fixture.stored(job.id)
            #expect(stored == granted.first)
            #expect(stored.attempt == 1)
            #expect(stored.fence == 1)
        },
        .init("20 claimants share 200 jobs in batches, each once") { store in
            let fixture = StoreFixture(store)
            let jobs = try fixture.jobs(200)
            try await fixture.enqueue(jobs)
            let claimed = try await gathered(20) { number in
                var mine: [JobID] = []
                // Each in an order of its own, so that batches cross each other.
                let ids = number % 2 == 0 ? jobs.map(\.id) : jobs.map(\.id).reversed()
                for start in stride(from: 0, to: 200, by: 40) {
                    mine += try await store.jobs.claim(
                        Array(ids[start..<start + 40]), by: WorkerID("w\(number)"), now: StoreFixture.start,
                        lease: StoreFixture.lease
                    ).map(\.id)
                }
                return mine
            }
            #expect(claimed.joined().count == 200)
            #expect(Set(claimed.joined()) == Set(jobs.map(\.id)))
            for (number, ids) in claimed.enumerated() {
                for id in ids.prefix(3) {
                    let stored = try await fixture.stored(id)
                    #expect(stored.worker == WorkerID("w\(number)"))
                    #expect(stored.attempt == 1)
                }
            }
        },
        .init("a heartbeat prolongs the lease of the claim that holds") { store in
            let fixture = StoreFixture(store)
            let job = fixture.job(of: try await fixture.makeProject())
            try await fixture.enqueue(job)
            #expect(try await fixture.heartbeat(job.claim) == .lost)
            let claim = try await fixture.claim(job.id).claim
            let later = StoreFixture.start + .seconds(120)
            #expect(try await fixture.heartbeat(claim, lease: later) == .held)
            #expect(try await fixture.stored(job.id).leaseUntil == later)
            let another = JobClaim(id: job.id, fence: claim.fence + 1)
            #expect(try await fixture.heartbeat(another, lease: later + .seconds(60)) == .lost)
            #expect(try await store.jobs.rescue(now: StoreFixture.start + .seconds(90), limit: 10) == [])
            #expect(try await store.jobs.rescue(now: later + .seconds(1), limit: 10).map(\.id) == [job.id])
            let rescued = try await fixture.stored(job.id)
            #expect(try await fixture.heartbeat(claim, lease: later + .seconds(60)) == .lost)
            #expect(try await fixture.stored(job.id) == rescued)
        },
        .init("a heartbeat keeps the progress that was said last") { store in
            let fixture = StoreFixture(store)
            let job = fixture.job(of: try await fixture.makeProject())
            try await fixture.enqueue(job)
            let claim = try await fixture.claim(job.id).claim
            let sayings: [JobProgress?] = [
                nil, JobProgress(done: 1, total: nil), nil, JobProgress(done: 2, total: 30, note: "Zürich \u{1F9EC}"),
                nil,
            ]
            var last: JobProgress?
            for saying in sayings {
                #expect(try await fixture.heartbeat(claim, progress: saying) == .held)
                last = saying ?? last
                #expect(try await fixture.stored(job.id).progress == last)
            }
            #expect(try await fixture.finish(claim))
            #expect(try await fixture.heartbeat(claim, progress: JobProgress(done: 9, total: 9)) == .lost)
            #expect(try await fixture.stored(job.id).progress == last)
        },
    ]
}
