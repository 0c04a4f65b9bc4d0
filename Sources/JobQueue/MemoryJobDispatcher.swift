package import RegistryCore
internal import Synchronization

/// A dispatcher in this process: a ``TurnTable`` behind a lock, and those who wait for something in it.
///
/// What is pushed while somebody waits is handed to the one who has waited longest.
package final class MemoryJobDispatcher: JobDispatcher {
    private struct Waiter {
        let number: Int
        let request: DispatchRequest
        let continuation: CheckedContinuation<[DispatchedJob], any Error>
    }
    private struct State {
        var table: TurnTable
        var waiters: [Waiter] = []
        var lastWaiter = 0
    }
    /// How long nobody looks whether a lease has lapsed, at most.
    private static let patience = Duration.seconds(1)

    private let state: Mutex<State>
    private let name: String
    private let ambient: Ambient

    package init(limits: DispatchLimits = DispatchLimits(), ambient: Ambient = .system) {
        state = Mutex(State(table: TurnTable(limits: limits)))
        name = ambient.newID().description
        self.ambient = ambient
    }

    package func memory() async -> String? { name }
    package func push(_ tickets: [JobTicket]) async { change { $0.push(tickets) } }
    package func extend(_ jobs: [DispatchedJob], lease: Duration) async -> Set<JobID> {
        let now = ambient.now()
        return state.withLock { state in
            state.table.lapse(now: now)
            return state.table.extend(jobs, until: now + lease)
        }
    }
    package func end(_ jobs: [DispatchedJob]) async { change { $0.end(jobs) } }
    package func handBack(_ jobs: [DispatchedJob]) async { change { $0.handBack(jobs) } }
    package func forget(_ ids: [JobID]) async { change { $0.forget(ids) } }
    package func known(_ ids: [JobID]) async -> Set<JobID> { state.withLock { $0.table.known(ids) } }
    package func load() async -> [JobQueueName: DispatchLoad] { state.withLock { $0.table.load() } }

    package func next(_ request: DispatchRequest) async throws -> [DispatchedJob] {
        try Task.checkCancellation()
        let now = ambient.now()
        let (taken, number) = state.withLock { state in
            state.lastWaiter += 1
            state.table.lapse(now: now)
            return (state.table.take(request, now: now), state.lastWaiter)
        }
        guard taken.isEmpty else { return taken }
        // Nothing happens when a lease lapses, so somebody has to look.
        let lookout = Task { [weak self] in
            while let pause = self?.timeToLapse() {
                try await Task.sleep(for: pause)
                self?.change { _ in }
            }
        }
        defer { lookout.cancel() }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { wait($0, as: number, for: request) }
        } onCancel: {
            leave(number)
        }
    }

    private func timeToLapse() -> Duration {
        guard let lapse = state.withLock({ $0.table.nextLapse }) else { return Self.patience }
        return min(Self.patience, max(lapse - ambient.now(), .milliseconds(10)))
    }

    private func wait(
        _ continuation: CheckedContinuation<[DispatchedJob], any Error>, as number: Int, for request: DispatchRequest
    ) {
        let now = ambient.now()
        let answer = state.withLock { state -> Result<[DispatchedJob], any Error>? in
            // Looked at under the lock: a cancellation after this finds the waiter.
            if Task.isCancelled { return .failure(CancellationError()) }
            let taken = state.table.take(request, now: now)
            if !taken.isEmpty { return .success(taken) }
            state.waiters.append(Waiter(number: number, request: request, continuation: continuation))
            return nil
        }
        if let answer { continuation.resume(with: answer) }
    }

    private func leave(_ number: Int) {
        let waiter = state.withLock { state -> Waiter? in
            guard let index = state.waiters.firstIndex(where: { $0.number == number }) else { return nil }
            return state.waiters.remove(at: index)
        }
        waiter?.continuation.resume(throwing: CancellationError())
    }

    /// Changes the table, and hands what may run now to those who wait.
    private func change(_ body: (inout TurnTable) -> Void) {
        let now = ambient.now()
        let served = state.withLock { state in
            state.table.lapse(now: now)
            body(&state.table)
            var served: [(Waiter, [DispatchedJob])] = []
            guard !state.waiters.isEmpty else { return served }
            state.waiters.removeAll { waiter in
                let taken = state.table.take(waiter.request, now: now)
                if !taken.isEmpty { served.append((waiter, taken)) }
                return !taken.isEmpty
            }
            return served
        }
        for (waiter, jobs) in served { waiter.continuation.resume(returning: jobs) }
    }
}
