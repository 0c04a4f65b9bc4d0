import Foundation

/// Why a run could not go on; no verdict about the registry.
struct ChaosFailure: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}

/// Where a run has its servers, data and logs; kept when something was wrong.
struct ChaosFolder: Sendable {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.path + "/vitrine-chaos-\(UUID().uuidString.prefix(8))"
        // The servers are other users.
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
    }
    func remove() { try? FileManager.default.removeItem(atPath: path) }

    /// A script of the repository.
    static func script(_ name: String) -> String {
        URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../scripts/\(name)")
            .standardizedFileURL.path()
    }

    /// The last lines of a file.
    static func tail(of file: String, lines: Int = 30) -> String {
        let text = (try? String(contentsOfFile: file, encoding: .utf8)) ?? ""
        return text.split(separator: "\n").suffix(lines).map { "  \($0)\n" }.joined()
    }
}

extension String {
    var trimmed: String { trimmingCharacters(in: .whitespacesAndNewlines) }
}
