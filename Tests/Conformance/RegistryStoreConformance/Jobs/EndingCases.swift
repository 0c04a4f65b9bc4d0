internal import JSONDocument
internal import JobQueue
internal import RegistryCore
internal import RegistryStore
internal import Testing

extension RegistryStoreCase {
    /// How one claimed attempt ends, and what the job is after it.
    private static func ending(
        _ promise: String, _ end: JobEnd, _ check: @escaping @Sendable (JobRecord) -> Void
    ) -> RegistryStoreCase {
        .init(promise) { store in
            let fixture = StoreFixture(store)
            let job = fixture.job(of: try await fixture.makeProject())
            try await fixture.enqueue(job)
            let claim = try await fixture.claim(job.id).claim
            let now = StoreFixture.start + .seconds(10)
            #expect(try await fixture.finish(claim, as: end, now: now))
            let ended = try await fixture.stored(job.id)
            check(ended)
            #expect(ended.fence == claim.fence)
            #expect(ended.worker == StoreFixture.worker, "who held it last")
            #expect(ended.leaseUntil == nil, "nobody holds it")
            #expect(ended.finishedAt == (ended.state.isFinal ? now : nil))
            // Said again it is lost: nothing runs any more.
            #expect(try await fixture.finish(claim, as: .completed(result: "again"), now: now) == false)
            #expect(try await fixture.stored(job.id) == ended)
            #expect(try await store.jobs.rescue(now: now + .seconds(3_600), limit: 10) == [])
        }
    }
    private static let later = StoreFixture.start + .seconds(30)

    static let endings: [RegistryStoreCase] = [
        ending("a completed job keeps its result", .completed(result: ["n": 1])) { job in
            #expect(job.state == .completed)
            #expect(job.result == ["n": 1])
            #expect(job.attempt == 1)
        },
        ending("a cancelled job keeps its result and its reason", .cancelled(result: ["n": 1], reason: "gone")) { job in
            #expect(job.state == .cancelled)
            #expect(job.result == ["n": 1])
            #expect(job.failure == "gone")
        },
        ending("a discarded job keeps its result and its reason", .discarded(result: nil, reason: "never")) { job in
            #expect(job.state == .discarded)
            #expect(job.result == nil)
            #expect(job.failure == "never")
        },
        ending("an attempt to be retried counts, and is due when it says", .retry(at: later, reason: "no luck")) {
            job in
            #expect(job.state == .retryable)
            #expect(job.due == later)
            #expect(job.attempt == 1)
            #expect(job.failure == "no luck")
        },
        ending("a snooze gives the attempt back, and is due when it says", .snooze(until: later)) { job in
            #expect(job.state.isWaiting)
            #expect(job.due == later)
            #expect(job.attempt == 0)
        },
        ending("a released job gives the attempt back, and is due at once", .released) { job in
            #expect(job.state.isWaiting)
            #expect(job.due <= StoreFixture.start + .seconds(10))
            #expect(job.attempt == 0)
        },
        .init("attempts count up over retries, and fences over every claim") { store in
            let fixture = StoreFixture(store)
            let job = fixture.job(of: try await fixture.makeProject())
            try await fixture.enqueue(job)
            let now = StoreFixture.start
            let ends: [JobEnd] = [
                .retry(at: now, reason: "1"), .snooze(until: now), .released, .retry(at: now, reason: "2"),
            ]
            for (number, end) in ends.enumerated() {
                let claim = try await fixture.claim(job.id)
                #expect(claim.fence == number + 1)
                #expect(claim.attempt == [1, 2, 2, 2][number])
                #expect(try await fixture.finish(claim.claim, as: end, now: now))
            }
            let last = try await fixture.claim(job.id)
            #expect(last.attempt == 3)
            #expect(last.fence == 5)
        },
        .init("a claim that was lost ends nothing") { store in
            let fixture = StoreFixture(store)
            let job = fixture.job(of: try await fixture.makeProject())
            try await fixture.enqueue(job)
            let lost = try await fixture.claim(job.id, lease: StoreFixture.start + .seconds(1))
            let now = StoreFixture.start + .seconds(5)
            #expect(try await store.jobs.rescue(now: now, limit: 10).count == 1)
            let rescued = try await fixture.stored(job.id)
            let ends: [JobEnd] = [
                .completed(result: "lost"), .retry(at: now, reason: "lost"), .released, .snooze(until: now),
                .discarded(result: nil, reason: "lost"), .cancelled(result: nil, reason: "lost"),
            ]
            for end in ends {
                #expect(try await fixture.finish(lost.claim, as: end, now: now) == false)
            }
            #expect(try await fixture.stored(job.id) == rescued)
            let held = try await fixture.claim(job.id, now: now, lease: now + .seconds(60))
            for end in ends {
                #expect(try await fixture.finish(lost.claim, as: end, now: now) == false)
            }
            #expect(try await fixture.stored(job.id) == held)
            #expect(try await fixture.finish(held.claim, now: now))
        },
        .init("a job that was never claimed, or is not there, is not ended") { store in
            let fixture = StoreFixture(store)
            let job = fixture.job(of: try await fixture.makeProject())
            try await fixture.enqueue(job)
            for id in [job.id, JobID(lane: job.id.lane, id: RandomID())] {
                #expect(try await fixture.finish(JobClaim(id: id, fence: 0)) == false)
            }
            #expect(try await store.jobs.job(job.id) == job)
        },
        .init("an attempt given back beside a waiting job with its key leaves the work to that one") { store in
            let fixture = StoreFixture(store)
            let project = try await fixture.makeProject()
            let now = StoreFixture.start + .seconds(1)
            let ends: [JobEnd?] = [.retry(at: now, reason: "no luck"), .snooze(until: now), .released, nil]
            for (number, end) in ends.enumerated() {
                let first = fixture.job(of: project, key: "\(number)")
                let second = fixture.job(of: project, key: "\(number)")
                try await fixture.enqueue(first)
                let claim = try await fixture.claim(first.id, lease: now)
                try await fixture.enqueue(second)
                if let end {
                    #expect(try await fixture.finish(claim.claim, as: end, now: now))
                } else {
                    _ = try await store.jobs.rescue(now: now + .seconds(1), limit: 10)
                }
                let ended = try await fixture.stored(first.id)
                #expect(ended.state == .cancelled)
                #expect(ended.finishedAt != nil)
                #expect(ended.failure == JobEnd.taken)
                #expect(try await store.jobs.job(second.id) == second)
            }
        },
    ]
}
