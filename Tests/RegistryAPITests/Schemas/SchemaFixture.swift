import RegistrySchemas
import RegistryTestSupport
import Synchronization
import Testing

/// Schemas of a registry of one test, from sources that hold what the test says.
enum SchemaFixture {
    static func files(_ texts: [String: String]) throws -> SchemaFiles {
        var files = SchemaFiles()
        for (place, text) in texts { try files.add(Array(text.utf8), at: place) }
        return files
    }

    /// Notes of two versions and more, a fragment, and a type that contains itself.
    static let texts = [
        "_common/v1.json": #"{"properties": {"path": {"type": "string"}}, "required": ["path"]}"#,
        "note/v9.json": #"{"$id": "note/v9.json", "title": "Note", "allOf": [{"$ref": "../_common/v1.json"}]}"#,
        "note/v10.json": #"{"title": "Note", "properties": {"pages": {"type": "integer"}}}"#,
        "tree/v1.json": """
        {"type": "object", "properties": {"left": {"$ref": "#/$defs/node"}}, "$defs":
         {"node": {"type": "object", "required": ["name"], "properties": {"left": {"$ref": "#/$defs/node"}}}}}
        """,
    ]

    static func setup(_ sources: [(String, TestSource)]) async throws -> TestRegistry.Setup {
        var setup = TestRegistry.Setup()
        setup.library = try await SchemaLibrary.load(sources.map { .init(alias: $0.0, source: $0.1) })
        return setup
    }
    static func setup(_ texts: [String: String] = texts) throws -> TestRegistry.Setup {
        var setup = TestRegistry.Setup()
        setup.schemas = try SchemaSet(files: files(texts))
        return setup
    }
}

/// A source that holds what the test says.
final class TestSource: SchemaSource {
    let address = SchemaAddress(kind: .git, uri: "https://git.example.org/s.git", folder: "raw")
    private let state: Mutex<SchemaState>

    init(_ texts: [String: String], revision: String) throws {
        state = Mutex(SchemaState(files: try SchemaFixture.files(texts), revision: revision))
    }
    func hold(_ texts: [String: String], revision: String) throws {
        let next = SchemaState(files: try SchemaFixture.files(texts), revision: revision)
        state.withLock { $0 = next }
    }
    func kept() async throws(SchemaSetError) -> SchemaState? { nil }
    func keep(_ state: SchemaState) async throws(SchemaSetError) {}
    func fetch(unless revision: String?) async throws(SchemaSetError) -> SchemaState? {
        let now = state.withLock { $0 }
        return now.revision == revision ? nil : now
    }
}
