internal import Synchronization

/// Lets a fixed number of tasks through at a time; the others wait in the order in which they came.
package final class SearchGate: Sendable {
    /// The patience of a task has come to its end before its turn.
    package struct Closed: Error {}

    private enum Answer {
        case enter, cancelled, late
    }
    private struct State {
        var free: Int
        var nextTicket = 0
        /// In the order of their tickets.
        var waiting: [(ticket: Int, continuation: CheckedContinuation<Answer, Never>)] = []
    }
    private let state: Mutex<State>

    /// - Parameter width: how many, at least 1.
    package init(width: Int) { state = Mutex(State(free: max(width, 1))) }

    /// Runs `body` when its turn has come.
    ///
    /// - Throws: `CancellationError` when the task is cancelled before that, and what `body` throws.
    package func pass<Value: Sendable>(_ body: () async throws -> Value) async throws -> Value {
        try await pass(await enter(within: nil), body)
    }

    /// Runs `body` when its turn has come, unless that takes too long.
    ///
    /// - Parameter patience: how long to wait at most; gets smaller by the wait.
    /// - Throws: ``Closed`` when that was too short; `CancellationError` when the task is cancelled before its turn; and
    ///   what `body` throws.
    package func pass<Value: Sendable>(
        within patience: inout Duration, _ body: () async throws -> Value
    ) async throws -> Value {
        let start = ContinuousClock.now
        let answer = await enter(within: patience)
        patience -= ContinuousClock.now - start
        return try await pass(answer, body)
    }

    private func pass<Value: Sendable>(
        _ answer: Answer, _ body: () async throws -> Value
    ) async throws -> Value {
        switch answer {
        case .enter: break
        case .cancelled: throw CancellationError()
        case .late: throw Closed()
        }
        defer { leave() }
        return try await body()
    }

    /// How many wait for their turn.
    package var waiting: Int { state.withLock { $0.waiting.count } }

    /// Waits for a place, which there is only with `.enter`; nil waits however long it takes.
    private func enter(within patience: Duration?) async -> Answer {
        let ticket = state.withLock { state in
            state.nextTicket += 1
            return state.nextTicket
        }
        var end: Task<Void, any Error>?
        defer { end?.cancel() }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let answer: Answer? = state.withLock { state in
                    // A cancellation that came before this found nobody to wake.
                    if Task.isCancelled { return .cancelled }
                    if state.free > 0 {
                        state.free -= 1
                        return .enter
                    }
                    if let patience, patience <= .zero { return .late }
                    state.waiting.append((ticket, continuation))
                    return nil
                }
                if let answer { return continuation.resume(returning: answer) }
                end = patience.map { patience in
                    Task {
                        try await Task.sleep(for: patience)
                        wake(ticket, .late)
                    }
                }
            }
        } onCancel: {
            wake(ticket, .cancelled)
        }
    }

    /// Ends the wait of one that waits still.
    private func wake(_ ticket: Int, _ answer: Answer) {
        let waiting = state.withLock { state in
            state.waiting.firstIndex { $0.ticket == ticket }.map { state.waiting.remove(at: $0) }
        }
        waiting?.continuation.resume(returning: answer)
    }

    /// Gives the place to the one that has waited longest, or sets it free.
    private func leave() {
        let next = state.withLock { state -> CheckedContinuation<Answer, Never>? in
            if state.waiting.isEmpty {
                state.free += 1
                return nil
            }
            return state.waiting.removeFirst().continuation
        }
        next?.resume(returning: .enter)
    }
}
