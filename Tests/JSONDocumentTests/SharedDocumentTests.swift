import Foundation
import JSONDocument
import Testing

/// The team's real metadata documents, where they are beside the repository or where `VITRINE_SHARED_DATA` says.
@Suite struct SharedDocumentTests {
    private static let folder: URL? = {
        let named = ProcessInfo.processInfo.environment["VITRINE_SHARED_DATA"].map { URL(fileURLWithPath: $0) }
        let beside = URL(fileURLWithPath: #filePath).appendingPathComponent("../../../../shared/data")
            .standardizedFileURL
        let folder = (named ?? beside).appendingPathComponent("metadata/instances")
        return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
    }()

    @Test(.enabled(if: SharedDocumentTests.folder != nil, "there is no shared/data beside the repository"))
    func areReadAndWrittenWithoutLoss() throws {
        let folder = try #require(Self.folder)
        let files = try #require(FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil))
        var count = 0
        for case let file as URL in files where file.pathExtension == "json" {
            let text = [UInt8](try Data(contentsOf: file))
            // A few have U+0000 on purpose, which the registry refuses.
            let value = try JSONValue(parsing: text, limits: JSONLimits(maxBytes: 4 << 20, allowsNUL: true))
            let compact = value.serialized()
            let again = try JSONValue(parsing: compact, limits: JSONLimits(maxBytes: 4 << 20, allowsNUL: true))
            #expect(again == value, "\(file.lastPathComponent)")
            #expect(again.serialized() == compact, "\(file.lastPathComponent)")
            count += 1
        }
        #expect(count > 0)
    }
}
