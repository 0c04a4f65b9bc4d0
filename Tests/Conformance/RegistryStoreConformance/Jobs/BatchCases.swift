internal import JSONDocument
internal import JobQueue
internal import RegistryCore
internal import RegistryStore
internal import Testing

extension RegistryStoreCase {
    static let batches: [RegistryStoreCase] = [
        .init("a batch of 256 jobs of all lanes is claimed, heard of and ended, in the order of the ids") { store in
            let fixture = StoreFixture(store)
            let jobs = try fixture.jobs(JobQueueLimits.batch)
            try await fixture.enqueue(jobs)
            let order = jobs.map(\.id).shuffled()
            let claimed = try await store.jobs.claim(
                order, by: StoreFixture.worker, now: StoreFixture.start, lease: StoreFixture.lease)
            #expect(claimed.map(\.id) == order)
            #expect(Set(claimed) == Set(jobs.map(\.claimed)))
            let later = StoreFixture.lease + .seconds(60)
            let holds = try await store.jobs.heartbeat(claimed.map { JobHeartbeat($0.claim) }, lease: later)
            #expect(holds == Dictionary(uniqueKeysWithValues: claimed.map { ($0.claim, JobHold.held) }))
            #expect(try await store.jobs.rescue(now: StoreFixture.lease + .seconds(1), limit: 1_000) == [])
            let held = try await store.jobs.finish(
                claimed.map { JobFinish($0.claim, as: .completed(result: .string($0.id.description))) }, now: later)
            #expect(held == Set(claimed.map(\.claim)))
            #expect(try await store.jobs.counts().filter { $0.value > 0 } == [.completed: JobQueueLimits.batch])
            for job in jobs.prefix(20) {
                #expect(try await fixture.stored(job.id).result == .string(job.id.description))
            }
        },
        .init("a batch of nothing does nothing") { (store) async throws in
            let now = StoreFixture.start
            #expect(try await store.jobs.claim([], by: StoreFixture.another, now: now, lease: now) == [])
            #expect(try await store.jobs.heartbeat([], lease: now) == [:])
            #expect(try await store.jobs.finish([], now: now) == [])
            try await store.jobs.log([])
            #expect(try await store.jobs.counts().filter { $0.value > 0 } == [:])
        },
        .init("what cannot be claimed is left out, and a job named twice is claimed once") { store in
            let fixture = StoreFixture(store)
            var jobs = try fixture.jobs(20)
            try await fixture.enqueue(jobs)
            let taken = try await fixture.claim(Array(jobs.suffix(5))).map(\.id)
            jobs.removeLast(5)
            var ids = jobs.map(\.id)
            ids.insert(contentsOf: taken, at: 7)
            ids.insert(fixture.absentJob(of: try ProjectID(parsing: "PRJ1")), at: 3)
            ids.insert(JobID(lane: Lane(store.lanes.count), id: RandomID()), at: 0)
            ids.append(ids[1])
            let claimed = try await store.jobs.claim(
                ids, by: StoreFixture.another, now: StoreFixture.start, lease: StoreFixture.lease)
            #expect(claimed.map(\.id) == jobs.map(\.id))
            for job in claimed {
                #expect(job.attempt == 1)
                #expect(job.worker == StoreFixture.another)
            }
            for id in taken { #expect(try await fixture.stored(id).worker == StoreFixture.worker) }
        },
        .init("each job of a batch of heartbeats is answered for itself") { store in
            let fixture = StoreFixture(store)
            let jobs = try fixture.jobs(4)
            try await fixture.enqueue(jobs)
            let claims = try await fixture.claim(jobs).map(\.claim)
            try await fixture.change(jobs[1], .requestCancel(jobs[1].id))
            #expect(try await fixture.finish(claims[2]))
            let stale = JobClaim(id: jobs[3].id, fence: 0)
            let absent = JobClaim(id: fixture.absentJob(of: try ProjectID(parsing: "PRJ1")), fence: 1)
            let nowhere = JobClaim(id: JobID(lane: Lane(store.lanes.count), id: RandomID()), fence: 1)
            let later = StoreFixture.lease + .seconds(60)
            let holds = try await store.jobs.heartbeat(
                (claims.prefix(3) + [stale, absent, nowhere]).map {
                    JobHeartbeat($0, progress: JobProgress(done: 1, total: 2))
                }, lease: later)
            #expect(
                holds == [
                    claims[0]: .held, claims[1]: .cancelRequested, claims[2]: .lost, stale: .lost, absent: .lost,
                    nowhere: .lost,
                ])
            #expect(try await fixture.stored(jobs[0].id).progress == JobProgress(done: 1, total: 2))
            #expect(try await fixture.stored(jobs[1].id).leaseUntil == later)
            #expect(try await fixture.stored(jobs[3].id) == jobs[3].claimed)
        },
        .init("each end of a batch counts for itself; the claims that held are returned") { store in
            let fixture = StoreFixture(store)
            let jobs = try fixture.jobs(8)
            try await fixture.enqueue(jobs)
            let claims = try await fixture.claim(jobs).map(\.claim)
            let now = StoreFixture.start + .seconds(10)
            #expect(try await fixture.finish(claims[6], as: .completed(result: 1)))
            let ends: [JobEnd] = [
                .completed(result: ["n": 1]), .cancelled(result: nil, reason: "gone"),
                .discarded(result: nil, reason: "never"), .retry(at: now, reason: "no luck"), .snooze(until: now),
                .released,
            ]
            var finishes = zip(claims, ends).map { JobFinish($0, as: $1) }
            finishes.insert(JobFinish(claims[6], as: .completed(result: 2)), at: 2)
            finishes.insert(JobFinish(JobClaim(id: jobs[7].id, fence: 9), as: .released), at: 0)
            let nowhere = JobClaim(id: JobID(lane: Lane(store.lanes.count), id: RandomID()), fence: 1)
            finishes.append(JobFinish(nowhere, as: .released))
            #expect(try await store.jobs.finish(finishes, now: now) == Set(claims.prefix(6)))
            var states: [JobState] = []
            for job in jobs { states.append(try await fixture.stored(job.id).state) }
            #expect(states[..<4] == [.completed, .cancelled, .discarded, .retryable])
            #expect(states[4].isWaiting)
            #expect(states[5].isWaiting)
            #expect(states[6...] == [.completed, .executing])
            #expect(try await fixture.stored(jobs[6].id).result == 1)
            #expect(try await fixture.stored(jobs[7].id) == jobs[7].claimed)
        },
        .init("of two attempts with one key given back in one batch one waits") { store in
            let fixture = StoreFixture(store)
            let project = try await fixture.makeProject()
            let (first, second) = (fixture.job(of: project, key: "k"), fixture.job(of: project, key: "k"))
            try await fixture.enqueue(first)
            let claim = try await fixture.claim(first.id).claim
            try await fixture.enqueue(second)
            let another = try await fixture.claim(second.id).claim
            let held = try await store.jobs.finish(
                [JobFinish(claim, as: .released), JobFinish(another, as: .released)], now: StoreFixture.start)
            #expect(held == [claim, another])
            #expect(try await store.jobs.counts().filter { $0.value > 0 } == [.available: 1, .cancelled: 1])
        },
        .init("batches that end the same jobs at once end each of them once") { store in
            let fixture = StoreFixture(store)
            let jobs = try fixture.jobs(40)
            try await fixture.enqueue(jobs)
            let claims = try await fixture.claim(jobs).map(\.claim)
            let held = try await gathered(8) { number in
                let mine = number % 2 == 0 ? claims : claims.reversed()
                return try await store.jobs.finish(
                    mine.map { JobFinish($0, as: .completed(result: .number(JSONNumber(number)))) },
                    now: StoreFixture.start)
            }
            #expect(held.map(\.count).reduce(0, +) == 40)
            #expect(held.reduce(into: Set()) { $0.formUnion($1) } == Set(claims))
            for (number, claims) in held.enumerated() {
                for claim in claims {
                    #expect(try await fixture.stored(claim.id).result == .number(JSONNumber(number)))
                }
            }
        },
    ]
}
