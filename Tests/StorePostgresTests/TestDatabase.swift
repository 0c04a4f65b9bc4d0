import EventReactor
import Foundation
import PostgresClient
import RegistryCore
import StorePostgres

/// A database of its own on the server that `make test` starts, gone when the test is over.
struct TestDatabase {
    static let url = ProcessInfo.processInfo.environment["VITRINE_TEST_POSTGRES"]
    static let isAbsent = "VITRINE_TEST_POSTGRES is not set: 'make test' starts a server and sets it"

    private static let templates = Templates()
    /// Every test runs at once, and a server has only so many connections.
    private static let turns = Turns(8)

    let client: PostgresClient
    let configuration: PostgresConfiguration

    /// Runs `body` with an empty, migrated database.
    static func with(
        lanes: LaneCount, pipelines: Int = 1, leases: Int = 2, _ body: (TestDatabase) async throws -> Void
    ) async throws {
        try await withEmpty(
            copying: templates.name(lanes), pipelines: pipelines, leases: leases, body)
    }

    /// Runs `body` with an empty database, or with a copy of another one.
    static func withEmpty(
        copying template: String = "template1", pipelines: Int = 1, leases: Int = 2,
        _ body: (TestDatabase) async throws -> Void
    ) async throws {
        await turns.take()
        defer { Task { await turns.giveBack() } }
        try await withNew(copying: template, pipelines: pipelines, leases: leases, body)
    }

    /// Patient: a machine that runs every test at once is slow, and no promise is about that.
    private static func server() throws -> PostgresConfiguration {
        var server = try PostgresConfiguration(url: url ?? "")
        server.pipelines = 1
        server.leases = 1
        server.patience = .seconds(300)
        server.connectTimeout = .seconds(300)
        server.statementTimeout = .seconds(300)
        server.lockTimeout = .seconds(300)
        return server
    }

    private static func withNew(
        copying template: String, pipelines: Int, leases: Int, _ body: (TestDatabase) async throws -> Void
    ) async throws {
        let reactor = try EventReactor()
        defer { reactor.stop() }
        let server = try Self.server()
        let admin = PostgresClient(server, on: reactor)
        let name = "vitrine_test_\(RandomID().description.lowercased().filter { $0.isLetter || $0.isNumber })"
        _ = try await admin.write([PostgresStatement(composed: "CREATE DATABASE \(name) TEMPLATE \(template)")])
        var configuration = server
        configuration.database = name
        configuration.pipelines = pipelines
        configuration.leases = leases
        let client = PostgresClient(configuration, on: reactor)
        do {
            try await body(TestDatabase(client: client, configuration: configuration))
        } catch {
            await drop(name, client, admin)
            throw error
        }
        await drop(name, client, admin)
    }

    fileprivate static func makeTemplate(_ name: String, lanes: LaneCount) async throws {
        let reactor = try EventReactor()
        defer { reactor.stop() }
        var server = try Self.server()
        let admin = PostgresClient(server, on: reactor)
        _ = try await admin.write([PostgresStatement(composed: "CREATE DATABASE \(name)")])
        admin.close()
        server.database = name
        let client = PostgresClient(server, on: reactor)
        try await PostgresMigrator(client).run(lanes: lanes)
        client.close()
    }

    private static func drop(_ name: String, _ client: PostgresClient, _ admin: PostgresClient) async {
        client.close()
        _ = try? await admin.write([PostgresStatement(composed: "DROP DATABASE \(name) WITH (FORCE)")])
        admin.close()
    }
}

/// Migrated databases to copy, one for each number of lanes: a copy is made faster than a schema.
private actor Templates {
    private var made: [Int: Task<String, any Error>] = [:]

    func name(_ lanes: LaneCount) async throws -> String {
        let making =
            made[lanes.count]
            ?? Task {
                let name = "vitrine_template_\(lanes.count)_\(ProcessInfo.processInfo.processIdentifier)"
                try await TestDatabase.makeTemplate(name, lanes: lanes)
                return name
            }
        made[lanes.count] = making
        return try await making.value
    }
}

/// Lets so many in at a time, in the order they came.
actor Turns {
    private var left: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(_ width: Int) { left = width }

    func take() async {
        if left > 0 {
            left -= 1
        } else {
            await withCheckedContinuation { waiting.append($0) }
        }
    }
    func giveBack() {
        if waiting.isEmpty { left += 1 } else { waiting.removeFirst().resume() }
    }
}
