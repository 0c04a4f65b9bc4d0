internal import JobQueue
internal import RegistryCore
internal import RegistryStore
internal import Testing

extension RegistryStoreCase {
    private static func worker(_ name: String, seen second: Int = 0) -> WorkerRecord {
        WorkerRecord(
            id: WorkerID(name), place: "host:1", release: "0.2.0", queues: [.index, .default], concurrency: 4,
            startedAt: StoreFixture.start, seenAt: StoreFixture.start + .seconds(second), running: 1,
            isDraining: false)
    }

    static let workers: [RegistryStoreCase] = [
        .init("a worker's row is what it reported last; those seen last come first") { (store) async throws in
            #expect(try await store.jobs.workers(limit: 10) == [])
            for (number, name) in ["a", "b", "c", "d"].enumerated() {
                try await store.jobs.report(worker(name, seen: number))
            }
            var back = WorkerRecord(
                id: WorkerID("a"), place: "Zürich:2", release: "0.3.0", queues: [.plugins, .bulk], concurrency: 9,
                startedAt: StoreFixture.start + .seconds(1), seenAt: StoreFixture.start + .seconds(9), running: 3,
                isDraining: false)
            back.isDraining = true
            try await store.jobs.report(back)
            let expected = [back, worker("d", seen: 3), worker("c", seen: 2), worker("b", seen: 1)]
            #expect(try await store.jobs.workers(limit: 10) == expected)
            #expect(try await store.jobs.workers(limit: 2) == Array(expected.prefix(2)))
        },
        .init("a worker retires with those not seen since") { (store) async throws in
            for (number, name) in ["a", "b", "c", "d"].enumerated() {
                try await store.jobs.report(worker(name, seen: number))
            }
            let moment = StoreFixture.start + .seconds(1)
            try await store.jobs.retire(WorkerID("d"), notSeenSince: moment)
            #expect(try await store.jobs.workers(limit: 10).map(\.id.description) == ["c", "b"])
            try await store.jobs.retire(nil, notSeenSince: moment)
            try await store.jobs.retire(WorkerID("x"), notSeenSince: moment)
            #expect(try await store.jobs.workers(limit: 10).map(\.id.description) == ["c", "b"])
            try await store.jobs.retire(nil, notSeenSince: StoreFixture.lease)
            #expect(try await store.jobs.workers(limit: 10) == [])
        },
        .init("a queue is paused until it is let go on") { (store) async throws in
            #expect(try await store.jobs.pausedQueues() == [])
            for _ in 0..<2 {
                for queue in [JobQueueName.bulk, .index] { try await store.jobs.setPaused(queue, true) }
                #expect(try await store.jobs.pausedQueues() == [.bulk, .index])
            }
            for _ in 0..<2 {
                try await store.jobs.setPaused(.bulk, false)
                #expect(try await store.jobs.pausedQueues() == [.index])
            }
            try await store.jobs.setPaused("my-own_1", true)
            #expect(try await store.jobs.pausedQueues() == [.index, "my-own_1"])
        },
        .init("what runs of a paused queue goes on") { (store) async throws in
            let fixture = StoreFixture(store)
            let job = fixture.job(of: try await fixture.makeProject())
            try await fixture.enqueue(job)
            let claim = try await fixture.claim(job.id).claim
            try await store.jobs.setPaused(.default, true)
            #expect(try await fixture.heartbeat(claim) == .held)
            #expect(try await fixture.finish(claim))
        },
    ]
}
