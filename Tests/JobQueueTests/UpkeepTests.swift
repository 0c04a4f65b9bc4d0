import JobQueue
import Logging
import RegistryCore
import RegistryStore
import ServiceLifecycle
import Synchronization
import Testing

@Suite("Upkeep", .timeLimit(.minutes(10)))
struct UpkeepTests {
    private let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    private func settings() -> Upkeep.Settings {
        var settings = Upkeep.Settings()
        settings.tick = .milliseconds(20)
        settings.lease = .seconds(1)
        return settings
    }

    @Test func jobsOfDeadWorkersAreTakenBackAndOldOnesRemoved() async throws {
        let clock = MovableClock()
        let store = MemoryStore(ambient: clock.ambient)
        let upkeep = Upkeep(queue: store.jobs, ambient: clock.ambient, logger: logger)
        let (lost, old) = (TestJobs.job("noop", now: clock.now), TestJobs.job("noop", now: clock.now))
        try await TestJobs.enqueue([lost, old], in: store)
        _ = try await store.jobs.claim(
            [lost.id], by: WorkerID("dead"), now: clock.now, lease: clock.now + .seconds(30))
        try await TestJobs.change([.cancel(old.id)], in: store)
        try await upkeep.rescue()
        #expect(try await store.jobs.job(lost.id)?.state == .executing)
        clock.advance(.seconds(30))
        try await upkeep.rescue()
        #expect(try await store.jobs.job(lost.id)?.state == .retryable)
        clock.advance(.seconds(8 * 86_400))
        try await upkeep.prune()
        #expect(try await store.jobs.job(old.id) == nil)
        #expect(try await store.jobs.job(lost.id) != nil)
    }

    @Test func oneOfTwoLeadsAndTheOtherTakesOver() async throws {
        let store = MemoryStore()
        let turns = Mutex<[String]>([])
        var settings = settings()
        // Longer than a busy machine may hold up the leader.
        settings.lease = .seconds(600)

        func group(_ name: String) -> ServiceGroup {
            let duty = Upkeep.Duty("note", every: .milliseconds(10)) { turns.withLock { $0.append(name) } }
            let upkeep = Upkeep(queue: store.jobs, settings: settings, logger: logger, duties: [duty])
            return ServiceGroup(services: [upkeep], logger: logger)
        }
        let first = group("first")
        let runningFirst = Task { try await first.run() }
        try await eventually("the first leads") { turns.withLock { $0.contains("first") } }
        let second = group("second")
        let runningSecond = Task { try await second.run() }
        try await eventually("the first goes on") { turns.withLock { $0.count > 50 } }
        #expect(turns.withLock { !$0.contains("second") })
        await first.triggerGracefulShutdown()
        try await runningFirst.value
        try await eventually("the second takes over") { turns.withLock { $0.contains("second") } }
        await second.triggerGracefulShutdown()
        try await runningSecond.value
    }

    @Test func aDutyThatFailsOrHangsHoldsUpNoOther() async throws {
        let store = MemoryStore()
        let queue = FaultyJobQueue(store.jobs)
        let failures = Mutex(0)
        let hangs = Mutex(0)
        let duties = [
            Upkeep.Duty("fails", every: .milliseconds(10)) {
                failures.withLock { $0 += 1 }
                throw FaultyJobQueue.Away()
            },
            Upkeep.Duty("hangs", every: .milliseconds(10)) {
                hangs.withLock { $0 += 1 }
                try await waitForCancellation()
            },
        ]
        let upkeep = Upkeep(queue: queue, settings: settings(), logger: logger, duties: duties)
        let running = Task { try await upkeep.run() }
        try await eventually("both are tried and jobs are rescued") {
            failures.withLock { $0 > 3 } && hangs.withLock { $0 == 1 } && queue.calls("rescue") > 3
        }
        queue.fail { _ in true }
        let asked = queue.calls("lease")
        try await eventually("the record is asked again and again") { queue.calls("lease") > asked + 3 }
        queue.fail { _ in false }
        let rescues = queue.calls("rescue")
        try await eventually("it goes on") { queue.calls("rescue") > rescues }
        running.cancel()
        try await running.value
    }
}
