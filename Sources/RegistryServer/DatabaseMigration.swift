internal import EventReactor
internal import Logging
internal import PostgresClient
internal import StorePostgres

/// `vitrine migrate`: brings the schema of a server's database up to date.
package struct DatabaseMigration: Sendable {
    /// What was done, or would be.
    package struct Report: Sendable {
        /// As in `0002_keep_rejects`, in order.
        package let steps: [String]
        /// The calls that distributed tables; nil when the server has no Citus or it was not asked for.
        package let distributed: [String]?
    }
    private let settings: ServerSettings

    package init(settings: ServerSettings) { self.settings = settings }

    /// - Parameters:
    ///   - isDryRun: only looks; makes no table.
    ///   - distributing: also distributes the tables where the server has Citus.
    /// - Throws: ``StartError`` naming the setting and the fix.
    package func run(isDryRun: Bool, distributing: Bool) async throws -> Report {
        guard case .postgres(let configuration, _) = settings.database else {
            throw StartError(
                "VITRINE_DATABASE names no server: a file is brought up to date by 'vitrine up' itself; for PostgreSQL "
                    + "set VITRINE_DATABASE=postgres://USER@HOST/DATABASE")
        }
        let reactor = try EventReactor.started()
        let logger = Logger(label: "vitrine") { StreamLogHandler.standardError(label: $0) }
        let server = DatabaseServer(configuration, replica: nil, on: reactor, logger: logger)
        defer {
            server.close()
            reactor.stop()
        }
        return try await server.whenReachable(within: settings.startPatience) { migrator in
            if isDryRun { return Report(steps: try await migrator.plan().steps, distributed: nil) }
            let steps = try await migrator.run().steps
            return Report(steps: steps, distributed: distributing ? try await migrator.distribute() : nil)
        }
    }
}
