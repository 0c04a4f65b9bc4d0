import Foundation
import Glibc
import PostgresClient
import ServerTestSupport
import Testing

/// A PostgreSQL of one suite's own, which its tests may stop, freeze and kill.
struct PrivateServer: Sendable {
    @TaskLocal static var current: PrivateServer?

    static let isPossible = binaries != nil && FileManager.default.fileExists(atPath: script)
    static let isAbsent: Comment = "PostgreSQL's server is not installed: scripts/system-packages does that"

    /// Of the newest version that is installed.
    private static let binaries: String? = {
        let root = "/usr/lib/postgresql"
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
        let newest = versions.max { $0.compare($1, options: .numeric) == .orderedAscending }
        return newest.map { "\(root)/\($0)/bin" }
    }()
    private static let script = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../scripts/postgres").standardizedFileURL.path()

    let folder: String
    let url: String

    /// Starts one in a new folder.
    fileprivate static func make() async throws -> PrivateServer {
        let folder = FileManager.default.temporaryDirectory.appending(path: "vitrine-postgres-\(UUID().uuidString)")
            .path()
        let url = try await Shell.run("/bin/bash", script, "start", folder)
        return PrivateServer(folder: folder, url: url.trimmingCharacters(in: .whitespacesAndNewlines))
    }
    fileprivate func remove() async throws {
        try await Shell.run("/bin/bash", Self.script, "stop", folder)
        try FileManager.default.removeItem(atPath: folder)
    }

    /// A client's settings with little patience, so that failures come soon.
    func configuration(_ change: (inout PostgresConfiguration) -> Void = { _ in }) throws -> PostgresConfiguration {
        var configuration = try PostgresConfiguration(url: url)
        configuration.patience = .seconds(3)
        configuration.connectTimeout = .seconds(2)
        change(&configuration)
        return configuration
    }

    var port: UInt16 { (try? PostgresConfiguration(url: url).hosts.first?.port) ?? 0 }

    func stop() async throws { try await control("-m", "immediate", "-w", "stop") }
    func restart() async throws {
        try await stop()
        try await start()
    }
    /// Tries for a while: the memory of one that was killed may still be in use, or its port.
    func start() async throws {
        let options = "-p \(port) -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_connections=200"
        for _ in 0..<20 {
            do {
                return try await control("-l", "\(folder)/data/server.log", "-o", options, "-w", "start")
            } catch {
                try await Task.sleep(for: .milliseconds(250))
            }
        }
        let log = try String(contentsOfFile: "\(folder)/data/server.log", encoding: .utf8)
        throw Shell.Failure(description: "the server did not start: \(log.suffix(500))")
    }
    private func control(_ arguments: String...) async throws {
        try await Shell.run(asOwner: folder, ["\(Self.binaries ?? "")/pg_ctl", "-D", "\(folder)/data"] + arguments)
    }

    /// Stops the processes in their tracks: the system goes on taking connections for them.
    func freeze() throws {
        // A signal takes effect when it is dealt with, and a list of children that is read while one of them ends may
        // leave out another: asked until two lists in a row are alike and all in them stand still.
        var seen: [pid_t] = []
        for _ in 0..<1_000 {
            let processes = try processes()
            for process in processes { kill(process, SIGSTOP) }
            if processes == seen, processes.allSatisfy(Self.standsStill) { return }
            seen = processes
            usleep(1_000)
        }
        Issue.record("the server would not stand still")
    }
    func thaw() throws {
        for process in try processes() { kill(process, SIGCONT) }
    }

    private static func standsStill(_ process: pid_t) -> Bool {
        // The state follows the name, which is in parentheses; a process that has ended is still enough.
        guard let stat = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8),
            let name = stat.lastIndex(of: ")")
        else { return true }
        return ["T", "Z", "X"].contains(stat[stat.index(name, offsetBy: 2)])
    }
    private func processes() throws -> [pid_t] {
        let file = try String(contentsOfFile: "\(folder)/data/postmaster.pid", encoding: .utf8)
        let parent = try #require(file.split(separator: "\n").first.flatMap { pid_t($0) })
        let children = try String(contentsOfFile: "/proc/\(parent)/task/\(parent)/children", encoding: .utf8)
        return [parent] + children.split(separator: " ").compactMap { pid_t($0) }
    }
}

/// Gives a suite a ``PrivateServer`` from its first test to its last.
struct OwnServer: SuiteTrait, TestScoping {
    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable @concurrent () async throws -> Void
    ) async throws {
        guard PrivateServer.isPossible else { return try await function() }
        let server = try await PrivateServer.make()
        do {
            try await PrivateServer.$current.withValue(server) { try await function() }
        } catch {
            try? await server.remove()
            throw error
        }
        try await server.remove()
    }
}
extension Trait where Self == OwnServer {
    static var ownServer: OwnServer { OwnServer() }
}
