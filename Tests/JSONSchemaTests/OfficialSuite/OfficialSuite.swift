import Foundation
import JSONDocument
import JSONSchema

/// The JSON-Schema-Test-Suite as the source distribution of Python's `jsonschema` 4.26.0 carries it.
///
/// `make test` fetches it once (`scripts/schema-suite`) into `VITRINE_CACHE`, by default `~/.cache/vitrine`; none of it
/// is kept in the repository. Out of scope are draft 3, which the registry does not know, and `draft-next`, which is
/// no standard yet: their tests and their remote documents are left out.
enum OfficialSuite {
    static let version = "4.26.0"

    /// What a test says when there is no suite.
    static let missing = "needs the official test suite: scripts/schema-suite fetches it"

    /// The folder that holds `tests`, `remotes`, `output-tests` and `annotations`; `VITRINE_SCHEMA_SUITE` names another.
    static let folder: URL = {
        let environment = ProcessInfo.processInfo.environment
        if let named = environment["VITRINE_SCHEMA_SUITE"] { return URL(filePath: named) }
        let cache = environment["VITRINE_CACHE"] ?? (environment["HOME"] ?? "") + "/.cache/vitrine"
        return URL(filePath: cache).appending(path: "json-schema-suite/\(version)/json")
    }()

    /// Whether the tests run: where there is a suite, and in CI, where its absence is a failure.
    static var isExpected: Bool {
        FileManager.default.fileExists(atPath: folder.appending(path: "tests").path)
            || ProcessInfo.processInfo.environment["CI"] == "true"
    }

    /// The remote documents by the URI that the suite gives them, for the drafts we know.
    static let remotes: [String: JSONValue] = {
        var documents: [String: JSONValue] = [:]
        for path in files(below: "remotes") where !path.hasPrefix("draft3/") && !path.hasPrefix("draft-next/") {
            documents["http://localhost:1234/" + path] = try? read("remotes/" + path)
        }
        return documents
    }()

    /// The paths of the JSON files below the folder `name`, relative to it, sorted; none when there is no suite.
    static func files(below name: String) -> [String] {
        let root = folder.appending(path: name).path
        let paths = FileManager.default.enumerator(atPath: root)?.compactMap { $0 as? String } ?? []
        return paths.filter { $0.hasSuffix(".json") }.sorted()
    }

    /// Reads a file of the suite; some of its strings contain U+0000, which the registry refuses.
    static func read(_ path: String) throws -> JSONValue {
        let bytes = Array(try Data(contentsOf: folder.appending(path: path)))
        return try JSONValue(parsing: bytes, limits: JSONLimits(maxBytes: 16 << 20, maxDepth: 512, allowsNUL: true))
    }
}

extension SchemaDraft {
    /// The name of the draft's folder in the suite.
    var suiteFolder: String {
        switch self {
        case .draft4: "draft4"
        case .draft6: "draft6"
        case .draft7: "draft7"
        case .draft2019: "draft2019-09"
        case .draft2020: "draft2020-12"
        }
    }
}
