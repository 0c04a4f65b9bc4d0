import Foundation
import Glibc
import RedisClient
import Testing

/// A Redis of a test's own, which it may stop, freeze and kill.
struct PrivateRedis: Sendable {
    static let isPossible =
        FileManager.default.isExecutableFile(atPath: "/usr/bin/redis-server")
        && FileManager.default.fileExists(atPath: script)
    static let isAbsent: Comment = "Redis' server is not installed: scripts/system-packages does that"

    private static let script = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../scripts/redis").standardizedFileURL.path()

    let folder: String
    let url: String
    let port: UInt16

    /// Starts one in a new folder, and removes it after `body`.
    ///
    /// - Parameter directives: `NAME=VALUE` of its configuration.
    static func with(_ directives: String..., body: (PrivateRedis) async throws -> Void) async throws {
        let server = try await make(directives)
        do {
            try await body(server)
        } catch {
            try? await server.remove()
            throw error
        }
        try await server.remove()
    }

    static func make(_ directives: [String], in folder: String? = nil) async throws -> PrivateRedis {
        let folder =
            folder
            ?? FileManager.default.temporaryDirectory.appending(path: "vitrine-redis-\(UUID().uuidString)").path()
        let url = try await Shell.run(["/bin/bash", script, "start", folder] + directives)
            .trimmingCharacters(in: .whitespacesAndNewlines)
        return PrivateRedis(folder: folder, url: url, port: try RedisAddress(url: url).hosts[0].port)
    }
    func remove() async throws {
        try await Shell.run("/bin/bash", Self.script, "stop", folder)
        try FileManager.default.removeItem(atPath: folder)
    }

    var password: String { (try? RedisAddress(url: url).login?.password) ?? "" }

    func end(by number: Int32) throws { kill(try process, number) }
    func freeze() throws { kill(try process, SIGSTOP) }
    func thaw() throws { kill(try process, SIGCONT) }

    /// Starts it again where it was.
    func start() async throws {
        try await Shell.run(asOwner: folder, ["/usr/bin/redis-server", "\(folder)/redis.conf"])
    }

    private var process: pid_t {
        get throws {
            let text = try String(contentsOfFile: "\(folder)/pid", encoding: .utf8)
            return try #require(pid_t(text.trimmingCharacters(in: .whitespacesAndNewlines)))
        }
    }
}
