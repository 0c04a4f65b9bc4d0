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

    private func request(_ limit: Int, of queues: [JobQueueName] = JobQueueName.all) -> DispatchRequest {
        DispatchRequest(worker: WorkerID("w"), queues: queues, limit: limit, lease: .seconds(30))
    }

    @Test func aFloodOfJobsThatBecomeDueHoldsUpNoJobThatMayBegin() async throws {
        let clock = MovableClock()
        let store = MemoryStore(ambient: clock.ambient)
        let queue = FaultyJobQueue(store.jobs)
        let dispatcher = DatabaseJobDispatcher(queue: queue, poll: .milliseconds(20), ambient: clock.ambient)
        try await TestJobs.enqueue(
            (0..<1_500).map { _ in TestJobs.job("noop", state: .scheduled, queue: .bulk, now: clock.now) }, in: store)
        let job = TestJobs.job("noop", queue: .index, now: clock.now)
        try await TestJobs.enqueue([job], in: store)
        #expect(try await dispatcher.next(request(1, of: [.index])).map(\.ticket.id) == [job.id])
        #expect(queue.calls("promote") == 4)
        _ = try await dispatcher.next(request(1, of: [.bulk]))
        #expect(queue.calls("promote") == 6)
    }

    @Test func whatWasTakenIsNotLostWhenALaterQuestionFails() async throws {
        let clock = MovableClock()
        let store = MemoryStore(ambient: clock.ambient)
        let queue = FaultyJobQueue(store.jobs)
        let dispatcher = DatabaseJobDispatcher(queue: queue, poll: .milliseconds(20), ambient: clock.ambient)
        let job = TestJobs.job("noop", queue: .index, now: clock.now)
        try await TestJobs.enqueue([job], in: store)
        queue.fail { [weak queue] name in
            name == "turns" && (queue?.calls(name) ?? 0) > JobPriority.allCases.count
        }
        #expect(try await dispatcher.next(request(4, of: [.index, .default])).map(\.ticket.id) == [job.id])
        await #expect(throws: JobDispatchError.self) { try await dispatcher.next(request(4, of: [.index])) }
    }

    @Test func anIdleRecordIsAskedOneQuestion() async throws {
        let clock = MovableClock()
        let store = MemoryStore(ambient: clock.ambient)
        let queue = FaultyJobQueue(store.jobs)
        let dispatcher = DatabaseJobDispatcher(queue: queue, poll: .milliseconds(20), ambient: clock.ambient)
        let taker = Task { try await dispatcher.next(request(4)) }
        try await eventually("it asks again and again") { queue.calls("due") > 5 }
        #expect(queue.calls("turns") == 0)
        taker.cancel()
        _ = await taker.result
    }

    @Test func workersBesideEachOtherDoNotAllTakeTheSameJobs() async throws {
        let clock = MovableClock()
        let store = MemoryStore(ambient: clock.ambient)
        let jobs = (0..<400).map {
            TestJobs.job("noop", project: "BIG", now: clock.now + .milliseconds(Int64($0) - 400))
        }
        try await TestJobs.enqueue(jobs, in: store)
        func take() async throws -> [JobID] {
            let dispatcher = DatabaseJobDispatcher(queue: store.jobs, ambient: clock.ambient)
            return try await dispatcher.next(request(16)).map(\.ticket.id)
        }
        let oldest = jobs.prefix(16).map(\.id)
        #expect(try await take() == oldest)
        for name in ["w", "v"] {
            try await store.jobs.report(
                WorkerRecord(
                    id: WorkerID(name), place: "", release: "", queues: [], concurrency: 1, startedAt: clock.now,
                    seenAt: clock.now, running: 0, isDraining: false))
        }
        var taken: [Set<JobID>] = []
        for _ in 0..<10 { taken.append(Set(try await take())) }
        #expect(taken.allSatisfy { $0.count == 16 && $0.isSubset(of: Set(jobs.prefix(64).map(\.id))) })
        #expect(Set(taken.joined()).count > 32)
    }
}
