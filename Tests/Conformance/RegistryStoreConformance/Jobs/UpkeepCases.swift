internal import JobQueue
internal import RegistryCore
internal import RegistryStore
internal import Synchronization
internal import Testing

extension RegistryStoreCase {
    static let upkeep: [RegistryStoreCase] = [
        .init("a job whose lease has lapsed is taken back and due at once; its attempt counts") { store in
            let fixture = StoreFixture(store)
            let job = fixture.job(of: try await fixture.makeProject())
            try await fixture.enqueue(job)
            let claim = try await fixture.claim(job.id)
            #expect(try await store.jobs.rescue(now: StoreFixture.start + .seconds(59), limit: 10) == [])
            let now = StoreFixture.start + .seconds(61)
            let rescued = try await store.jobs.rescue(now: now, limit: 10)
            let stored = try await fixture.stored(job.id)
            #expect(rescued == [stored])
            #expect(stored.state.isWaiting)
            #expect(stored.due <= now)
            #expect(stored.attempt == 1)
            #expect(stored.rescues == 1)
            #expect(stored.failure == JobEnd.workerLost)
            #expect(stored.worker == StoreFixture.worker)
            #expect(stored.leaseUntil == nil)
            #expect(stored.finishedAt == nil)
            #expect(try await fixture.due(at: now) == [stored.ticket])
            #expect(try await store.jobs.rescue(now: now, limit: 10) == [])
            let second = try await fixture.claim(job.id, now: now, lease: now + .seconds(60))
            #expect(second.attempt == 2)
            #expect(second.fence == claim.fence + 1)
        },
        .init("a job whose lease has lapsed is discarded when its attempts are used up") { store in
            let fixture = StoreFixture(store)
            let job = fixture.job(of: try await fixture.makeProject(), maxAttempts: 2)
            try await fixture.enqueue(job)
            for number in 1...2 {
                let now = StoreFixture.start + .seconds(number * 100)
                try await fixture.claim(job.id, now: now, lease: now + .seconds(10))
                #expect(try await store.jobs.rescue(now: now + .seconds(11), limit: 10).count == 1)
                #expect(try await fixture.stored(job.id).state == (number == 2 ? .discarded : .retryable))
            }
            let ended = try await fixture.stored(job.id)
            #expect(ended.finishedAt == StoreFixture.start + .seconds(211))
            #expect(ended.failure == JobEnd.workerLost)
            #expect(ended.rescues == 2)
            #expect(try await fixture.due(at: ended.due + .seconds(3_600)) == [])
        },
        .init("lapsed jobs of all lanes are taken back, up to a limit; others are left") { store in
            let fixture = StoreFixture(store)
            let jobs = try fixture.jobs(12)
            try await fixture.enqueue(jobs)
            for (number, job) in jobs.enumerated() {
                try await fixture.claim(job.id, lease: StoreFixture.start + .seconds(number < 9 ? 60 : 600))
            }
            let now = StoreFixture.start + .seconds(61)
            let first = try await store.jobs.rescue(now: now, limit: 5)
            let second = try await store.jobs.rescue(now: now, limit: 5)
            #expect(first.count == 5)
            #expect(second.count == 4)
            #expect(Set((first + second).map(\.id)) == Set(jobs.prefix(9).map(\.id)))
            #expect(try await store.jobs.counts()[.executing] == 3)
        },
        .init("of rescuers at once each lapsed job is taken back by one, and its end may come first") { store in
            let fixture = StoreFixture(store)
            let jobs = try fixture.jobs(40)
            try await fixture.enqueue(jobs)
            let claims = try await fixture.claim(jobs).map(\.claim)
            let ended = Mutex<Set<JobClaim>>([])
            let rescued = try await gathered(8) { number -> [JobID] in
                guard number > 0 else {
                    let held = try await store.jobs.finish(
                        claims.map { JobFinish($0, as: .completed(result: nil)) }, now: StoreFixture.lease)
                    ended.withLock { $0 = held }
                    return []
                }
                return try await store.jobs.rescue(now: StoreFixture.lease, limit: 20).map(\.id)
            }
            let taken = rescued.joined()
            #expect(Set(taken).count == taken.count)
            #expect(Set(taken).isDisjoint(with: ended.withLock { $0.map(\.id) }))
            for job in jobs {
                let stored = try await fixture.stored(job.id)
                switch stored.state {
                case .completed: #expect(ended.withLock { $0.contains(job.claimed.claim) })
                case .retryable: #expect(taken.contains(job.id) && stored.rescues == 1)
                default: #expect(stored == job.claimed, "neither has come to it")
                }
            }
        },
        .init("finished jobs are pruned by the time they ended, up to a limit") { store in
            let fixture = StoreFixture(store)
            var old: [JobRecord] = []
            var kept: [JobRecord] = []
            for (number, state) in JobState.allCases.filter(\.isFinal).enumerated() {
                let project = try ProjectID(parsing: "PRJ\(number)")
                old.append(
                    fixture.job(of: project, state: state, finishedAt: StoreFixture.start - .milliseconds(1)))
                kept.append(fixture.job(of: project, state: state, finishedAt: StoreFixture.start))
            }
            let waiting = fixture.job(of: try ProjectID(parsing: "PRJ1"), due: StoreFixture.start - .seconds(999))
            try await fixture.enqueue(old + kept + [waiting])
            #expect(try await store.jobs.prune(finishedBefore: StoreFixture.start, limit: 2) == 2)
            #expect(try await store.jobs.prune(finishedBefore: StoreFixture.start, limit: 2) == 1)
            #expect(try await store.jobs.prune(finishedBefore: StoreFixture.start, limit: 2) == 0)
            for job in old { #expect(try await store.jobs.job(job.id) == nil) }
            for job in kept + [waiting] { #expect(try await store.jobs.job(job.id) == job) }
        },
    ]
}
