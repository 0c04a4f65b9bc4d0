import JSONDocument
import JobQueue
import Logging
import RegistryCore
import RegistryStore
import Synchronization
import Testing

@Suite struct `The clock` {
    private static let start = Timestamp(milliseconds: 1_795_262_400_000)
    private static func schedule(
        _ when: String = "@every 1m", misfire: Schedule.Misfire = .runOnce, overlap: Schedule.Overlap = .allow
    ) throws -> Schedule {
        Schedule(
            name: "sweep", when: try CronExpression(parsing: when), kind: "sweep", misfire: misfire, overlap: overlap)
    }

    /// A clock over a record of its own, at a time that the test moves.
    private struct Bench {
        let store: MemoryStore
        let time: TestTime
        let clock: Clock

        init(_ schedule: Schedule, store: MemoryStore? = nil, time: TestTime = TestTime(start)) {
            let ambient = Ambient(now: { time.now })
            let store = store ?? MemoryStore(lanes: LaneCount(4), ambient: ambient)
            self.store = store
            self.time = time
            clock = Clock(
                [schedule], queue: store.jobs, lanes: store.lanes, ambient: ambient,
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            ) { changes, lane in
                var set = ChangeSet(lane: lane)
                set.jobs = changes
                try await store.commit(set)
            }
        }
        func jobs() async throws -> [JobRecord] {
            try await store.jobs.jobs(JobFilter(), after: nil, limit: 10_000)
        }
    }

    @Test func `a schedule that is new owes nothing, and then each tick is a job`() async throws {
        let bench = Bench(try Self.schedule())
        try await bench.clock.tick()
        #expect(try await bench.jobs().isEmpty)
        for minute in 1...5 {
            bench.time.now = Self.start + .seconds(60 * minute)
            #expect(try await bench.clock.tick().count == 1)
            #expect(try await bench.clock.tick().isEmpty)
        }
        #expect(try await bench.jobs().count == 5)
    }

    @Test(arguments: [
        (Schedule.Misfire.skip, 0), (.runOnce, 1), (.runAll(limit: 3), 3), (.runAll(limit: 100), 60),
    ])
    func `what was missed is made up for as the schedule says`(misfire: Schedule.Misfire, expected: Int) async throws {
        let bench = Bench(try Self.schedule("@every 10m", misfire: misfire))
        try await bench.clock.tick()
        bench.time.now = Self.start + .seconds(36_000 + 90)
        #expect(try await bench.clock.tick().count == expected)
        #expect(try await bench.clock.tick().isEmpty)
    }

    @Test func `an outage of ten years of seconds costs a moment`() async throws {
        let bench = Bench(try Self.schedule("@every 1s", misfire: .runAll(limit: 5)))
        try await bench.clock.tick()
        bench.time.now = Self.start + .seconds(315_360_000)
        #expect(
            try await bench.clock.tick().map(\.due.milliseconds)
                == (0..<5).map { Int64($0 - 4) * 1_000 + bench.time.now.milliseconds })
    }

    @Test func `a clock that is set back repeats no tick`() async throws {
        let bench = Bench(try Self.schedule())
        try await bench.clock.tick()
        bench.time.now = Self.start + .seconds(600)
        try await bench.clock.tick()
        bench.time.now = Self.start + .seconds(120)
        #expect(try await bench.clock.tick().isEmpty)
        bench.time.now = Self.start + .seconds(600)
        #expect(try await bench.clock.tick().isEmpty)
    }

    @Test func `a tick waits while the last one runs, and one is left of several`() async throws {
        let bench = Bench(try Self.schedule(overlap: .coalesce))
        try await bench.clock.tick()
        bench.time.now = Self.start + .seconds(60)
        let first = try #require(try await bench.clock.tick().first)
        for minute in 2...4 {
            bench.time.now = Self.start + .seconds(60 * minute)
            #expect(try await bench.clock.tick().isEmpty)
        }
        let claims = try await bench.store.jobs.claim(
            [first.id], by: WorkerID("w"), now: bench.time.now, lease: bench.time.now + .seconds(30))
        #expect(try await bench.clock.tick().isEmpty)
        let end = JobFinish(try #require(claims.first).claim, as: .completed(result: nil))
        #expect(try await bench.store.jobs.finish([end], now: bench.time.now).count == 1)
        #expect(try await bench.clock.tick().count == 1)
        #expect(try await bench.clock.tick().isEmpty)
    }

    @Test func `two clocks make one job of each of a thousand ticks`() async throws {
        let one = Bench(try Self.schedule())
        let two = Bench(try Self.schedule(), store: one.store, time: one.time)
        try await one.clock.tick()
        for minute in 1...1_000 {
            one.time.now = Self.start + .seconds(60 * minute)
            async let left = one.clock.tick().count
            async let right = two.clock.tick().count
            #expect(try await left + right == 1)
        }
        #expect(try await one.jobs().count == 1_000)
    }
}

/// A time that a test moves.
private final class TestTime: Sendable {
    private let moment: Mutex<Timestamp>
    init(_ start: Timestamp) { moment = Mutex(start) }
    var now: Timestamp {
        get { moment.withLock { $0 } }
        set { moment.withLock { $0 = newValue } }
    }
}
