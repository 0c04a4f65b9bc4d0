internal import Synchronization

/// Whether a service is to stop, and who has to be told.
final class ShutdownFlag: Sendable {
    private struct State {
        var isRaised = false
        var tasks: [Int: @Sendable () -> Void] = [:]
        var next = 0
    }
    private let state = Mutex(State())

    var isRaised: Bool { state.withLock { $0.isRaised } }

    func raise() {
        let tasks = state.withLock { state in
            state.isRaised = true
            defer { state.tasks.removeAll() }
            return Array(state.tasks.values)
        }
        for cancel in tasks { cancel() }
    }

    /// Runs `operation`, cancelled when the flag is raised; nil when it was cancelled or failed.
    func cancelling<Value: Sendable>(_ operation: @escaping @Sendable () async throws -> Value) async -> Value? {
        let task = Task { try await operation() }
        let number = state.withLock { state -> Int? in
            guard !state.isRaised else { return nil }
            state.next += 1
            state.tasks[state.next] = { task.cancel() }
            return state.next
        }
        guard let number else {
            task.cancel()
            return nil
        }
        defer { _ = state.withLock { $0.tasks.removeValue(forKey: number) } }
        return try? await withTaskCancellationHandler {
            try await task.value
        } onCancel: {
            task.cancel()
        }
    }
}
