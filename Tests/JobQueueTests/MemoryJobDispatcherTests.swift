import JobDispatcherConformance
import JobQueue
import RegistryCore
import Testing

@Suite("JobDispatcher in memory")
struct MemoryJobDispatcherTests {
    @Test(.timeLimit(.minutes(5)), arguments: JobDispatcherCase.all)
    func conforms(_ promise: JobDispatcherCase) async throws { try await promise.check(MemoryJobDispatcher()) }
}
