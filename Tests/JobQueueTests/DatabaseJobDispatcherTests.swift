import JSONDocument
import JobDispatcherConformance
import JobQueue
import RegistryCore
import RegistryStore
import Synchronization
import Testing

@Suite("JobDispatcher over the record")
struct DatabaseJobDispatcherTests {
    /// Jobs of a store, as the kit wants them.
    private static func record(_ store: MemoryStore, _ clock: MovableClock) -> DispatcherFixture.Record {
        let claims = Mutex<[JobID: JobClaim]>([:])
        return DispatcherFixture.Record { tickets in
            var changes = ChangeSet(lane: Lane(0))
            changes.jobs = tickets.map { ticket in
                .enqueue(
                    JobRecord(
                        id: ticket.id, kind: ticket.kind, queue: ticket.queue, priority: ticket.priority, payload: [:],
                        project: ticket.project, due: ticket.due, createdBy: nil, createdAt: ticket.due))
            }
            try await store.commit(changes)
        } claim: { ids in
            let claimed = try await store.jobs.claim(
                ids, by: WorkerID("kit"), now: clock.now, lease: clock.now + .seconds(600))
            claims.withLock { claims in for job in claimed { claims[job.id] = job.claim } }
            return Set(claimed.map(\.id))
        } finish: { id, end in
            let claim = try #require(claims.withLock { $0[id] })
            #expect(try await store.jobs.finish([JobFinish(claim, as: end)], now: clock.now) == [claim])
        }
    }

    @Test(.timeLimit(.minutes(5)), arguments: JobDispatcherCase.withoutMemory)
    func conforms(_ promise: JobDispatcherCase) async throws {
        let clock = MovableClock()
        let store = MemoryStore(ambient: clock.ambient)
        let dispatcher = DatabaseJobDispatcher(
            queue: store.jobs, limits: promise.limits, poll: .milliseconds(50), ambient: clock.ambient)
        // The store in memory looks at every job for each question, which a database does not.
        try await promise.check(
            DispatcherFixture(dispatcher, record: Self.record(store, clock), backlog: 1_000) { clock.advance($0) })
    }

    @Test func whatAnotherProcessEnqueuesIsFoundByThePoll() async throws {
        let clock = MovableClock()
        let store = MemoryStore(ambient: clock.ambient)
        let dispatcher = DatabaseJobDispatcher(queue: store.jobs, poll: .milliseconds(20), ambient: clock.ambient)
        let job = TestJobs.job("noop", now: clock.now)
        let taker = Task {
            try await dispatcher.next(
                DispatchRequest(worker: WorkerID("w"), queues: JobQueueName.all, limit: 4, lease: .seconds(30)))
        }
        try await TestJobs.enqueue([job], in: store)
        #expect(try await taker.value.map(\.ticket.id) == [job.id])
    }

    @Test func whatBecomesDueIsPromoted() async throws {
        let clock = MovableClock()
        let store = MemoryStore(ambient: clock.ambient)
        let dispatcher = DatabaseJobDispatcher(queue: store.jobs, poll: .milliseconds(20), ambient: clock.ambient)
        let job = TestJobs.job("noop", state: .scheduled, now: clock.now + .seconds(60))
        try await TestJobs.enqueue([job], in: store)
        let taker = Task {
            try await dispatcher.next(
                DispatchRequest(worker: WorkerID("w"), queues: JobQueueName.all, limit: 4, lease: .seconds(30)))
        }
        clock.advance(.seconds(61))
        #expect(try await taker.value.map(\.ticket.id) == [job.id])
    }
}
