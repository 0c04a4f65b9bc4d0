import RegistryCore
import RegistryStore
import RegistryStoreConformance
import StoreSQLite
import Testing

@Suite("RegistryStore in SQLite")
struct SQLiteStoreTests {
    @Test(arguments: RegistryStoreCase.all + RegistryStoreCase.segments, [1, 8])
    func conforms(_ promise: RegistryStoreCase, lanes: Int) async throws {
        try await withTemporaryDatabase { path in
            let store = try SQLiteStore(path: path, lanes: LaneCount(lanes))
            try await promise.check(store)
            try await store.close()
        }
    }
}
