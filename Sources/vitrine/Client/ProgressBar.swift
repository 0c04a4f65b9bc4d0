internal import RegistryClient
internal import Synchronization

/// A transfer's progress on standard error: a bar while it lasts when that is a terminal, one line when it is over.
final class ProgressBar: Sendable {
    private let state: Mutex<TransferProgress>
    private let start = ContinuousClock.now
    private let verb: String
    private let past: String

    /// - Parameters:
    ///   - verb: what is going on, `Sending`.
    ///   - past: what has been done, `Sent`.
    init(_ verb: String, _ past: String, bytes: Int64, files: Int) {
        state = Mutex(TransferProgress(totalBytes: bytes, totalFiles: files))
        self.verb = verb
        self.past = past
    }

    func add(bytes: Int = 0, files: Int = 0) { state.withLock { $0.add(bytes: bytes, files: files) } }

    /// Shows the progress until `work` has ended.
    func show<Outcome: Sendable>(while work: () async throws -> Outcome) async throws -> Outcome {
        let drawing = Console.isErrorTerminal ? Task { await draw() } : nil
        let outcome: Result<Outcome, any Error>
        do {
            outcome = .success(try await work())
        } catch {
            outcome = .failure(error)
        }
        if let drawing {
            drawing.cancel()
            await drawing.value
            Console.redraw("")
        }
        let value = try outcome.get()
        Console.note(state.withLock { $0.summary(past, after: ContinuousClock.now - start) })
        return value
    }

    private func draw() async {
        while !Task.isCancelled {
            let line = state.withLock { state in
                state.sample(at: ContinuousClock.now - start)
                return state.line(verb, width: Console.errorWidth - 1)
            }
            Console.redraw(line)
            try? await Task.sleep(for: .milliseconds(150))
        }
    }
}
