internal import ArgumentParser
internal import Glibc
internal import Synchronization
internal import UnixSignals

/// What ^C and SIGTERM do to a client verb.
enum Interruption {
    /// Runs `work`; the first SIGINT or SIGTERM cancels its task, another one ends the process at once.
    ///
    /// Those within a second of the first are taken for the same: `timeout` and `make` send theirs twice.
    ///
    /// - Throws: what `work` throws; after a signal the exit status 128 and the signal's number.
    static func cancelling<Outcome: Sendable>(
        _ work: @escaping @Sendable () async throws -> Outcome
    ) async throws -> Outcome {
        let received = FirstSignal()
        let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
        let task = Task { try await work() }
        let listener = Task {
            for await signal in signals {
                switch received.take(signal.rawValue, at: .now) {
                case .first:
                    Console.note("\nStopping … (once more to leave at once)")
                    task.cancel()
                case .echo: continue
                case .another: exit(128 + signal.rawValue)
                }
            }
        }
        let outcome = await task.result
        listener.cancel()
        if case .failure(let error) = outcome, let signal = received.value {
            if let failure = error as? ClientFailure, !failure.isInterruption { Console.note("Error: \(failure)") }
            throw ExitCode(128 + signal)
        }
        return try outcome.get()
    }

    private final class FirstSignal: Sendable {
        enum Place { case first, echo, another }
        private let first = Mutex<(signal: Int32, time: ContinuousClock.Instant)?>(nil)

        var value: Int32? { first.withLock { $0?.signal } }

        /// Keeps `signal` when it is the first; returns which it is.
        func take(_ signal: Int32, at now: ContinuousClock.Instant) -> Place {
            first.withLock { first in
                if let first { return now - first.time < .seconds(1) ? .echo : .another }
                first = (signal, now)
                return .first
            }
        }
    }
}
