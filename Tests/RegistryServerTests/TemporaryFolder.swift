import Foundation

/// A folder of one test, removed with the value.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("vitrine-\(UUID())").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }
    deinit { try? FileManager.default.removeItem(atPath: path) }

    func write(_ text: String, to file: String) throws { try write(Array(text.utf8), to: file) }
    func write(_ bytes: [UInt8], to file: String) throws {
        let url = URL(fileURLWithPath: path + "/" + file)
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: url)
    }
    func date(_ file: String, hoursAgo hours: Double) throws {
        let time = Date(timeIntervalSinceNow: -3_600 * hours)
        try FileManager.default.setAttributes([.modificationDate: time], ofItemAtPath: path + "/" + file)
    }
    func names(in folder: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: path + "/" + folder)) ?? []).sorted()
    }
    func remove(_ file: String) throws { try FileManager.default.removeItem(atPath: path + "/" + file) }
}
