internal import Foundation
internal import Glibc
package import Testing

/// A Redis of a test's own, which it may stop, freeze and kill.
package struct PrivateRedis: Sendable {
    package static let isPossible =
        FileManager.default.isExecutableFile(atPath: "/usr/bin/redis-server")
        && FileManager.default.fileExists(atPath: script)
    package static let isAbsent: Comment = "Redis' server is not installed: scripts/system-packages does that"

    private static let script = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../scripts/redis").standardizedFileURL.path()

    package let folder: String
    package let url: String
    package let port: UInt16
    package let password: String

    /// Starts one in a new folder, and removes it after `body`.
    ///
    /// - Parameter directives: `NAME=VALUE` of its configuration.
    package static func with(_ directives: String..., body: (PrivateRedis) async throws -> Void) async throws {
        let server = try await make(directives)
        do {
            try await body(server)
        } catch {
            try? await server.remove()
            throw error
        }
        try await server.remove()
    }

    package static func make(_ directives: [String], in folder: String? = nil) async throws -> PrivateRedis {
        let folder =
            folder
            ?? FileManager.default.temporaryDirectory.appending(path: "vitrine-redis-\(UUID().uuidString)").path()
        let url = try await Shell.run(["/bin/bash", script, "start", folder] + directives)
            .trimmingCharacters(in: .whitespacesAndNewlines)
        let parts = try #require(URLComponents(string: url))
        return PrivateRedis(
            folder: folder, url: url, port: UInt16(try #require(parts.port)), password: parts.password ?? "")
    }
    /// One node of a cluster to be, that has the password of the others.
    package static func makeNode(password: String) async throws -> PrivateRedis {
        var left = 5
        while true {
            left -= 1
            let folder = FileManager.default.temporaryDirectory.appending(path: "vitrine-redis-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try password.write(to: folder.appending(path: "password"), atomically: true, encoding: .utf8)
            // The nodes talk on a port of their own, 10000 above, and below those that the system gives to connections.
            let port = Int.random(in: 20_000..<22_700)
            do {
                return try await make(
                    [
                        "port=\(port)", "cluster-enabled=yes", "cluster-port=\(port + 10_000)",
                        "cluster-node-timeout=2000", "cluster-require-full-coverage=no",
                    ], in: folder.path())
            } catch {
                // Another program has one of the ports.
                try? FileManager.default.removeItem(at: folder)
                if left == 0 { throw error }
            }
        }
    }

    package func remove() async throws {
        try await Shell.run("/bin/bash", Self.script, "stop", folder)
        try FileManager.default.removeItem(atPath: folder)
    }

    package func end(by number: Int32) throws { kill(try process, number) }
    package func freeze() throws { kill(try process, SIGSTOP) }
    package func thaw() throws { kill(try process, SIGCONT) }

    /// Starts it again where it was.
    package func start() async throws {
        try await Shell.run(asOwner: folder, ["/usr/bin/redis-server", "\(folder)/redis.conf"])
    }

    private var process: pid_t {
        get throws {
            let text = try String(contentsOfFile: "\(folder)/pid", encoding: .utf8)
            return try #require(pid_t(text.trimmingCharacters(in: .whitespacesAndNewlines)))
        }
    }
}
