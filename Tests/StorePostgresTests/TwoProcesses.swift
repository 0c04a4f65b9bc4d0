import EventReactor
import PostgresClient
import RegistryCore
import StorePostgres
import Testing

/// Two stores with pools of their own on one database, as two processes have them; little patience, so that failures
/// come soon.
struct TwoProcesses {
    static let lanes = LaneCount(8)

    let clients: [PostgresClient]
    let stores: [PostgresStore]

    /// Runs `body` with them on a migrated database.
    static func with(_ server: PostgresConfiguration, _ body: (TwoProcesses) async throws -> Void) async throws {
        let reactor = try EventReactor()
        defer { reactor.stop() }
        var configuration = server
        configuration.patience = .seconds(2)
        configuration.leases = 2
        let clients = (0..<2).map { _ in PostgresClient(configuration, on: reactor) }
        defer { for client in clients { client.close() } }
        try await PostgresMigrator(clients[0]).run(lanes: lanes)
        try await body(TwoProcesses(clients: clients, stores: clients.map { PostgresStore($0, lanes: lanes) }))
    }
}

/// What is said to a server that has no tables of ours, or not yet.
extension PostgresConfiguration {
    /// Runs statements of the test's own, one after the other, whether the server takes writes or not.
    func tell(_ statements: String...) async throws {
        try await asking { client in
            for statement in statements { _ = try await client.write([PostgresStatement(composed: statement)]) }
        }
    }

    /// Returns when the first column of `question` is true.
    func awaiting(_ question: StaticString) async throws {
        try await asking { client in
            try await eventually("\(question)") {
                try await client.read(PostgresStatement(question)).first?.bool(0) == true
            }
        }
    }

    private func asking(_ body: (PostgresClient) async throws -> Void) async throws {
        let reactor = try EventReactor()
        defer { reactor.stop() }
        var configuration = self
        configuration.target = .any
        let client = PostgresClient(configuration, on: reactor)
        defer { client.close() }
        try await body(client)
    }
}
