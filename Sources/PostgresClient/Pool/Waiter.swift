internal import Synchronization

/// One task that waits for an answer of the reactor: it is woken exactly once, by the answer or by its cancellation.
final class Waiter<Value: Sendable>: Sendable {
    private enum State {
        case idle
        case waiting(UnsafeContinuation<Result<Value, PostgresError>, Never>)
        case over(Result<Value, PostgresError>)
        case told
    }
    private let state = Mutex(State.idle)

    /// Wakes the task; only the first answer counts.
    ///
    /// - Returns: whether this was the first one.
    @discardableResult
    func answer(_ result: Result<Value, PostgresError>) -> Bool {
        let (isFirst, continuation) = state.withLock { state in
            switch state {
            case .idle:
                state = .over(result)
                return (true, UnsafeContinuation<Result<Value, PostgresError>, Never>?.none)
            case .waiting(let continuation):
                state = .told
                return (true, continuation)
            case .over, .told: return (false, nil)
            }
        }
        continuation?.resume(returning: result)
        return isFirst
    }

    /// Whether the answer has come.
    var isOver: Bool {
        state.withLock { state in
            switch state {
            case .idle, .waiting: false
            case .over, .told: true
            }
        }
    }

    /// Waits for the answer.
    func value() async throws(PostgresError) -> Value {
        let result = await withUnsafeContinuation { continuation in
            let early: Result<Value, PostgresError>? = state.withLock { state in
                if case .over(let result) = state {
                    state = .told
                    return result
                }
                state = .waiting(continuation)
                return nil
            }
            if let early { continuation.resume(returning: early) }
        }
        return try result.get()
    }

    /// Waits; `cancel` is called once when the task is cancelled meanwhile, and has to see to it that an answer comes.
    func value(onCancel cancel: @escaping @Sendable () -> Void) async throws(PostgresError) -> Value {
        let outcome: Result<Value, PostgresError> = await withTaskCancellationHandler {
            do throws(PostgresError) { return .success(try await value()) } catch { return .failure(error) }
        } onCancel: {
            cancel()
        }
        return try outcome.get()
    }
}
