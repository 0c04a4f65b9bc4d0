import RegistryCore
import RegistryStoreConformance
import StorePostgres
import Testing

@Suite("RegistryStore in PostgreSQL", .enabled(if: TestDatabase.url != nil, Comment(rawValue: TestDatabase.isAbsent)))
struct PostgresStoreTests {
    @Test(arguments: RegistryStoreCase.all + RegistryStoreCase.segments, [1, 8])
    func conforms(_ promise: RegistryStoreCase, lanes: Int) async throws {
        try await TestDatabase.with(lanes: LaneCount(lanes)) { database in
            try await promise.check(PostgresStore(database.client, lanes: LaneCount(lanes)))
        }
    }
}
