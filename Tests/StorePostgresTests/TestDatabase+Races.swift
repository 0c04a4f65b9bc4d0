import EventReactor
import PostgresClient
import Testing

extension TestDatabase {
    /// Runs `body` with clients that share no connection with this one's.
    func withOthers<Value>(
        _ count: Int, _ body: ([PostgresClient]) async throws -> Value
    ) async throws -> Value {
        let reactor = try EventReactor()
        defer { reactor.stop() }
        let others = (0..<count).map { _ in PostgresClient(configuration, on: reactor) }
        defer { for other in others { other.close() } }
        return try await body(others)
    }

    /// Runs `body` with another client while rows are held: until `body` calls what it is given, or is over.
    func withHeld(
        _ rows: PostgresStatement, _ body: (PostgresClient, () async throws -> Void) async throws -> Void
    ) async throws {
        try await withOthers(1) { others in
            try await others[0].withLease { lease in
                _ = try await lease.run(PostgresStatement("BEGIN"))
                _ = try await lease.run(rows)
                try await body(others[0]) { _ = try await lease.run(PostgresStatement("ROLLBACK")) }
            }
        }
    }

    /// How many deadlocks the server found; it is told with up to a second's delay.
    func deadlocks() async throws -> Int? {
        try await Task.sleep(for: .milliseconds(1_500))
        return try await client.read(
            PostgresStatement("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        ).first?.int(0)
    }
}

extension PostgresClient {
    /// Returns when so many transactions of this database wait for another one.
    func when(_ count: Int, wait what: String) async throws {
        for _ in 0..<500 {
            let waiting = try await read(
                PostgresStatement(
                    """
                    SELECT count(*) FROM pg_stat_activity
                    WHERE datname = current_database() AND wait_event_type = 'Lock'
                    """)
            ).first?.int(0)
            if waiting ?? 0 >= count { return }
            try await Task.sleep(for: .milliseconds(20))
        }
        Issue.record("nobody waits \(what)")
    }
}
