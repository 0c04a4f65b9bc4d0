import Foundation
import JSONDocument
import Testing

/// Genomics metadata and schemas written by others; tests that need them are skipped without them.
enum MetadataCorpus {
    static let absence: Comment = "needs the metadata corpus: ../shared/data or VITRINE_SHARED_DATA"

    static let folder: URL = {
        let package = URL(filePath: #filePath).appending(path: "../../..").standardizedFileURL
        let data =
            ProcessInfo.processInfo.environment["VITRINE_SHARED_DATA"].map { URL(filePath: $0) }
            ?? package.appending(path: "../shared/data").standardizedFileURL
        return data.appending(path: "metadata")
    }()

    static var isPresent: Bool { FileManager.default.fileExists(atPath: folder.appending(path: "index.json").path) }

    /// Reads a document; some contain U+0000, which the registry refuses.
    static func read(_ path: String) throws -> JSONValue {
        let bytes = Array(try Data(contentsOf: folder.appending(path: path)))
        return try JSONValue(parsing: bytes, limits: JSONLimits(maxBytes: 4 << 20, allowsNUL: true))
    }
}
