import JobQueue
import Logging
import RegistryCore
import RegistryStore
import Testing

@Suite("Relay")
struct RelayTests {
    let clock = MovableClock()
    let store: MemoryStore
    let dispatcher = FaultyJobDispatcher()
    let relay: Relay

    init() {
        store = MemoryStore(ambient: clock.ambient)
        relay = Relay(
            queue: store.jobs, dispatcher: dispatcher, ambient: clock.ambient,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    private func tick(after duration: Duration = .milliseconds(500)) async throws {
        clock.advance(duration)
        for _ in 0..<1_000 where try await !relay.tick() { return }
    }

    @Test func whatACrashKeptBackBetweenCommitAndPushIsPushed() async throws {
        try await tick()
        let job = TestJobs.job("noop", now: clock.now)
        try await TestJobs.enqueue([job], in: store)
        try await tick()
        #expect(try await dispatcher.known([job.id]) == [job.id])
    }

    @Test func whatBecomesDueIsPushedAtTheNextTick() async throws {
        try await tick()
        let job = TestJobs.job("noop", state: .scheduled, now: clock.now + .seconds(3))
        try await TestJobs.enqueue([job], in: store)
        try await tick()
        #expect(try await dispatcher.known([job.id]) == [])
        try await tick(after: .seconds(3))
        #expect(try await dispatcher.known([job.id]) == [job.id])
    }

    @Test func aDispatcherThatForgotEverythingIsToldOfAllAtOnce() async throws {
        let jobs = (0..<3_000).map { TestJobs.job("noop", project: "PRJ\($0 % 7)", now: clock.now) }
        try await TestJobs.enqueue(jobs, in: store)
        try await tick()
        #expect(try await dispatcher.known(jobs.map(\.id)).count == 3_000)
        dispatcher.forgetEverything()
        try await tick()
        #expect(try await dispatcher.known(jobs.map(\.id)).count == 3_000)
    }

    @Test func aPartialLossIsMadeGoodByTheSweep() async throws {
        let jobs = (0..<50).map { _ in TestJobs.job("noop", now: clock.now) }
        try await TestJobs.enqueue(jobs, in: store)
        try await tick()
        // Long after the moment they were due.
        for _ in 0..<20 { try await tick() }
        try await dispatcher.forget(jobs.prefix(20).map(\.id))
        for _ in 0..<20 { try await tick() }
        #expect(try await dispatcher.known(jobs.map(\.id)).count == 50)
    }

    @Test func aJobThatIsCommittedLateIsFound() async throws {
        for _ in 0..<4 { try await tick() }
        let late = TestJobs.job("noop", now: clock.now - .seconds(2))
        let veryLate = TestJobs.job("noop", now: clock.now - .seconds(600))
        try await TestJobs.enqueue([late, veryLate], in: store)
        for _ in 0..<15 { try await tick() }
        #expect(try await dispatcher.known([late.id, veryLate.id]).count == 2)
    }

    @Test func aJobThatIsCommittedAMinuteLateDoesNotWaitForTheSweep() async throws {
        var settings = Relay.Settings()
        settings.sweepPages = 0
        let relay = Relay(
            queue: store.jobs, dispatcher: dispatcher, settings: settings, ambient: clock.ambient,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        try await relay.tick()
        clock.advance(.seconds(60))
        try await relay.tick()
        let late = TestJobs.job("noop", now: clock.now - .seconds(59))
        try await TestJobs.enqueue([late], in: store)
        for _ in 0..<15 {
            clock.advance(.seconds(5))
            try await relay.tick()
        }
        #expect(try await dispatcher.known([late.id]) == [late.id])
    }

    @Test func aDispatcherThatWasAwayMissesNothing() async throws {
        try await tick()
        dispatcher.setAway(true)
        let job = TestJobs.job("noop", now: clock.now)
        try await TestJobs.enqueue([job], in: store)
        await #expect(throws: JobDispatchError.self) { try await tick() }
        dispatcher.setAway(false)
        try await tick()
        #expect(try await dispatcher.known([job.id]) == [job.id])
    }

    @Test func aClockThatJumpsBackLosesNothing() async throws {
        try await tick(after: .seconds(3_600))
        clock.advance(.seconds(-1_800))
        let job = TestJobs.job("noop", now: clock.now)
        try await TestJobs.enqueue([job], in: store)
        for _ in 0..<15 { try await tick() }
        #expect(try await dispatcher.known([job.id]) == [job.id])
    }
}
