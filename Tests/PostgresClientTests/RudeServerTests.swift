import PostgresClient
import Testing

@Suite("A server that hangs up as soon as it has answered")
struct RudeServerTests {
    @Test("leaves nobody of those who waited for the connection behind", .timeLimit(.minutes(1)))
    func everybodyIsTold() async throws {
        let server = try RudeServer()
        var configuration = PostgresConfiguration(host: "127.0.0.1", port: server.port, user: "u", database: "d")
        configuration.target = .any
        configuration.tls = .disable
        configuration.pipelines = 1
        configuration.patience = .seconds(2)
        try await Session.with(configuration) { client in
            let refused = await withTaskGroup(of: PostgresError?.self) { group in
                for _ in 0..<64 {
                    group.addTask { await failure { try await client.change("SELECT 1") } }
                }
                return await group.reduce(into: [PostgresError]()) { $0 += $1.map { [$0] } ?? [] }
            }
            #expect(refused.count == 64)
            #expect(refused.allSatisfy { $0.kind == .connectionLost || $0.kind == .unavailable })
        }
    }
}
