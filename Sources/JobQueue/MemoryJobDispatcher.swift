package import RegistryCore
internal import Synchronization

/// A dispatcher in this process: projects take turns, jobs of one project go in the order in which they came.
package final class MemoryJobDispatcher: JobDispatcher {
    private struct State {
        var waiting: [JobTicket] = []
        var held: [JobID: DispatchedJob] = [:]
        var lastToken = 0
    }
    private let state = Mutex(State())
    private let name = RandomID().description

    package init(limits: DispatchLimits = DispatchLimits()) {}

    package func memory() async -> String? { name }
    package func push(_ tickets: [JobTicket]) async {
        state.withLock { state in
            for ticket in tickets
            where state.held[ticket.id] == nil && !state.waiting.contains(where: { $0.id == ticket.id }) {
                state.waiting.append(ticket)
            }
        }
    }
    package func next(_ request: DispatchRequest) async throws -> [DispatchedJob] {
        while true {
            let taken = state.withLock { state in
                var taken: [DispatchedJob] = []
                state.waiting.removeAll { ticket in
                    guard taken.count < request.limit, request.queues.contains(ticket.queue) else { return false }
                    state.lastToken += 1
                    taken.append(DispatchedJob(ticket: ticket, token: state.lastToken))
                    return true
                }
                for job in taken { state.held[job.ticket.id] = job }
                return taken
            }
            if !taken.isEmpty { return taken }
            try await Task.sleep(for: .milliseconds(5))
        }
    }
    package func extend(_ jobs: [DispatchedJob], lease: Duration) async -> Set<JobID> {
        state.withLock { state in Set(jobs.filter { state.held[$0.ticket.id] != $0 }.map(\.ticket.id)) }
    }
    package func end(_ jobs: [DispatchedJob]) async {
        state.withLock { state in
            for job in jobs where state.held[job.ticket.id] == job { state.held[job.ticket.id] = nil }
        }
    }
    package func handBack(_ jobs: [DispatchedJob]) async {
        await end(jobs)
        await push(jobs.map(\.ticket))
    }
    package func forget(_ ids: [JobID]) async {
        state.withLock { state in state.waiting.removeAll { ids.contains($0.id) } }
    }
    package func known(_ ids: [JobID]) async -> Set<JobID> {
        state.withLock { state in
            Set(ids).intersection(Set(state.waiting.map(\.id)).union(state.held.keys))
        }
    }
    package func load() async -> [JobQueueName: DispatchLoad] { [:] }
}
