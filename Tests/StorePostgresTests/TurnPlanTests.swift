import JobQueue
import PostgresClient
import RegistryCore
import StorePostgres
import Testing

/// What a turn costs where one project has a long backlog.
@Suite("Turns in PostgreSQL", .enabled(if: TestDatabase.url != nil, Comment(rawValue: TestDatabase.isAbsent)))
struct TurnPlanTests {
    @Test("a backlog of 100 000 jobs and 5 000 other projects are stepped over by probes")
    func probes() async throws {
        try await TestDatabase.with(lanes: LaneCount(8)) { database in
            for sql in Self.filling { _ = try await database.client.write([PostgresStatement(composed: sql)]) }
            let jobs = PostgresStore(database.client, lanes: LaneCount(8)).jobs
            let first = TurnRequest(
                queue: .default, priority: .normal, after: nil, projects: 10, jobsOfEach: 4, runningLimit: 2)
            let tickets = try await jobs.turns(first)
            #expect(tickets.count == 13)
            // The one with the backlog, which comes first, has its share; those of which two jobs run are passed over.
            #expect(tickets.prefix(4).map { $0.project?.description } == ["A", "A", "A", "A"])
            #expect(Set(tickets.compactMap(\.project?.description)).isDisjoint(with: ["P1000", "P1008"]))
            let pages = try await pages(of: first, database.client)
            #expect(pages < 200)
        }
    }

    /// How many pages one turn touches.
    private func pages(of request: TurnRequest, _ client: PostgresClient) async throws -> Int {
        let names = JobListQueries.turns.names
        return try await client.withLease { lease in
            _ = try await lease.run(PostgresStatement("SET plan_cache_mode = force_generic_plan"))
            let types = names.map { ["queue", "after_project"].contains($0) ? "text" : "bigint" }
            _ = try await lease.run(
                PostgresStatement(
                    composed: "PREPARE turn(\(types.joined(separator: ", "))) AS \(JobListQueries.turns.sql)"))
            let values: [String: String] = [
                "queue": "'default'", "priority": "1", "after_lane": "-1", "after_project": "''",
                "projects": String(request.projects), "jobs_of_each": String(request.jobsOfEach),
                "running_limit": String(request.runningLimit),
            ]
            let rows = try await lease.run(
                PostgresStatement(
                    composed: """
                        EXPLAIN (ANALYZE, BUFFERS, TIMING OFF)
                        EXECUTE turn(\(names.map { values[$0] ?? "NULL" }.joined(separator: ", ")))
                        """))
            // The first line with buffers is that of the whole plan.
            let line = try #require(rows.compactMap { $0.text(0) }.first { $0.contains("Buffers: ") })
            return line.matches(of: #/(hit|read)=(\d+)/#).compactMap { Int($0.2) }.reduce(0, +)
        }
    }

    private static let filling = [
        """
        INSERT INTO jobs (lane, id, kind, state, payload, project, due, attempt, max_attempts, fence, created_at)
        SELECT 0, gen_random_uuid()::text, 'probe', 'available', '{}', 'A', n, 0, 5, 0, n
        FROM generate_series(1, 100000) n
        """,
        """
        INSERT INTO jobs (lane, id, kind, state, payload, project, due, attempt, max_attempts, fence, created_at)
        SELECT n % 8, gen_random_uuid()::text, 'probe', 'available', '{}', 'P' || n, n, 0, 5, 0, n
        FROM generate_series(1, 5000) n
        """,
        """
        INSERT INTO jobs (lane, id, kind, state, payload, project, due, attempt, max_attempts, fence, created_at,
          lease_until)
        SELECT n % 8, gen_random_uuid()::text, 'probe', 'executing', '{}', 'P' || n, n, 1, 5, 1, n, n
        FROM generate_series(1000, 1008, 8) n, generate_series(1, 2)
        """,
        "ANALYZE jobs",
    ]
}
