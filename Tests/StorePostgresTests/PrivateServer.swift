import Foundation
import PostgresClient

/// A server of a test's own, which it may stop as rudely as it likes: made by `scripts/postgres`.
struct PrivateServer: Sendable {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..")
        .standardizedFileURL
    private static let script = root.appending(path: "scripts/postgres").path
    /// The newest `pg_ctl` of Debian's packages; nil when the server is not installed.
    private static let control: String? = {
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: "/usr/lib/postgresql")) ?? []
        return versions.sorted { (Int($0) ?? 0) > (Int($1) ?? 0) }.map { "/usr/lib/postgresql/\($0)/bin/pg_ctl" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }()
    static var isInstalled: Bool { control != nil }

    private let folder: String
    let configuration: PostgresConfiguration

    /// Runs `body` with a server that is stopped and gone afterwards.
    static func with(_ body: (PrivateServer) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "vitrine-server-\(UUID().uuidString)").path
        let url = try await run(script, ["start", folder, "deadlock_timeout=200ms"])
        let server = PrivateServer(folder: folder, configuration: try PostgresConfiguration(url: url))
        let outcome: Result<Void, any Error>
        do { outcome = .success(try await body(server)) } catch { outcome = .failure(error) }
        _ = try? await run(script, ["stop", folder])
        try? FileManager.default.removeItem(atPath: folder)
        try outcome.get()
    }

    /// Kills the server's processes where they are, and starts it again on what is on the disk.
    func restart() async throws {
        let owner = try FileManager.default.attributesOfItem(atPath: "\(folder)/data")[.ownerAccountName] as? String
        let command = [
            Self.control ?? "", "-D", "\(folder)/data", "-l", "\(folder)/data/server.log", "-m", "immediate", "-w",
            "restart",
        ]
        // The server refuses to run as root.
        let prefix = owner.map { $0 == NSUserName() ? [] : ["setpriv", "--reuid", $0, "--clear-groups"] } ?? []
        _ = try await Self.run("/usr/bin/env", prefix + command)
    }

    /// Closes what `Process` listens on for the end: the server that stays would keep it open.
    private static let alone = """
        for file in /proc/$$/fd/*; do n=${file##*/}; if [ "$n" -gt 2 ]; then eval "exec $n>&-"; fi; done; exec "$@"
        """

    /// What the program prints, its last line feed left out.
    private static func run(_ program: String, _ arguments: [String]) async throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/bash")
        process.arguments = ["-c", alone, "-", program] + arguments
        process.currentDirectoryURL = URL(filePath: "/")
        // A file, because the server that stays would keep a pipe open.
        let output = FileManager.default.temporaryDirectory.appending(path: "vitrine-output-\(UUID().uuidString)")
        _ = FileManager.default.createFile(atPath: output.path, contents: nil)
        defer { try? FileManager.default.removeItem(at: output) }
        let handle = try FileHandle(forWritingTo: output)
        process.standardOutput = handle
        process.standardError = handle
        let status = try await withCheckedThrowingContinuation { continuation in
            process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
            do { try process.run() } catch { continuation.resume(throwing: error) }
        }
        try handle.close()
        let text = try String(contentsOf: output, encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)
        guard status == 0 else { throw Failure(description: "\(program) ended with \(status): \(text)") }
        return text
    }
}
