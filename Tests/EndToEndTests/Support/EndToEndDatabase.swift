import Foundation

/// The server that the binary is tested on: none for its own SQLite file, PostgreSQL where
/// `VITRINE_END_TO_END_DATABASE` holds a URL.
enum EndToEndDatabase {
    static let server = ProcessInfo.processInfo.environment["VITRINE_END_TO_END_DATABASE"]
    static let isFile = server == nil
    static let needsFile = "a promise about the embedded file, which this run does not use"

    /// The settings of an instance with an empty database of its own.
    static func settings() async throws -> [String: String] {
        guard let server, var url = URLComponents(string: server) else { return [:] }
        let name = "e2e_\(UUID().uuidString.lowercased().filter { $0 != "-" })"
        let log = LineLog()
        let psql = try ChildProcess(
            "/usr/bin/env", ["psql", "--dbname", server, "--quiet", "--command", "CREATE DATABASE \(name)"],
            output: (log.pipe(), FileHandle.standardError))
        guard await psql.status() == 0 else {
            throw RunningRegistry.Failure(description: "psql made no database: \(log.lines)")
        }
        url.path = "/" + name
        // What a killed process held is taken back when its lease is over.
        return ["VITRINE_DATABASE": url.string ?? server, "VITRINE_QUEUE_LEASE": "3"]
    }
}
