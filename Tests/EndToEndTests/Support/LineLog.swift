import Foundation
import Synchronization

/// The lines that a program has written so far; a test waits for one, however long ago it was written.
final class LineLog: Sendable {
    private struct State {
        var lines: [String] = []
        var rest: [UInt8] = []
        var hasEnded = false
        var waiting: [(matches: @Sendable (String) -> Bool, continuation: CheckedContinuation<String?, Never>)] = []
    }
    private let state = Mutex(State())

    var lines: [String] { state.withLock { $0.lines } }

    /// A pipe for a program to write to.
    ///
    /// Read on a thread, not by a handler of the handle's: that one is called off and its file closed in one breath when
    /// the program is let go of, which the event loop of libdispatch does not survive each time.
    func pipe() -> Pipe {
        let pipe = Pipe()
        let reader = pipe.fileHandleForReading
        Thread.detachNewThread {
            while case let bytes = reader.availableData, !bytes.isEmpty { self.append(Array(bytes)) }
            self.end()
        }
        return pipe
    }

    private func append(_ bytes: [UInt8]) {
        let found = state.withLock { state in
            state.rest += bytes
            var found: [(CheckedContinuation<String?, Never>, String)] = []
            while let end = state.rest.firstIndex(of: UInt8(ascii: "\n")) {
                let line = String(decoding: state.rest[..<end], as: UTF8.self)
                state.rest.removeSubrange(...end)
                state.lines.append(line)
                state.waiting.removeAll { waiter in
                    guard waiter.matches(line) else { return false }
                    found.append((waiter.continuation, line))
                    return true
                }
            }
            return found
        }
        for (continuation, line) in found { continuation.resume(returning: line) }
    }

    private func end() {
        let waiting = state.withLock { state in
            state.hasEnded = true
            defer { state.waiting = [] }
            return state.waiting
        }
        for waiter in waiting { waiter.continuation.resume(returning: nil) }
    }

    /// The first line that matches, now or later; nil when the program ends without it.
    func line(where matches: @escaping @Sendable (String) -> Bool) async -> String? {
        await withCheckedContinuation { continuation in
            let answer: String?? = state.withLock { state in
                if let line = state.lines.first(where: matches) { return line }
                if state.hasEnded { return .some(nil) }
                state.waiting.append((matches, continuation))
                return nil
            }
            if let answer { continuation.resume(returning: answer) }
        }
    }
}
