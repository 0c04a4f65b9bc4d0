import GRDB
import RegistryCore
import RegistryStore
import StoreSQLite
import Testing

@Suite("A SQLite file that is not opened")
struct RefusalTests {
    @Test func aNewerSchemaIsRefusedAndLeftAlone() async throws {
        try await withTemporaryDatabase { path in
            try await withStore(path) { _ in }
            try await change(path, "UPDATE settings SET value = '900' WHERE name = 'schema'")
            await expectRefusal(.newer(schema: 900, known: 4), path: path, lanes: 1)
            try await change(path, "UPDATE settings SET value = '4' WHERE name = 'schema'")
            try await withStore(path) { _ in }
        }
    }

    @Test func anotherNumberOfLanesIsRefused() async throws {
        try await withTemporaryDatabase { path in
            try await withStore(path, lanes: 8) { _ in }
            await expectRefusal(.lanes(made: 8, asked: 1), path: path, lanes: 1)
            try await withStore(path, lanes: 8) { _ in }
        }
    }

    @Test func anotherProgramsDatabaseIsRefused() async throws {
        try await withTemporaryDatabase { path in
            try await change(path, "CREATE TABLE recipes (name TEXT)")
            await expectRefusal(.foreign, path: path, lanes: 1)
        }
    }

    @Test func aRefusalSaysWhatToDo() {
        #expect(DatabaseRefusal.newer(schema: 2, known: 1).description.contains("run a newer release"))
        #expect(DatabaseRefusal.lanes(made: 8, asked: 1).description.contains("made with 8 lanes"))
    }

    private func expectRefusal(
        _ expected: DatabaseRefusal, path: String, lanes: Int, sourceLocation: SourceLocation = #_sourceLocation
    ) async {
        do throws(StoreError) {
            let store = try SQLiteStore(path: path, lanes: LaneCount(lanes))
            try await store.close()
            Issue.record("opened", sourceLocation: sourceLocation)
        } catch {
            guard case .unavailable(_, let cause) = error else {
                Issue.record("\(error)", sourceLocation: sourceLocation)
                return
            }
            #expect(cause as? DatabaseRefusal == expected, sourceLocation: sourceLocation)
        }
    }
    private func change(_ path: String, _ sql: String) async throws {
        let database = try DatabaseQueue(path: path)
        try await database.write { (db: Database) -> Void in try db.execute(sql: sql) }
        try database.close()
    }
}
