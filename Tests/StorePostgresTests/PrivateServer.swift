import Foundation
import Glibc
import PostgresClient
import ServerTestSupport
import Testing

/// A server of a test's own, which it may stop as rudely as it likes: made by `scripts/postgres`.
struct PrivateServer: Sendable {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..")
        .standardizedFileURL
    private static let script = root.appending(path: "scripts/postgres").path
    /// Where the newest of Debian's packages has its programs; nil when the server is not installed.
    private static let programs: String? = {
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: "/usr/lib/postgresql")) ?? []
        return versions.sorted { (Int($0) ?? 0) > (Int($1) ?? 0) }.map { "/usr/lib/postgresql/\($0)/bin" }
            .first { FileManager.default.isExecutableFile(atPath: "\($0)/pg_ctl") }
    }()
    static var isInstalled: Bool { programs != nil }

    /// Few at a time, because they take the machine from the tests that run beside them.
    private static let turns = Turns(2)

    private let folder: String
    let configuration: PostgresConfiguration
    private var data: String { "\(folder)/data" }

    /// Runs `body` with a server that is stopped and gone afterwards.
    ///
    /// - Parameter settings: of the server, as `NAME=VALUE`.
    static func with(_ settings: String..., body: (PrivateServer) async throws -> Void) async throws {
        await turns.take()
        defer { Task { await turns.giveBack() } }
        try await with(["deadlock_timeout=200ms"] + settings, prepare: { _ in }, body)
    }

    /// Runs `body` with a second server that follows this one: a copy of it, made now, to which changes are streamed.
    func withStandby(_ body: (PrivateServer) async throws -> Void) async throws {
        try await Self.with(["fsync=off"]) { folder in
            try FileManager.default.copyItem(atPath: "\(self.folder)/password", toPath: "\(folder)/password")
            try giveAway(folder)
            let place = configuration.hosts[0]
            try await runAsOwner(
                "pg_basebackup", "-h", place.name, "-p", "\(place.port)", "-U", configuration.user, "--no-password",
                "--checkpoint", "fast", "--write-recovery-conf", "-D", "\(folder)/data")
        } _: {
            try await body($0)
        }
    }

    private static func with(
        _ settings: [String], prepare: (String) async throws -> Void, _ body: (PrivateServer) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "vitrine-server-\(UUID().uuidString)").path
        let outcome: Result<Void, any Error>
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
            try await prepare(folder)
            let url = try await run(script, ["start", folder] + settings)
            let server = PrivateServer(folder: folder, configuration: try PostgresConfiguration(url: url))
            outcome = .success(try await body(server))
        } catch {
            outcome = .failure(error)
        }
        _ = try? await run(script, ["stop", folder])
        try? FileManager.default.removeItem(atPath: folder)
        try outcome.get()
    }
}

// MARK: - What is done to it

extension PrivateServer {
    /// Kills the server's processes where they are, or finds them dead, and starts it again on what is on the disk.
    func restart() async throws {
        try await control("-l", "\(data)/server.log", "-m", "immediate", "-w", "restart")
    }

    /// Lets it end its sessions and write everything down.
    func stop() async throws { try await control("-m", "fast", "-w", "stop") }

    /// Takes all of its processes away at once, as a power cut does; it stays down.
    func kill() async throws {
        let file = try String(contentsOfFile: "\(data)/postmaster.pid", encoding: .utf8)
        guard let parent = file.split(separator: "\n").first.flatMap({ pid_t($0) }) else {
            throw Failure(description: "the server's process is unknown")
        }
        let children = try String(contentsOfFile: "/proc/\(parent)/task/\(parent)/children", encoding: .utf8)
        Glibc.kill(parent, SIGKILL)
        for child in children.split(separator: " ").compactMap({ pid_t($0) }) { Glibc.kill(child, SIGKILL) }
        try await eventually("the server is gone") { Glibc.kill(parent, 0) != 0 }
    }

    /// Makes a standby the one that takes writes.
    func promote() async throws { try await control("-w", "promote") }

    /// Starts it again as a standby, which takes no writes, whatever it was.
    func comeBackAsStandby() async throws {
        let signal = "\(data)/standby.signal"
        _ = FileManager.default.createFile(atPath: signal, contents: nil)
        try giveAway(signal)
        try await restart()
    }

    /// Moves its log of changes (WAL) to another folder while it is stopped.
    func moveLog(to folder: String) async throws {
        try await stop()
        _ = try await Self.run("/bin/cp", ["-a", "\(data)/pg_wal", folder])
        try FileManager.default.removeItem(atPath: "\(data)/pg_wal")
        try FileManager.default.createSymbolicLink(
            atPath: "\(data)/pg_wal", withDestinationPath: "\(folder)/pg_wal")
        try await restart()
    }

    /// Makes `path` the server's own.
    func giveAway(_ path: String) throws {
        let owner = try FileManager.default.attributesOfItem(atPath: data)[.ownerAccountName]
        try FileManager.default.setAttributes(owner.map { [.ownerAccountName: $0] } ?? [:], ofItemAtPath: path)
    }

    private func control(_ arguments: String...) async throws {
        try await runAsOwner(["pg_ctl", "-D", data] + arguments)
    }

    /// Runs one of PostgreSQL's programs as whom the server belongs to, because it refuses to run as root.
    private func runAsOwner(_ arguments: String...) async throws { try await runAsOwner(arguments) }

    private func runAsOwner(_ arguments: [String]) async throws {
        let owner = try FileManager.default.attributesOfItem(atPath: data)[.ownerAccountName] as? String
        let prefix = owner.map { $0 == NSUserName() ? [] : ["setpriv", "--reuid", $0, "--clear-groups"] } ?? []
        let program = "\(Self.programs ?? "")/\(arguments[0])"
        _ = try await Self.run(
            "/usr/bin/env", prefix + [program] + arguments.dropFirst(),
            environment: ["PGPASSWORD": configuration.password?.text ?? ""])
    }
}

// MARK: - Programs

extension PrivateServer {
    /// Closes whatever else is open here: the server that stays would keep it open.
    private static let alone = """
        for file in /proc/$$/fd/*; do n=${file##*/}; if [ "$n" -gt 2 ]; then eval "exec $n>&-"; fi; done; exec "$@"
        """

    /// What the program prints, its last line feed left out.
    private static func run(
        _ program: String, _ arguments: [String], environment: [String: String] = [:]
    ) async throws -> String {
        let text = try await Shell.run(
            ["/bin/bash", "-c", alone, "-", "/usr/bin/env", "--chdir=/"] + environment.map { "\($0)=\($1)" } + [program]
                + arguments)
        return text.trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
