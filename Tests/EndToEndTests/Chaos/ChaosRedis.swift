import Foundation
import Glibc
import ServerTestSupport

/// The Redis servers of a run: one alone, and later a pair that Sentinel watches.
actor ChaosRedis {
    /// What a killed server finds when it comes back.
    enum Persistence: String, CaseIterable, Sendable { case nothing = "no", everysec, always }

    private struct Server {
        let folder: String
        let port: Int
        let password: String
    }
    static let isInstalled =
        ["redis-server", "redis-sentinel", "redis-cli"].allSatisfy {
            FileManager.default.isExecutableFile(atPath: "/usr/bin/\($0)")
        } && FileManager.default.fileExists(atPath: ChaosFolder.script("redis"))

    private let single: Server
    private let pair: [Server]
    private let sentinel: Server
    private var isMoved = false

    /// Of the one that is alone.
    nonisolated let singleURL: String
    /// Of the pair, found by Sentinel.
    nonisolated let watchedURL: String

    private init(single: Server, pair: [Server], sentinel: Server) {
        (self.single, self.pair, self.sentinel) = (single, pair, sentinel)
        let password = sentinel.password
        singleURL = "redis://:\(password)@127.0.0.1:\(single.port)"
        watchedURL =
            "redis+sentinel://:\(password)@127.0.0.1:\(sentinel.port)/main?sentinel_password=\(password)"
    }

    static func start(in folder: String, _ persistence: Persistence) async throws -> ChaosRedis {
        let directives =
            persistence == .nothing
            ? ["appendonly=no"] : ["appendonly=yes", "appendfsync=\(persistence.rawValue)"]
        let password = UUID().uuidString.filter { $0 != "-" }
        func server(_ name: String, _ directives: [String]) async throws -> Server {
            let folder = "\(folder)/\(name)"
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            try Data(password.utf8).write(to: URL(filePath: "\(folder)/password"))
            let url = try await Shell.run(["/bin/bash", ChaosFolder.script("redis"), "start", folder] + directives)
            return Server(folder: folder, port: URLComponents(string: url.trimmed)?.port ?? 0, password: password)
        }
        let single = try await server("redis", directives)
        let master = try await server("master", directives)
        let replica = try await server("replica", directives + ["replicaof=127.0.0.1 \(master.port)"])
        let servers = ChaosRedis(
            single: single, pair: [master, replica], sentinel: try await server("sentinel", ["mode=sentinel"]))
        for words in [
            ["MONITOR", "main", "127.0.0.1", "\(master.port)", "1"], ["SET", "main", "auth-pass", password],
            ["SET", "main", "down-after-milliseconds", "1000"], ["SET", "main", "failover-timeout", "3000"],
        ] { try await servers.ask(servers.sentinel, ["SENTINEL"] + words) }
        return servers
    }

    /// From now on faults befall the pair.
    func move() { isMoved = true }

    /// Ends the one in use (or, of the pair, one of both), and starts it again.
    func restart(_ target: Int, after pause: Duration) async throws {
        let server = isMoved ? pair[target % pair.count] : single
        kill(try process(of: server), SIGKILL)
        try await Task.sleep(for: pause)
        try await start(server)
    }
    func freeze(_ target: Int, for pause: Duration) async throws {
        let process = try process(of: isMoved ? pair[target % pair.count] : single)
        kill(process, SIGSTOP)
        try? await Task.sleep(for: pause)
        kill(process, SIGCONT)
    }
    /// Empties whatever takes writes.
    func flush() async {
        for server in isMoved ? pair : [single] { _ = try? await ask(server, ["FLUSHALL"]) }
    }
    /// - Throws: when Sentinel knows no replica that could take over.
    func failOver() async throws { try await ask(sentinel, ["SENTINEL", "FAILOVER", "main"]) }

    func stop() async {
        for server in [sentinel, single] + pair {
            _ = try? await Shell.run(["/bin/bash", ChaosFolder.script("redis"), "stop", server.folder])
        }
    }

    nonisolated var log: String {
        ([single, sentinel] + pair).map {
            "\($0.folder):\n" + ChaosFolder.tail(of: "\($0.folder)/server.log", lines: 12)
        }
        .joined()
    }

    private func start(_ server: Server) async throws {
        for _ in 0..<20 {
            _ = try? await Shell.run(asOwner: server.folder, ["/usr/bin/redis-server", "\(server.folder)/redis.conf"])
            for _ in 0..<20 {
                if (try? await ask(server, ["PING"])) != nil { return }
                try await Task.sleep(for: .milliseconds(100))
            }
        }
        throw ChaosFailure("Redis did not start: \(log)")
    }
    @discardableResult
    private func ask(_ server: Server, _ words: [String]) async throws -> String {
        let command = ["/usr/bin/redis-cli", "-h", "127.0.0.1", "-p", "\(server.port)", "-e"] + words
        return try await Shell.run(
            ["/usr/bin/timeout", "5", "/usr/bin/env", "REDISCLI_AUTH=\(server.password)"] + command)
    }
    private func process(of server: Server) throws -> pid_t {
        let text = try String(contentsOfFile: "\(server.folder)/pid", encoding: .utf8)
        guard let process = pid_t(text.trimmed) else { throw ChaosFailure("\(server.folder)/pid holds no number") }
        return process
    }
}
