import EventReactor
import PostgresClient
import RegistryCore
import StorePostgres
import Testing

/// A primary that dies under load, and a standby that takes its place: both are in the URL.
@Suite(
    "PostgreSQL fails over to its standby",
    .enabled(if: PrivateServer.isInstalled, "PostgreSQL's server is not installed: run scripts/system-packages"))
struct PromotionTests {
    @Test(
        "what was acknowledged is on the new primary, the pools find it, and the old one gets no writes when it is back",
        .timeLimit(.minutes(5)))
    func promotion() async throws {
        try await PrivateServer.with("fsync=off") { old in
            try await old.withStandby { new in
                try await old.configuration.tell(
                    "ALTER SYSTEM SET synchronous_standby_names = '*'", "SELECT pg_reload_conf()")
                try await old.configuration.awaiting(
                    "SELECT count(*) = 1 FROM pg_stat_replication WHERE sync_state = 'sync'")
                try await TwoProcesses.with(Self.configuration(old, new)) { processes in
                    let attempts = try await Writers(processes.stores).commit { writers in
                        try await old.kill()
                        try await new.promote()
                        try await writers.everyoneGoesOn()

                        // Whoever connects anew asks the old one first.
                        try await old.comeBackAsStandby()
                        try await new.configuration.tell(Self.endSessions)
                        try await writers.everyoneGoesOn()
                    }
                    #expect(attempts.count { $0.failure == nil } >= 4 * 8)
                    for client in processes.clients {
                        let port = try await client.read(PostgresStatement("SELECT inet_server_port()")).first?.int(0)
                        #expect(port == new.configuration.hosts.first.map { Int($0.port) })
                    }
                }
            }
        }
    }

    /// As an operator writes it.
    private static func configuration(_ old: PrivateServer, _ new: PrivateServer) throws -> PostgresConfiguration {
        let first = old.configuration
        let places = (first.hosts + new.configuration.hosts).map { "\($0.name):\($0.port)" }.joined(separator: ",")
        let url = "postgres://\(first.user):\(first.password?.text ?? "")@\(places)/\(first.database)"
        return try PostgresConfiguration(url: url + "?target_session_attrs=read-write")
    }

    private static let endSessions = """
        SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
        WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()
        """
}
