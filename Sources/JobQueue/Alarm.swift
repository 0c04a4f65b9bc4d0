internal import Synchronization

/// Wakes one waiting task: when it is rung, also if that was before, or when time is up.
final class Alarm: Sendable {
    private struct State {
        var isRung = false
        var waiter: CheckedContinuation<Void, Never>?
        var number = 0

        mutating func takeWaiter() -> CheckedContinuation<Void, Never>? {
            defer { waiter = nil }
            return waiter
        }
    }
    private let thread: WorkerThread
    private let state = Mutex(State())

    init(on thread: WorkerThread) { self.thread = thread }

    func ring() {
        let waiter = state.withLock { state in
            state.isRung = state.waiter == nil
            return state.takeWaiter()
        }
        waiter?.resume()
    }

    /// - Parameter patience: nil waits until somebody rings.
    func wait(upTo patience: Duration? = nil) async {
        await withCheckedContinuation { continuation in
            let number = state.withLock { state -> Int? in
                if state.isRung {
                    state.isRung = false
                    return nil
                }
                state.number += 1
                state.waiter = continuation
                return state.number
            }
            guard let number else { return continuation.resume() }
            guard let patience else { return }
            thread.call(after: patience) { self.timeIsUp(number) }
        }
    }
    private func timeIsUp(_ number: Int) {
        state.withLock { $0.number == number ? $0.takeWaiter() : nil }?.resume()
    }
}
