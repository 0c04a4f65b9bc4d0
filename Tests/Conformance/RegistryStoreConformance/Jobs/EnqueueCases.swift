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
            let parent = JobID(lane: store.lanes.all.last ?? Lane(0), id: RandomID())
            let job = JobRecord(
                id: fixture.absentJob(of: project), kind: "index_upload", state: .scheduled, queue: .index,
                priority: .high, payload: try JSONValue(parsing: #"{"b":1.50,"a":"é"}"#), uniqueKey: "k",
                project: project, version: try VersionID(parsing: "1"), parent: parent,
                tags: ["b", "a \"b\"", "\u{1F9EC}"], due: StoreFixture.start + .milliseconds(1),
                deadline: StoreFixture.start + .seconds(9), maxAttempts: 3, createdBy: nil,
                createdAt: StoreFixture.start)
            #expect(try await store.jobs.job(job.id) == nil)
            try await fixture.enqueue(job)
            #expect(try await store.jobs.job(job.id) == job)
            #expect(try await fixture.stored(job.id).payload.description == job.payload.description)
        },
        .init("a job without a project lives in the lane of its id") { store in
            let fixture = StoreFixture(store)
            for lane in store.lanes.all {
                let job = fixture.job("sweep", in: lane)
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
            #expect(try await fixture.due() == [])
            let claimed = try await store.jobs.claim(
                [job.id], by: StoreFixture.worker, now: StoreFixture.start, lease: StoreFixture.lease)
            #expect(claimed == [])
        },
        .init("an id of a lane that is not there names no job") { (store) async throws in
            let id = JobID(lane: Lane(store.lanes.count), id: RandomID())
            #expect(try await store.jobs.job(id) == nil)
            #expect(try await store.jobs.lines(of: id, after: nil, limit: 10) == [])
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
            #expect(try await fixture.finish(claim.claim, as: end))
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
            #expect(try await fixture.finish(claim.claim))
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
    ]
}
