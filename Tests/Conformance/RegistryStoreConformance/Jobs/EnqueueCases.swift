internal import JSONDocument
internal import JobQueue
internal import RegistryCore
internal import RegistryStore
internal import Testing

extension RegistryStoreCase {
    static let enqueueing: [RegistryStoreCase] = [
        .init("a job is kept as it was enqueued") { store in
            let fixture = StoreFixture(store)
            let project = try await fixture.makeProject()
            let job = JobRecord(
                id: JobID(lane: fixture.lane(of: project), id: RandomID()), kind: "index_upload", state: .scheduled,
                payload: try JSONValue(parsing: #"{"b":1.50,"a":"é"}"#), uniqueKey: "k", project: project,
                version: try VersionID(parsing: "1"), due: StoreFixture.start + .milliseconds(1), maxAttempts: 3,
                createdBy: nil, createdAt: StoreFixture.start)
            #expect(try await store.jobs.job(job.id) == nil)
            try await fixture.enqueue(job)
            #expect(try await store.jobs.job(job.id) == job)
            #expect(try await fixture.stored(job.id).payload.description == job.payload.description)
        },
        .init("a job without a project lives in the lane of its id") { store in
            let fixture = StoreFixture(store)
            for lane in store.lanes.all {
                let job = JobRecord(
                    id: JobID(lane: lane, id: RandomID()), kind: "sweep", payload: [:], project: nil,
                    due: StoreFixture.start, createdBy: nil, createdAt: StoreFixture.start)
                try await fixture.enqueue(job)
                #expect(try await store.jobs.job(job.id) == job)
            }
        },
        .init("a job that is finished already is kept, and nobody claims it") { store in
            let fixture = StoreFixture(store)
            var job = fixture.job(
                of: try await fixture.makeProject(), state: .completed, finishedAt: StoreFixture.start)
            job.result = ["n": 1]
            try await fixture.enqueue(job)
            #expect(try await store.jobs.job(job.id) == job)
            #expect(try await store.jobs.due(at: StoreFixture.start, limit: 10) == [])
            #expect(
                try await store.jobs.claim(job.id, now: StoreFixture.start, lease: StoreFixture.start + .seconds(1))
                    == nil)
        },
        .init("an id of a lane that is not there names no job") { (store) async throws in
            let id = JobID(lane: Lane(store.lanes.count), id: RandomID())
            let later = StoreFixture.start + .seconds(1)
            #expect(try await store.jobs.job(id) == nil)
            #expect(try await store.jobs.claim(id, now: StoreFixture.start, lease: later) == nil)
            #expect(try await store.jobs.heartbeat(id, fence: 1, lease: later) == false)
            #expect(try await store.jobs.finish(id, fence: 1, as: .released, now: later) == false)
        },
        .init("while a job waits another one with its key adds nothing") { store in
            let fixture = StoreFixture(store)
            let project = try await fixture.makeProject()
            for state in [JobState.available, .scheduled] {
                let first = fixture.job(of: project, state: state, key: state.rawValue)
                let second = fixture.job(of: project, key: state.rawValue, due: StoreFixture.start + .seconds(9))
                try await fixture.enqueue(first, second)
                #expect(try await store.jobs.job(first.id) == first)
                #expect(try await store.jobs.job(second.id) == nil)
            }
            let both = [fixture.job(of: project, key: "k"), fixture.job(of: project, key: "k")]
            try await fixture.commit(in: project) { $0.jobs = both.map { .enqueue($0) } }
            #expect(try await store.jobs.job(both[0].id) != nil)
            #expect(try await store.jobs.job(both[1].id) == nil)
        },
        .init("a job that waits to be retried coalesces too") { store in
            let fixture = StoreFixture(store)
            let project = try await fixture.makeProject()
            let first = fixture.job(of: project, key: "k")
            let second = fixture.job(of: project, key: "k")
            try await fixture.enqueue(first)
            let claim = try await fixture.claim(first.id)
            let end = JobEnd.retry(at: StoreFixture.start + .seconds(5), reason: "no luck")
            #expect(try await store.jobs.finish(first.id, fence: claim.fence, as: end, now: StoreFixture.start))
            try await fixture.enqueue(second)
            #expect(try await store.jobs.job(second.id) == nil)
        },
        .init("a job that runs or has ended does not coalesce") { store in
            let fixture = StoreFixture(store)
            let project = try await fixture.makeProject()
            let first = fixture.job(of: project, key: "k")
            let (second, third) = (fixture.job(of: project, key: "k"), fixture.job(of: project, key: "k"))
            try await fixture.enqueue(first)
            let claim = try await fixture.claim(first.id)
            try await fixture.enqueue(second)
            #expect(try await store.jobs.job(second.id) == second)
            try await fixture.commit(in: project) { $0.jobs = [.cancel(second.id), .enqueue(third)] }
            #expect(try await store.jobs.job(third.id) == third)
            let done = try await store.jobs.finish(
                first.id, fence: claim.fence, as: .completed(result: nil), now: StoreFixture.start)
            #expect(done)
            #expect(try await fixture.stored(first.id).state == .completed)
        },
        .init("other kinds, other keys and jobs without a key do not coalesce; keys are compared by bytes") { store in
            let fixture = StoreFixture(store)
            let project = try await fixture.makeProject()
            let jobs = [
                fixture.job("one", of: project, key: "caf\u{e9}"), fixture.job("two", of: project, key: "caf\u{e9}"),
                fixture.job("one", of: project, key: "cafe\u{301}"), fixture.job("one", of: project, key: "Caf\u{e9}"),
                fixture.job("one", of: project), fixture.job("one", of: project),
            ]
            try await fixture.enqueue(jobs)
            for job in jobs { #expect(try await store.jobs.job(job.id) == job) }
        },
        .init("of 20 jobs with one key enqueued at once one is kept") { store in
            let fixture = StoreFixture(store)
            let project = try await fixture.makeProject()
            let jobs = (0..<20).map { _ in fixture.job(of: project, key: "k") }
            let committed = try await succeeding(20) { try await fixture.enqueue(jobs[$0]) }
            #expect(committed.count == 20)
            #expect(try await store.jobs.counts()[.available, default: 0] == 1)
        },
        .init("a job that waits is cancelled; one that runs or has ended is left alone") { store in
            let fixture = StoreFixture(store)
            let project = try await fixture.makeProject()
            let (waiting, running) = (fixture.job(of: project), fixture.job(of: project))
            let later = fixture.job(of: project, state: .scheduled, due: StoreFixture.start + .seconds(60))
            let done = fixture.job(of: project, state: .completed, finishedAt: StoreFixture.start)
            try await fixture.enqueue(waiting, running, later, done)
            let claimed = try await fixture.claim(running.id)
            let absent = JobID(lane: fixture.lane(of: project), id: RandomID())
            try await fixture.commit(in: project) {
                $0.jobs = [waiting.id, running.id, later.id, done.id, absent].map { .cancel($0) }
            }
            for id in [waiting.id, later.id] {
                let job = try await fixture.stored(id)
                #expect(job.state == .cancelled)
                #expect(job.finishedAt != nil)
            }
            #expect(try await fixture.stored(running.id) == claimed)
            #expect(try await fixture.stored(done.id) == done)
            #expect(try await store.jobs.due(at: StoreFixture.start + .seconds(99), limit: 10) == [])
        },
        .init("a finished job runs again, with its attempts given back") { store in
            let fixture = StoreFixture(store)
            let project = try await fixture.makeProject()
            let job = fixture.job(of: project, maxAttempts: 2)
            try await fixture.enqueue(job)
            let first = try await fixture.claim(job.id)
            let end = JobEnd.discarded(result: ["n": 1], reason: "no luck")
            #expect(try await store.jobs.finish(job.id, fence: first.fence, as: end, now: StoreFixture.start))
            let due = StoreFixture.start + .seconds(5)
            try await fixture.commit(in: project) { $0.jobs = [.rerun(job.id, due: due)] }
            let again = try await fixture.stored(job.id)
            #expect(again.state.isWaiting)
            #expect(again.due == due)
            #expect(again.attempt == 0)
            #expect(again.finishedAt == nil)
            #expect(try await store.jobs.claim(job.id, now: StoreFixture.start, lease: due) == nil)
            let second = try await fixture.claim(job.id, now: due, lease: due + .seconds(9))
            #expect(second.attempt == 1)
            #expect(second.fence > first.fence)
        },
        .init("a job that is not finished, or not there, is not run again") { store in
            let fixture = StoreFixture(store)
            let project = try await fixture.makeProject()
            let (waiting, running) = (fixture.job(of: project), fixture.job(of: project))
            try await fixture.enqueue(waiting, running)
            try await fixture.claim(running.id)
            let absent = JobID(lane: fixture.lane(of: project), id: RandomID())
            for id in [waiting.id, running.id, absent] {
                try await fixture.expectRefused(jobs: [.rerun(id, due: StoreFixture.start)], in: project)
            }
        },
        .init("a job run again beside a waiting one with its key leaves the work to that one") { store in
            let fixture = StoreFixture(store)
            let project = try await fixture.makeProject()
            let done = fixture.job(of: project, state: .completed, key: "k", finishedAt: StoreFixture.start)
            let waiting = fixture.job(of: project, key: "k")
            try await fixture.enqueue(done, waiting)
            try await fixture.commit(in: project) { $0.jobs = [.rerun(done.id, due: StoreFixture.start)] }
            #expect(try await fixture.stored(done.id) == done)
            #expect(try await fixture.stored(waiting.id) == waiting)
        },
    ]
}
