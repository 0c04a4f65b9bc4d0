internal import EventReactor
internal import Foundation
internal import PostgresClient
internal import RegistryCore
internal import RegistryStore
internal import SearchIndex
internal import StorePostgres
internal import StoreSQLite

/// The store that a run works with, composed as the server does it.
struct SearchPlace: Sendable {
    let store: any RegistryStore
    let segments: any SegmentStore
    private let closing: @Sendable () async throws -> Void
    /// Nil where the store works in this process.
    private let server: PostgresClient?

    init(_ name: String, lanes: LaneCount) async throws {
        if name.hasPrefix("postgres") {
            let reactor = try EventReactor()
            let client = PostgresClient(try PostgresConfiguration(url: name), on: reactor)
            let migrator = PostgresMigrator(client)
            try await migrator.run(lanes: lanes)
            guard try await migrator.lanes() == lanes else { throw SearchLoadError("the database has other lanes") }
            store = PostgresStore(client, lanes: lanes)
            server = client
            closing = {
                client.close()
                reactor.stop()
            }
        } else {
            let sqlite = try SQLiteStore(path: name, lanes: lanes)
            store = sqlite
            server = nil
            closing = { try await sqlite.close() }
        }
        guard let segments = store.segments else { throw SearchLoadError("'\(name)' keeps no segments") }
        self.segments = segments
    }

    func close() async throws { try await closing() }

    /// The clock of this process, and of the server's processes that it talks to now.
    func clock() async throws -> ProcessorClock {
        let statement = PostgresStatement(
            "SELECT pid::bigint AS pid FROM pg_stat_activity WHERE datname = current_database() AND pid IS NOT NULL")
        guard let rows = try await server?.read(statement) else { return ProcessorClock(servers: []) }
        return ProcessorClock(servers: rows.compactMap { $0.int("pid") })
    }
}
