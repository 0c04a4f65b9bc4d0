import JobDispatcherConformance
import JobQueue
import RegistryCore
import Synchronization
import Testing

@Suite("JobDispatcher in memory")
struct MemoryJobDispatcherTests {
    @Test(.timeLimit(.minutes(5)), arguments: JobDispatcherCase.all)
    func conforms(_ promise: JobDispatcherCase) async throws {
        let clock = MovableClock()
        let dispatcher = MemoryJobDispatcher(limits: promise.limits, ambient: clock.ambient)
        try await promise.check(
            DispatcherFixture(dispatcher) { duration in
                clock.advance(duration)
                await dispatcher.push([])
            })
    }
}
