internal import JSONDocument
internal import JobQueue
internal import RegistryCore
internal import RegistryStore
internal import Testing

extension RegistryStoreCase {
    static let cancels: [RegistryStoreCase] = [
        .init("a job that waits is cancelled; one that runs or has ended is left alone") { store in
            let fixture = StoreFixture(store)
            let project = try await fixture.makeProject()
            let (waiting, running) = (fixture.job(of: project), fixture.job(of: project))
            let later = fixture.job(of: project, state: .scheduled, due: StoreFixture.start + .seconds(60))
            let done = fixture.job(of: project, state: .completed, finishedAt: StoreFixture.start)
            try await fixture.enqueue(waiting, running, later, done)
            let claimed = try await fixture.claim(running.id)
            try await fixture.commit(in: project) {
                $0.jobs = [waiting.id, running.id, later.id, done.id, fixture.absentJob(of: project)].map {
                    .cancel($0)
                }
            }
            for id in [waiting.id, later.id] {
                let job = try await fixture.stored(id)
                #expect(job.state == .cancelled)
                #expect(job.finishedAt != nil)
            }
            #expect(try await fixture.stored(running.id) == claimed)
            #expect(try await fixture.stored(done.id) == done)
            #expect(try await fixture.due(at: StoreFixture.start + .seconds(99)) == [])
        },
        .init("a job that waits is cancelled on request; one that has ended is left alone") { store in
            let fixture = StoreFixture(store)
            let project = try await fixture.makeProject()
            let waiting = fixture.job(of: project)
            let later = fixture.job(of: project, state: .scheduled, due: StoreFixture.start + .seconds(60))
            let done = fixture.job(of: project, state: .completed, finishedAt: StoreFixture.start)
            try await fixture.enqueue(waiting, later, done)
            try await fixture.commit(in: project) {
                $0.jobs = [waiting.id, later.id, done.id, fixture.absentJob(of: project)].map { .requestCancel($0) }
            }
            for id in [waiting.id, later.id] {
                let job = try await fixture.stored(id)
                #expect(job.state == .cancelled)
                #expect(job.finishedAt != nil)
            }
            #expect(try await fixture.stored(done.id) == done)
        },
        .init("a job that runs goes on until its worker ends it, and its heartbeat says that it was asked to stop") {
            store in
            let fixture = StoreFixture(store)
            let job = fixture.job(of: try await fixture.makeProject())
            try await fixture.enqueue(job)
            let claim = try await fixture.claim(job.id).claim
            // Asked twice it is asked.
            try await fixture.change(job, .requestCancel(job.id), .requestCancel(job.id))
            var asked = job.claimed
            asked.isCancelRequested = true
            #expect(try await fixture.stored(job.id) == asked)
            for _ in 0..<2 { #expect(try await fixture.heartbeat(claim) == .cancelRequested) }
            let end = JobEnd.cancelled(result: nil, reason: JobEnd.cancelledOnRequest)
            #expect(try await fixture.finish(claim, as: end))
            #expect(try await fixture.stored(job.id).state == .cancelled)
            #expect(try await fixture.heartbeat(claim) == .lost)
        },
        .init("an attempt that was asked to stop and got to its end ends as it says") { store in
            let fixture = StoreFixture(store)
            let ends: [(JobEnd, JobState)] = [
                (.completed(result: 1), .completed), (.discarded(result: 2, reason: "never"), .discarded),
            ]
            for (end, state) in ends {
                let job = fixture.job(of: try ProjectID(parsing: "PRJ1"))
                try await fixture.enqueue(job)
                let claim = try await fixture.claim(job.id).claim
                try await fixture.change(job, .requestCancel(job.id))
                #expect(try await fixture.finish(claim, as: end))
                #expect(try await fixture.stored(job.id).state == state)
            }
        },
        .init("an attempt that was asked to stop and would wait again is cancelled instead") { store in
            let fixture = StoreFixture(store)
            let now = StoreFixture.start + .seconds(10)
            let later = now + .seconds(60)
            for end in [JobEnd.retry(at: later, reason: "no luck"), .snooze(until: later), .released] {
                // With a key, and one more that waits under it: the request is what is told.
                let job = fixture.job(of: try ProjectID(parsing: "PRJ1"), key: "k")
                let another = fixture.job(of: try ProjectID(parsing: "PRJ1"), key: "k")
                try await fixture.enqueue(job)
                let claim = try await fixture.claim(job.id).claim
                try await fixture.enqueue(another)
                try await fixture.change(job, .requestCancel(job.id))
                #expect(try await fixture.finish(claim, as: end, now: now))
                let ended = try await fixture.stored(job.id)
                #expect(ended.state == .cancelled)
                #expect(ended.failure == JobEnd.cancelledOnRequest)
                #expect(ended.finishedAt == now)
                #expect(ended.leaseUntil == nil)
                #expect(try await fixture.due(at: later) == [another.ticket])
                try await fixture.change(another, .cancel(another.id))
            }
        },
        .init("a job that was asked to stop and whose worker was lost is cancelled, its attempts used up or not") {
            store in
            let fixture = StoreFixture(store)
            let jobs = try (1...2).map { fixture.job(of: try ProjectID(parsing: "PRJ1"), maxAttempts: $0) }
            try await fixture.enqueue(jobs)
            _ = try await fixture.claim(jobs)
            for job in jobs { try await fixture.change(job, .requestCancel(job.id)) }
            let rescued = try await store.jobs.rescue(now: StoreFixture.lease, limit: 10)
            #expect(Set(rescued.map(\.id)) == Set(jobs.map(\.id)))
            for job in rescued {
                #expect(job.state == .cancelled)
                #expect(job.failure == JobEnd.cancelledOnRequest)
                #expect(job.finishedAt == StoreFixture.lease)
                #expect(job.rescues == 1)
                #expect(try await store.jobs.job(job.id) == job)
            }
            #expect(try await fixture.due(at: StoreFixture.lease + .seconds(999)) == [])
        },
        .init("a request to stop and the end of an attempt at once leave a job that has ended, or was asked") { store in
            let fixture = StoreFixture(store)
            let jobs = try fixture.jobs(24)
            try await fixture.enqueue(jobs)
            let claims = try await fixture.claim(jobs).map(\.claim)
            let held = try await gathered(48) { number -> Bool in
                let job = jobs[number / 2]
                if number % 2 == 0 {
                    try await fixture.change(job, .requestCancel(job.id))
                    return true
                }
                let end: JobEnd = number % 4 == 1 ? .completed(result: 1) : .released
                return try await fixture.finish(claims[number / 2], as: end)
            }
            #expect(!held.contains(false), "a request takes no claim away")
            for (number, job) in jobs.enumerated() {
                let ended = try await fixture.stored(job.id)
                // Given back before the request it waited and was cancelled; after it, it was cancelled at once.
                #expect(ended.state == (number % 2 == 0 ? .completed : .cancelled))
            }
        },
    ]
}
