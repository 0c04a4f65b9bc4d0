internal import Synchronization

/// One task that waits for an answer of the reactor: it is woken exactly once, by the answer or by its cancellation.
final class Waiter<Value: Sendable>: Sendable {
    private enum State {
        case idle
        case waiting(UnsafeContinuation<Result<Value, RedisError>, Never>)
        case over(Result<Value, RedisError>)
        case told
    }
    private let state = Mutex(State.idle)

    /// Wakes the task; only the first answer counts.
    func answer(_ result: Result<Value, RedisError>) {
        let continuation: UnsafeContinuation<Result<Value, RedisError>, Never>? = state.withLock { state in
            switch state {
            case .idle:
                state = .over(result)
                return nil
            case .waiting(let continuation):
                state = .told
                return continuation
            case .over, .told: return nil
            }
        }
        continuation?.resume(returning: result)
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

    /// Waits; `cancel` is called once when the task is cancelled meanwhile, and has to see to it that an answer comes.
    func value(onCancel cancel: @escaping @Sendable () -> Void) async throws(RedisError) -> Value {
        let result: Result<Value, RedisError> = await withTaskCancellationHandler {
            await withUnsafeContinuation { continuation in
                let early: Result<Value, RedisError>? = state.withLock { state in
                    if case .over(let result) = state {
                        state = .told
                        return result
                    }
                    state = .waiting(continuation)
                    return nil
                }
                if let early { continuation.resume(returning: early) }
            }
        } onCancel: {
            cancel()
        }
        return try result.get()
    }
}
