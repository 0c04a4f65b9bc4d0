internal import JSONDocument
internal import JobQueue
internal import RegistryCore
internal import RegistryStore
internal import Testing

extension RegistryStoreCase {
    static let reruns: [RegistryStoreCase] = [
        .init("a finished job runs again, with its attempts given back") { store in
            let fixture = StoreFixture(store)
            let project = try await fixture.makeProject()
            let job = fixture.job(of: project, maxAttempts: 2)
            try await fixture.enqueue(job)
            try await fixture.claim(job.id)
            #expect(try await store.jobs.rescue(now: StoreFixture.lease, limit: 10).map(\.rescues) == [1])
            let first = try await fixture.claim(
                job.id, now: StoreFixture.lease, lease: StoreFixture.lease + .seconds(9))
            #expect(try await fixture.heartbeat(first.claim, progress: JobProgress(done: 1, total: 2)) == .held)
            try await fixture.change(job, .requestCancel(job.id))
            let end = JobEnd.discarded(result: ["n": 1], reason: "no luck")
            #expect(try await fixture.finish(first.claim, as: end))
            let due = StoreFixture.lease + .seconds(5)
            try await fixture.change(job, .rerun(job.id, due: due))
            let again = try await fixture.stored(job.id)
            #expect(again.state.isWaiting)
            #expect(again.due == due)
            #expect(again.attempt == 0)
            #expect(again.rescues == 0)
            #expect(again.isCancelRequested == false)
            #expect(again.progress == nil)
            #expect(again.result == nil)
            #expect(again.finishedAt == nil)
            let early = due - .milliseconds(1)
            #expect(try await store.jobs.claim([job.id], by: StoreFixture.worker, now: early, lease: due) == [])
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
            for id in [waiting.id, running.id, fixture.absentJob(of: project)] {
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
