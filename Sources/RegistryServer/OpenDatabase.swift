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
    /// The clock that all processes of the instance go by: the server's, where there is one.
    let ambient: Ambient
    /// Keeps that clock right; nil where it is this host's own.
    let clock: PostgresClock?
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
            (ambient, clock) = (.system, nil)
            closing = {}
        case .sqlite(let path):
            let path = path ?? directory.database
            do throws(StoreError) {
                store = try SQLiteStore(path: path, searchCache: settings.searchCache << 20)
            } catch {
                throw StartError("the database '\(path)' cannot be opened: \(error)")
            }
            (ambient, clock) = (.system, nil)
            closing = {}
        case .postgres(let primary, let replica):
            let server = DatabaseServer(primary, replica: replica, on: reactor, logger: logger)
            do {
                let lanes = try await server.lanes(migrating: migrating, patience: settings.startPatience)
                store = PostgresStore(
                    server.client, replica: server.replica, lanes: lanes, searchCache: settings.searchCache << 20)
            } catch {
                server.close()
                throw error
            }
            let clock = PostgresClock(server.client)
            await clock.refresh()
            (ambient, self.clock) = (clock.ambient, clock)
            closing = { server.close() }
        }
    }

    func close() { closing() }
}
