import Foundation
import Glibc
import ServerTestSupport

/// A PostgreSQL of a run's own with a standby that has what was acknowledged, and takes over once.
actor ChaosPostgres {
    private struct Server {
        let folder: String
        let port: Int
    }
    private static let binaries: String? = {
        let root = "/usr/lib/postgresql"
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
        let newest = versions.max { $0.compare($1, options: .numeric) == .orderedAscending }
        return newest.map { "\(root)/\($0)/bin" }
    }()
    static var isInstalled: Bool { binaries != nil }
    // What a killed server has written is with the system, which stays up.
    private static let settings = ["fsync=off", "max_wal_senders=10"]

    private let primary: Server
    private let standby: Server
    private let password: String
    private var isPromoted = false

    /// Of both servers; the one that takes writes is found by those who connect.
    nonisolated let url: String

    private var current: Server { isPromoted ? standby : primary }
    private var currentURL: String { "postgres://vitrine:\(password)@127.0.0.1:\(current.port)/vitrine" }

    private init(primary: Server, standby: Server, password: String) {
        (self.primary, self.standby, self.password) = (primary, standby, password)
        url = "postgres://vitrine:\(password)@127.0.0.1:\(primary.port),127.0.0.1:\(standby.port)/vitrine"
    }

    /// Starts both below `folder`; from then on a commit is acknowledged when both have it.
    static func start(in folder: String) async throws -> ChaosPostgres {
        let script = ChaosFolder.script("postgres")
        let first = "\(folder)/primary"
        let firstURL = try await Shell.run(["/bin/bash", script, "start", first] + settings).trimmed
        let password = try String(contentsOfFile: "\(first)/password", encoding: .utf8).trimmed
        let primary = Server(folder: first, port: port(of: firstURL))
        let second = "\(folder)/standby"
        try await Shell.run(["/bin/cp", "-a", "\(first)/password", folder])
        try await Shell.run(["/bin/mkdir", "-p", second])
        try await Shell.run(["/bin/chown", "--reference=\(first)", second])
        let connection =
            "host=127.0.0.1 port=\(primary.port) user=vitrine password=\(password) application_name=standby"
        try await Shell.run(
            asOwner: first,
            ["\(binaries ?? "")/pg_basebackup", "-D", "\(second)/data", "-R", "-c", "fast", "-d", connection])
        try await Shell.run(["/bin/cp", "-a", "\(first)/password", second])
        let secondURL = try await Shell.run(["/bin/bash", script, "start", second] + settings).trimmed
        let servers = ChaosPostgres(
            primary: primary, standby: Server(folder: second, port: port(of: secondURL)), password: password)
        _ = try await servers.rows("ALTER SYSTEM SET synchronous_standby_names = 'standby'")
        _ = try await servers.rows("SELECT pg_reload_conf()")
        return servers
    }

    private static func port(of url: String) -> Int { URLComponents(string: url)?.port ?? 0 }

    /// Ends the server in the middle of whatever it does, and starts it again.
    func restart(after pause: Duration) async throws {
        let server = current
        try await control(server, "-m", "immediate", "-w", "stop")
        try await Task.sleep(for: pause)
        try await start(server)
    }

    /// Ends the primary for good, and makes the standby take over.
    ///
    /// What a restarted primary shows without anybody's acknowledgement gets to the standby first.
    func promote() async throws {
        guard !isPromoted else { return }
        let place = try await rows("SELECT pg_current_wal_insert_lsn()").first?.first ?? "0/0"
        let arrived = "SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync' AND flush_lsn >= '\(place)'"
        for _ in 0..<300 {
            if try await number(arrived) > 0 { break }
            try await Task.sleep(for: .milliseconds(100))
        }
        try await control(primary, "-m", "immediate", "-w", "stop")
        try await control(standby, "-w", "promote")
        isPromoted = true
    }

    func stop() async {
        for server in [standby, primary] { try? await control(server, "-m", "immediate", "-w", "stop") }
    }

    /// The rows of a query, as text.
    func rows(_ query: String) async throws -> [[String]] {
        let text = try await Shell.run(
            ["psql", "--dbname", currentURL, "-qAtX", "-v", "ON_ERROR_STOP=1", "-F", "\t", "-c", query])
        return text.split(separator: "\n").map { line in
            line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        }
    }
    func number(_ query: String) async throws -> Int { try await rows(query).first?.first.flatMap { Int($0) } ?? 0 }

    /// The end of the servers' logs.
    nonisolated var log: String {
        [primary, standby].map { "\($0.folder):\n" + ChaosFolder.tail(of: "\($0.folder)/data/server.log") }.joined()
    }

    /// Tries for a while: the memory of one that was killed may still be in use, or its port.
    private func start(_ server: Server) async throws {
        let fixed =
            "-p \(server.port) -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_connections=200"
        let options = Self.settings.reduce(fixed) { "\($0) -c \($1)" }
        for _ in 0..<40 {
            do {
                return try await control(
                    server, "-l", "\(server.folder)/data/server.log", "-o", options, "-w", "-t", "60", "start")
            } catch {
                try await Task.sleep(for: .milliseconds(250))
            }
        }
        throw ChaosFailure("PostgreSQL did not start: \(log)")
    }
    private func control(_ server: Server, _ arguments: String...) async throws {
        try await Shell.run(
            asOwner: server.folder, ["\(Self.binaries ?? "")/pg_ctl", "-D", "\(server.folder)/data"] + arguments)
    }
}
