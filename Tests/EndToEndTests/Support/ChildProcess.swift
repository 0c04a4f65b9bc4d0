import Foundation
import Synchronization

/// A program that a test starts and waits for.
final class ChildProcess: Sendable {
    private struct State {
        var status: Int32?
        var waiting: [CheckedContinuation<Int32, Never>] = []
    }
    private let process: Process
    private let state = Mutex(State())

    var id: Int32 { process.processIdentifier }

    /// - Parameters:
    ///   - environment: added to the test's own, without its `VITRINE_…`.
    ///   - output: where standard output and standard error go.
    init(
        _ program: String, _ arguments: [String], environment: [String: String] = [:], in folder: String? = nil,
        output: (out: Any, err: Any)
    ) throws {
        process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("VITRINE_") }
            .merging(environment) { _, added in added }
        if let folder { process.currentDirectoryURL = URL(filePath: folder) }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output.out
        process.standardError = output.err
        process.terminationHandler = { [weak self] process in
            self?.end(process.terminationStatus + (process.terminationReason == .exit ? 0 : 128))
        }
        try process.run()
    }

    private func end(_ status: Int32) {
        let waiting = state.withLock { state in
            state.status = status
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume(returning: status) }
    }

    var hasEnded: Bool { state.withLock { $0.status != nil } }

    /// Waits for its end; 128 and the signal's number when a signal ended it.
    func status() async -> Int32 {
        await withCheckedContinuation { continuation in
            let status = state.withLock { state in
                if state.status == nil { state.waiting.append(continuation) }
                return state.status
            }
            if let status { continuation.resume(returning: status) }
        }
    }

    func signal(_ number: Int32) { if !hasEnded { kill(id, number) } }
}
