import GRDB
import JobQueue
import RegistryCore
import StoreSQLite
import Testing

@Suite("Turns in SQLite")
struct TurnPlanTests {
    /// Beside 100 000 jobs of one project and one of each of 5 000 others: each step is a probe of the index, and so is
    /// each project's count of running jobs and the list of its oldest.
    @Test func aPageOfTurnsIsProbedForHoweverMuchWaits() async throws {
        try await withTemporaryDatabase { path in
            let store = try SQLiteStore(path: path)
            let file = try DatabaseQueue(path: path)
            let plan = try await file.write { (db: Database) -> [String] in
                try db.execute(sql: Self.fill, arguments: ["count": 100_000, "name": "BIG", "each": 0])
                try db.execute(sql: Self.fill, arguments: ["count": 5_000, "name": "P", "each": 1])
                try db.execute(sql: "ANALYZE")
                let arguments: StatementArguments = [
                    "queue": "default", "priority": 1, "after_lane": -1, "after_project": "", "projects": 64,
                    "jobs_of_each": 4, "running_limit": 16,
                ]
                return try Row.fetchAll(
                    db, sql: "EXPLAIN QUERY PLAN " + JobListQueries.turns, arguments: arguments
                ).map { $0["detail"] }
            }
            try file.close()
            let searches = plan.filter { $0.hasPrefix("SEARCH") }
            #expect(
                searches == [
                    "SEARCH n USING INTEGER PRIMARY KEY (rowid=?)",
                    "SEARCH s USING INDEX jobs_turns (queue=? AND priority=? AND lane=? AND <expr>>?)",
                    "SEARCH s USING INDEX jobs_turns (queue=? AND priority=? AND lane>?)",
                    "SEARCH r USING INDEX jobs_running (lane=? AND <expr>=?)",
                    "SEARCH j USING INTEGER PRIMARY KEY (rowid=?)",
                    "SEARCH t USING INDEX jobs_turns (queue=? AND priority=? AND lane=? AND <expr>=?)",
                ], "\(plan)")
            for projects in [1, 64, 6_000] {
                let tickets = try await store.jobs.turns(
                    TurnRequest(
                        queue: .default, priority: .normal, after: nil, projects: projects, jobsOfEach: 4,
                        runningLimit: 16))
                #expect(tickets.count == min(4 + projects - 1, 5_004))
                #expect(tickets.prefix(4).allSatisfy { $0.project?.description == "BIG" })
                #expect(tickets.prefix(4).map(\.due.milliseconds) == [1, 2, 3, 4])
            }
            try await store.close()
        }
    }

    private static let fill = """
        WITH RECURSIVE numbers (number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM numbers WHERE number < :count)
        INSERT INTO jobs (lane, id, kind, state, payload, project, due, attempt, max_attempts, fence, created_at)
        SELECT 0, printf('00000000-0000-4000-800%d-%012d', :each, number), 'test', 'available', '{}',
          :name || CASE WHEN :each THEN printf('%05d', number) ELSE '' END, number, 0, 8, 0, number
        FROM numbers
        """
}
