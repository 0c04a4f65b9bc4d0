internal import Synchronization

/// Lets a fixed number of tasks through at a time; the others wait in the order in which they came.
package final class SearchGate: Sendable {
    private struct State {
        var free: Int
        var nextTicket = 0
        /// In the order of their tickets.
        var waiting: [(ticket: Int, continuation: CheckedContinuation<Bool, Never>)] = []
    }
    private let state: Mutex<State>

    /// - Parameter width: how many, at least 1.
    package init(width: Int) { state = Mutex(State(free: max(width, 1))) }

    /// Runs `body` when its turn has come.
    ///
    /// - Throws: `CancellationError` when the task is cancelled before that, and what `body` throws.
    package func pass<Value: Sendable>(_ body: () async throws -> Value) async throws -> Value {
        guard await enter() else { throw CancellationError() }
        defer { leave() }
        return try await body()
    }

    /// How many wait for their turn.
    package var waiting: Int { state.withLock { $0.waiting.count } }

    /// Waits for a place; returns false, without one, when the task is cancelled first.
    private func enter() async -> Bool {
        let ticket = state.withLock { state in
            state.nextTicket += 1
            return state.nextTicket
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let answer: Bool? = state.withLock { state in
                    // A cancellation that came before this found nobody to wake.
                    if Task.isCancelled { return false }
                    if state.free > 0 {
                        state.free -= 1
                        return true
                    }
                    state.waiting.append((ticket, continuation))
                    return nil
                }
                if let answer { continuation.resume(returning: answer) }
            }
        } onCancel: {
            let waiting = state.withLock { state in
                state.waiting.firstIndex { $0.ticket == ticket }.map { state.waiting.remove(at: $0) }
            }
            waiting?.continuation.resume(returning: false)
        }
    }

    /// Gives the place to the one that has waited longest, or sets it free.
    private func leave() {
        let next = state.withLock { state -> CheckedContinuation<Bool, Never>? in
            if state.waiting.isEmpty {
                state.free += 1
                return nil
            }
            return state.waiting.removeFirst().continuation
        }
        next?.resume(returning: true)
    }
}
