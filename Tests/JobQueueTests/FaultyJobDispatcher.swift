import JobQueue
import RegistryCore
import Synchronization

/// A dispatcher in memory that can be away, and can forget everything.
final class FaultyJobDispatcher: JobDispatcher {
    private struct State {
        var base = MemoryJobDispatcher()
        var isAway = false
    }
    private let state = Mutex(State())

    func setAway(_ isAway: Bool) { state.withLock { $0.isAway = isAway } }
    func forgetEverything() { state.withLock { $0.base = MemoryJobDispatcher() } }

    private func base() throws(JobDispatchError) -> MemoryJobDispatcher {
        let (base, isAway) = state.withLock { ($0.base, $0.isAway) }
        if isAway { throw .unavailable(operation: "test", cause: FaultyJobQueue.Away()) }
        return base
    }

    func memory() async throws(JobDispatchError) -> String? { await (try base()).memory() }
    func push(_ tickets: [JobTicket]) async throws(JobDispatchError) { await (try base()).push(tickets) }
    func next(_ request: DispatchRequest) async throws -> [DispatchedJob] { try await base().next(request) }
    func extend(_ jobs: [DispatchedJob], lease: Duration) async throws(JobDispatchError) -> Set<JobID> {
        await (try base()).extend(jobs, lease: lease)
    }
    func end(_ jobs: [DispatchedJob]) async throws(JobDispatchError) { await (try base()).end(jobs) }
    func handBack(_ jobs: [DispatchedJob]) async throws(JobDispatchError) { await (try base()).handBack(jobs) }
    func forget(_ ids: [JobID]) async throws(JobDispatchError) { await (try base()).forget(ids) }
    func known(_ ids: [JobID]) async throws(JobDispatchError) -> Set<JobID> { await (try base()).known(ids) }
    func load() async throws(JobDispatchError) -> [JobQueueName: DispatchLoad] { await (try base()).load() }
}
