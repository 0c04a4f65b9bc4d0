internal import JobQueue
internal import RegistryCore
internal import RegistryStore
internal import Testing

extension RegistryStoreCase {
    private static let tick = StoreFixture.start

    /// Where every schedule is, by its name.
    private static func ticks(_ store: any RegistryStore) async throws -> [String: Timestamp] {
        try await Dictionary(
            uniqueKeysWithValues: store.jobs.schedules().map { ($0.name, $0.lastTick) })
    }

    static let schedules: [RegistryStoreCase] = [
        .init("a schedule begins at its first tick and moves on from its last") { store in
            let fixture = StoreFixture(store)
            #expect(try await ticks(store) == [:])
            for name in ["reconcile", "prune", "caf\u{e9}"] {
                let lane = store.lanes.lane(of: name)
                var last: Timestamp?
                for number in 1...3 {
                    let next = tick + .seconds(number * 60)
                    let from = last
                    try await fixture.commit(in: lane) {
                        $0.jobs = [.advance(schedule: name, from: from, to: next), .enqueue(fixture.job(in: lane))]
                    }
                    last = next
                }
            }
            let end = tick + .seconds(180)
            #expect(try await ticks(store) == ["reconcile": end, "prune": end, "caf\u{e9}": end])
            #expect(try await fixture.due().count == 9)
        },
        .init("a schedule that is not where it is expected refuses its tick, and the job with it") { store in
            let fixture = StoreFixture(store)
            let lane = store.lanes.lane(of: "reconcile")
            func advance(from: Timestamp?, to: Timestamp) async throws {
                try await fixture.commit(in: lane) {
                    $0.jobs = [
                        .enqueue(fixture.job(in: lane)), .advance(schedule: "reconcile", from: from, to: to),
                        .enqueue(fixture.job(in: lane)),
                    ]
                }
            }
            await expectConflict { try await advance(from: tick, to: tick + .seconds(60)) }
            #expect(try await ticks(store) == [:])
            try await advance(from: nil, to: tick)
            for from in [nil, tick - .milliseconds(1), tick + .milliseconds(1)] {
                await expectConflict { try await advance(from: from, to: tick + .seconds(60)) }
            }
            #expect(try await ticks(store) == ["reconcile": tick])
            #expect(try await fixture.due().count == 2)
        },
        .init("of 20 processes that turn one tick into a job one does") { store in
            let fixture = StoreFixture(store)
            let lane = store.lanes.lane(of: "reconcile")
            for (from, to) in [(nil, tick), (tick, tick + .seconds(60))] as [(Timestamp?, Timestamp)] {
                let done = try await succeeding(20) { _ in
                    try await fixture.commit(in: lane) {
                        $0.jobs = [
                            .advance(schedule: "reconcile", from: from, to: to), .enqueue(fixture.job(in: lane)),
                        ]
                    }
                }
                #expect(done.count == 1)
            }
            #expect(try await ticks(store) == ["reconcile": tick + .seconds(60)])
            #expect(try await fixture.due().count == 2)
        },
    ]
}
