import EventReactor
import PostgresClient
import Testing

/// A reactor and a client of a test, ended with it.
enum Session {
    static func with(
        _ configuration: PostgresConfiguration, _ body: (PostgresClient) async throws -> Void
    ) async throws {
        let reactor = try EventReactor()
        let client = PostgresClient(configuration, on: reactor)
        defer {
            client.close()
            reactor.stop()
        }
        try await body(client)
    }

    /// On the suite's own server.
    static func own(
        _ change: (inout PostgresConfiguration) -> Void = { _ in }, _ body: (PostgresClient) async throws -> Void
    ) async throws {
        let server = try #require(PrivateServer.current)
        try await with(server.configuration(change), body)
    }
}

extension PostgresClient {
    /// Changes something for which there is no parameter.
    func change(_ statements: String...) async throws {
        for statement in statements { _ = try await write([PostgresStatement(composed: statement)]) }
    }
    func number(_ sql: StaticString, _ values: [PostgresValue] = []) async throws -> Int? {
        try await read(PostgresStatement(sql, values)).first?.int(0)
    }
}

/// How the server answers `body`, which must fail.
func failure(
    _ sourceLocation: SourceLocation = #_sourceLocation, _ body: () async throws -> Void
) async -> PostgresError? {
    do {
        try await body()
        Issue.record("no error was thrown", sourceLocation: sourceLocation)
        return nil
    } catch {
        guard let error = error as? PostgresError else {
            Issue.record("another error was thrown: \(error)", sourceLocation: sourceLocation)
            return nil
        }
        return error
    }
}
