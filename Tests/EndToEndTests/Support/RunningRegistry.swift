import Foundation
import Synchronization

/// `vitrine up` on a data directory of its own, ended with the test.
final class RunningRegistry: Sendable {
    struct Failure: Error, CustomStringConvertible { let description: String }

    private struct Run: Sendable {
        let child: ChildProcess
        let output: LineLog
        let log: String
    }
    let folder: TemporaryFolder
    let environment: [String: String]
    private let run: Mutex<(Run, port: Int)>

    var data: String { "\(folder.path)/data" }
    var port: Int { run.withLock { $0.port } }
    /// Stays the same through restarts, so that URLs that a client has go on to work.
    var url: String { "http://127.0.0.1:\(port)" }
    var processID: Int32 { run.withLock { $0.0.child.id } }
    var hasEnded: Bool { run.withLock { $0.0.child.hasEnded } }
    /// All that it has said to people since it was started last.
    var lines: [String] { run.withLock { $0.0.output.lines } }
    /// Its log since it was started last.
    var log: String {
        let path = run.withLock { $0.0.log }
        return (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
    }

    private init(folder: TemporaryFolder, environment: [String: String], run: Run, port: Int) {
        self.folder = folder
        self.environment = environment
        self.run = Mutex((run, port))
    }
    deinit { run.withLock { $0.0.child.signal(SIGKILL) } }

    /// Starts it on a free port and waits until it is ready.
    static func start(_ options: [String] = [], environment: [String: String] = [:]) async throws -> RunningRegistry {
        let folder = try TemporaryFolder()
        let environment = try await EndToEndDatabase.settings().merging(environment) { _, given in given }
        let (run, port) = try await launch(in: folder, port: 0, options, environment)
        return RunningRegistry(folder: folder, environment: environment, run: run, port: port)
    }

    /// Starts it again on the same data and port.
    func restart(_ options: [String] = []) async throws {
        let (run, port) = try await Self.launch(in: folder, port: port, options, environment)
        self.run.withLock { $0 = (run, port) }
    }

    /// Sends SIGTERM and returns the status that it ends with.
    @discardableResult
    func stop() async -> Int32 {
        let child = run.withLock { $0.0.child }
        child.signal(SIGTERM)
        return await child.status()
    }

    /// Ends it in the middle of whatever it does.
    func kill() async {
        let child = run.withLock { $0.0.child }
        child.signal(SIGKILL)
        _ = await child.status()
    }

    /// Waits until it has said something that begins so; nil when it ends before.
    func line(beginning text: String) async -> String? {
        await run.withLock { $0.0.output }.line { $0.hasPrefix(text) }
    }

    /// A token of this instance, for a user with some roles.
    func token(_ user: String, roles: String...) async throws -> String {
        let minted = try await Terminal.run(
            ["token", "--data", data, "--user", user] + roles.flatMap { ["--role", $0] }, environment)
        guard minted.status == 0, let token = minted.lines.first else {
            throw Failure(description: "no token: \(minted.err)")
        }
        return token
    }

    func wire(_ token: String? = nil) -> Wire { Wire(base: url, token: token) }

    private static func launch(
        in folder: TemporaryFolder, port: Int, _ options: [String], _ environment: [String: String]
    ) async throws -> (Run, port: Int) {
        guard let binary = Binary.path else { throw Failure(description: Binary.absence) }
        let name = "log-\(UUID().uuidString)"
        let log = try folder.file(name)
        let output = LineLog()
        let child = try ChildProcess(
            binary, ["up", "--data", "\(folder.path)/data", "--port", String(port)] + options, environment: environment,
            in: folder.path, output: (output.pipe(), log))
        let run = Run(child: child, output: output, log: "\(folder.path)/\(name)")
        guard let line = await output.line(where: { $0.contains(" listens at http") }),
            let found = line.firstMatch(of: /http:\/\/127\.0\.0\.1:([0-9]+)/).flatMap({ Int($0.1) })
        else {
            let said = String(decoding: try folder.bytes(of: name), as: UTF8.self)
            throw Failure(description: "'vitrine up' did not start (status \(await child.status())): \(said)")
        }
        let ready = try await Wire(base: "http://127.0.0.1:\(found)").get("/readyz")
        guard ready.status == 200 else { throw Failure(description: "/readyz answers \(ready.status): \(ready.text)") }
        return (run, found)
    }
}
