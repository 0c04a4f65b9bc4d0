import Catalog
import GRDB
import RegistryCore
import RegistryStore
import RegistryStoreConformance
import SearchIndex
import StoreSQLite
import Testing

@Suite("A SQLite database of an older release")
struct MigrationTests {
    /// Undoes migration 2, so that what is left is what migration 1 makes.
    private static let asOf1 = """
        DROP TABLE rejects;
        DROP TABLE rejections;
        UPDATE settings SET value = '1' WHERE name = 'schema';
        """
    /// As the job of release 0.1 stored them.
    private static let errors = """
        [{"path":"b.json","pointer":"/x","schema_pointer":"/properties/x/type","message":"Expected a number"},
        {"path":"a.json","pointer":"","message":"the document is not JSON"},
        {"path":"b.json","pointer":"/y","schema_pointer":"/required","message":"Missing 'Y'"}]
        """

    @Test(arguments: [1, 8])
    func keepsItsRowsAndTellsWhyItsUploadsFailed(lanes: Int) async throws {
        try await withTemporaryDatabase { path in
            let before = try await withStore(path, lanes: lanes) { try await Self.fill($0) }
            try await change(path, Self.asOf1)
            try await change(path, "UPDATE uploads SET errors = '\(Self.errors.sqlText)' WHERE state = 'failed'")
            try await withStore(path, lanes: lanes) { store in
                let registry = StoreFixture(store)
                #expect(try await store.index.search(.init(), readableBy: .anonymous).documents == before.documents)
                let told = try #require(try await registry.rejects(of: before.failed.version, to: StoreFixture.anna))
                #expect(told.rejection?.upload == before.failed)
                #expect(told.rejection?.failedAt == StoreFixture.start + .seconds(3))
                #expect(told.rejection?.documents == 2)
                #expect(told.rejection?.problems == 3)
                #expect(
                    told.rejects == [
                        Reject(path: "a.json", problems: [RejectProblem(message: "the document is not JSON")]),
                        Reject(
                            path: "b.json",
                            problems: [
                                RejectProblem(
                                    pointer: "/x", schemaPointer: "/properties/x/type", message: "Expected a number"),
                                RejectProblem(pointer: "/y", schemaPointer: "/required", message: "Missing 'Y'"),
                            ]),
                    ])
                #expect(try await registry.found(RejectSearch(text: "missing 'y'")) == ["PRJ1@bad/b.json"])
                #expect(try await registry.found(RejectSearch(keyword: "type")) == [])
                // The new tables take what comes next.
                try await registry.reject(
                    try registry.version("2", of: before.failed.project), [registry.reject("c.json")],
                    at: StoreFixture.start + .seconds(9))
                #expect(try await registry.found().first == "PRJ1@2/c.json")
            }
        }
    }

    @Test(arguments: ["NULL", "'[]'", "'no JSON'", "'{\"path\":\"a\"}'", "'[1, null, \"x\"]'"])
    func takesOverNothingFromErrorsThatSayNothing(errors: String) async throws {
        try await withTemporaryDatabase { path in
            let before = try await withStore(path) { try await Self.fill($0) }
            try await change(path, Self.asOf1)
            try await change(path, "UPDATE uploads SET errors = \(errors) WHERE state = 'failed'")
            try await withStore(path) { store in
                let told = try await StoreFixture(store).rejects(of: before.failed.version)
                #expect(told == VersionRejects(rejection: nil, rejects: [], hasMore: false))
            }
        }
    }

    private static func fill(
        _ store: SQLiteStore
    ) async throws -> (failed: UploadKey, documents: [ArtifactDocument]) {
        let registry = StoreFixture(store)
        let project = try await registry.makeProject("PRJ1")
        try await registry.publish(try registry.version("good", of: project), "a.txt", "b.txt")
        let failed = try await registry.reject(
            try registry.version("bad", of: project), [registry.reject("x")], at: StoreFixture.start + .seconds(3))
        return (failed.upload, try await store.index.search(.init(), readableBy: .anonymous).documents)
    }
    private func change(_ path: String, _ sql: String) async throws {
        let database = try DatabaseQueue(path: path)
        try await database.write { (db: Database) -> Void in try db.execute(sql: sql) }
        try database.close()
    }
}

extension String {
    fileprivate var sqlText: String { replacing("'", with: "''") }
}
