internal import EventReactor
internal import Logging
internal import PostgresClient
internal import RegistryCore
internal import RegistryStore
internal import StorePostgres
internal import StoreSQLite

/// The record that `VITRINE_DATABASE` names, opened.
struct OpenDatabase: Sendable {
    let store: any RegistryStore
    private let closing: @Sendable () -> Void

    /// - Parameters:
    ///   - migrating: whether a server's schema is brought up to date; a file's always is.
    ///   - reactor: watches the connections to a server.
    /// - Throws: ``StartError`` naming the setting and the fix.
    init(
        _ settings: ServerSettings, in directory: DataDirectory, migrating: Bool, on reactor: EventReactor,
        logger: Logger
    ) async throws {
        switch settings.database {
        case .memory:
            store = MemoryStore()
            closing = {}
        case .sqlite(let path):
            let path = path ?? directory.database
            do throws(StoreError) {
                store = try SQLiteStore(path: path)
            } catch {
                throw StartError("the database '\(path)' cannot be opened: \(error)")
            }
            closing = {}
        case .postgres(let primary, let replica):
            let server = DatabaseServer(primary, replica: replica, on: reactor, logger: logger)
            do {
                let lanes = try await server.lanes(migrating: migrating, patience: settings.startPatience)
                store = PostgresStore(server.client, replica: server.replica, lanes: lanes)
            } catch {
                server.close()
                throw error
            }
            closing = { server.close() }
        }
    }

    func close() { closing() }
}
