import Foundation

/// Runs `body` with the path of a database file that does not exist yet, and removes what it left there.
func withTemporaryDatabase<Answer>(_ body: (String) async throws -> Answer) async throws -> Answer {
    let folder = FileManager.default.temporaryDirectory.appending(path: "StoreSQLiteTests-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try await body(folder.appending(path: "registry.sqlite").path)
}
