import Foundation
import Synchronization

/// One role of the instance as a process of its own, which can be killed, paused, stopped and started again.
final class ChaosProcess: Sendable {
    private struct State {
        var child: ChildProcess?
        var environment: [String: String] = [:]
        var port = 0
        var starts = 0
        /// Ends that nobody asked for, and stops that took too long.
        var faults: [String] = []
    }
    let name: String
    private let arguments: [String]
    private let folder: String
    private let state: Mutex<State>

    var log: String { "\(folder)/\(name).log" }
    /// Of a front; the same after every start.
    var port: Int { state.withLock { $0.port } }
    var starts: Int { state.withLock { $0.starts } }
    var faults: [String] { state.withLock { $0.faults } }

    /// - Parameter arguments: of `vitrine`, without the port.
    init(_ name: String, _ arguments: [String], in folder: String, environment: [String: String]) {
        self.name = name
        self.arguments = arguments
        self.folder = folder
        state = Mutex(State(environment: environment))
    }

    private var isFront: Bool { arguments.first == "serve" }

    /// What the next start is told besides.
    func set(_ name: String, _ value: String) { state.withLock { $0.environment[name] = value } }

    /// Starts it unless it runs, and waits until it is ready.
    func start() async throws {
        let (environment, port, running) = state.withLock { ($0.environment, $0.port, $0.child) }
        if let running, !running.hasEnded { return }
        guard let binary = Binary.path else { throw ChaosFailure(Binary.absence) }
        if !FileManager.default.fileExists(atPath: log) { try Data().write(to: URL(filePath: log)) }
        let errors = try FileHandle(forWritingTo: URL(filePath: log))
        try errors.seekToEnd()
        let output = LineLog()
        let child = try ChildProcess(
            binary, arguments + (isFront ? ["--port", "\(port)"] : []), environment: environment, in: folder,
            output: (output.pipe(), errors))
        state.withLock {
            $0.child = child
            $0.starts += 1
        }
        let ready = isFront ? " listens at http" : " runs (data in "
        guard let line = await output.line(where: { $0.contains(ready) }) else {
            throw ChaosFailure("\(name) did not start (status \(await child.status())): \(ChaosFolder.tail(of: log))")
        }
        if let found = line.firstMatch(of: /http:\/\/127\.0\.0\.1:([0-9]+)/).flatMap({ Int($0.1) }) {
            state.withLock { $0.port = found }
        }
    }

    /// Ends it in the middle of whatever it does.
    func kill() async {
        guard let child = noticed() else { return }
        child.signal(SIGKILL)
        _ = await child.status()
        state.withLock { $0.child = nil }
    }

    func pause(for length: Duration) async {
        guard let child = noticed() else { return }
        child.signal(SIGSTOP)
        try? await Task.sleep(for: length)
        child.signal(SIGCONT)
    }

    /// Asks it to end, and notes when it does not within `limit`, or not with status 0.
    func stop(within limit: Duration) async {
        guard let child = noticed() else { return }
        let begin = ContinuousClock.now
        child.signal(SIGTERM)
        let guardian = Task {
            try await Task.sleep(for: limit)
            child.signal(SIGKILL)
        }
        let status = await child.status()
        guardian.cancel()
        state.withLock { state in
            state.child = nil
            if status != 0 {
                state.faults.append(
                    "\(name) ended with status \(status), \(ContinuousClock.now - begin) after SIGTERM")
            }
        }
    }

    /// The child, when it runs; one that ended by itself is a fault.
    private func noticed() -> ChildProcess? {
        guard let child = state.withLock({ $0.child }) else { return nil }
        guard child.hasEnded else { return child }
        state.withLock {
            $0.faults.append("\(name) ended by itself:\n" + ChaosFolder.tail(of: log))
            $0.child = nil
        }
        return nil
    }
    /// Notes a death that nobody noticed yet.
    func look() { _ = noticed() }
}
