import PostgresClient
import RegistryCore
import StorePostgres
import Testing

/// What the server would do with tables of some size, without running anything.
@Suite(
    "Plans of the statements in PostgreSQL",
    .enabled(if: TestDatabase.url != nil, Comment(rawValue: TestDatabase.isAbsent)))
struct QueryPlanTests {
    @Test("statements within one lane are answered by key, listings follow their index")
    func plans() async throws {
        try await TestDatabase.with(lanes: LaneCount(8)) { database in
            try await Filling(client: database.client).fill()
            for question in Statements.byKey {
                let plan = try await plan(of: question, database.client)
                #expect(!plan.contains("Seq Scan"), "\(question.testDescription):\n\(plan)")
            }
            for (question, index) in Statements.acrossLanes {
                let plan = try await plan(of: question, database.client)
                #expect(plan.contains(index), "\(question.testDescription):\n\(plan)")
            }
        }
    }

    /// Those that a statement alone does not tell.
    private static let types = [
        "after": "text", "after_time": "bigint", "type": "text", "text": "text", "keyword": "text", "user": "text",
        "due": "bigint", "failure": "text", "taken": "text", "now": "bigint", "paths": "text[]", "ids": "text[]",
        "on_request": "text", "any_state": "boolean", "queue": "text", "running_limit": "bigint",
        "JobListQueries.due.after": "bigint", "IndexLogQueries.after.after": "bigint",
        "ShownQueries.touchedVersions.after": "bigint", "ShownQueries.touchedProjects.after": "bigint",
        "ShownQueries.touchedPolicies.after": "bigint", "mark": "bigint", "number": "bigint", "moment": "bigint",
    ]

    private func plan(of question: Question, _ client: PostgresClient) async throws -> String {
        let nothing = question.text.names.map { _ in "NULL" }.joined(separator: ", ")
        return try await client.withLease { lease in
            _ = try await lease.run(PostgresStatement("SET plan_cache_mode = force_generic_plan"))
            let types = question.text.names.map { name in
                Self.types["\(question.testDescription).\(name)"] ?? Self.types[name] ?? "unknown"
            }.joined(separator: ", ")
            let prepare = types.isEmpty ? "question" : "question(\(types))"
            _ = try await lease.run(PostgresStatement(composed: "PREPARE \(prepare) AS \(question.sql)"))
            let execute = nothing.isEmpty ? "question" : "question(\(nothing))"
            let rows = try await lease.run(PostgresStatement(composed: "EXPLAIN EXECUTE \(execute)"))
            _ = try await lease.run(PostgresStatement("DEALLOCATE question"))
            return rows.compactMap { $0.text(0) }.joined(separator: "\n")
        }
    }
}

/// Tables of some thousand rows in eight lanes, in the proportions of a registry.
struct Filling {
    let client: PostgresClient

    func fill() async throws {
        for sql in Self.statements { _ = try await client.write([PostgresStatement(composed: sql)]) }
    }

    private static let statements = [
        """
        INSERT INTO projects (lane, project, guard, policy, created_at)
        SELECT n % 8, 'P' || n, 0, n, 0 FROM generate_series(1, 4000) n
        """,
        """
        INSERT INTO versions (lane, project, version, guard, current, last, was_sealed)
        SELECT n % 8, 'P' || n, 'v' || v, 0, 'u' || n || '-' || v, 'u' || n || '-' || v, TRUE
        FROM generate_series(1, 4000) n, generate_series(1, 4) v
        """,
        """
        INSERT INTO uploads (lane, id, project, version, state, fence, revision, is_first_sealed, started_at,
          complete_before, sealed_at, indexed_at, file_count, document_count, shown_fence, shown_documents, moved_at)
        SELECT lane, current, project, version, 'indexed', 1, substr(version, 2)::int, TRUE, 0, 0,
          1000000 + row_number() OVER (), 0, 3, 3, 1, 3, row_number() OVER () FROM versions
        """,
        "INSERT INTO files (lane, upload, path, size) SELECT lane, id, 'f' || f, 1 FROM uploads, generate_series(1, 3) f",
        """
        INSERT INTO docs (lane, upload, fence, path, metapath, document, text_fields, meta_uploaded)
        SELECT lane, id, 1, 'f' || f, 'f' || f, '{}', '[]', 0 FROM uploads, generate_series(1, 3) f
        """,
        """
        INSERT INTO policies (lane, policy, scope, owners, viewers, read_access, write_access)
        SELECT n % 8, n, 'project', '[]', '[]', 'viewers', 'owners' FROM generate_series(1, 4000) n
        """,
        """
        INSERT INTO policy_members (lane, principal, policy, "right")
        SELECT n % 8, 'user' || (n % 500 + m), n, 'read' FROM generate_series(1, 4000) n, generate_series(1, 4) m
        """,
        """
        INSERT INTO jobs (lane, id, kind, state, payload, project, parent, due, attempt, max_attempts, fence, created_at,
          finished_at, lease_until)
        SELECT n % 8, 'j' || n, 'index_upload',
          CASE WHEN n % 20 = 0 THEN 'available' WHEN n % 21 = 0 THEN 'executing' WHEN n % 23 = 0 THEN 'scheduled'
            ELSE 'completed' END,
          '{}', 'P' || n % 4000, CASE WHEN n % 50 = 0 THEN 'j' || n / 500 END, n, 0, 5, 0, n, n, n
        FROM generate_series(1, 20000) n
        """,
        """
        INSERT INTO job_lines (lane, job, fence, number, time, level, message, fields)
        SELECT lane, id, 1, n, 0, 'info', 'x', '{}' FROM jobs, generate_series(1, 3) n WHERE state = 'completed'
        """,
        """
        INSERT INTO events (lane, seq, id, type, time, project, data)
        SELECT n % 8, n, 'e' || n, 't', 0, 'P1', '{}' FROM generate_series(1, 20000) n
        """,
        """
        INSERT INTO scrolls (lane, id, request, expires) SELECT n % 8, 's' || n, '{}', n FROM generate_series(1, 5000) n
        """,
        """
        INSERT INTO stagings (lane, upload, kind, fence, staged_at)
        SELECT n % 8, 'x' || n, 'files', 0, n FROM generate_series(1, 5000) n
        """,
        """
        INSERT INTO rejections (lane, project, version, upload, failed_at, documents, problems, omitted)
        SELECT lane, project, version, last, row_number() OVER (), 1, 1, 0 FROM versions WHERE version = 'v2'
        """,
        """
        INSERT INTO rejects (lane, project, version, path, problem_count, omitted, keywords, searched, problems)
        SELECT lane, project, version, 'f1', 1, 0, '[]', 'x', '[]' FROM rejections
        """,
        """
        INSERT INTO index_segments (lane, segment, documents, parts, bytes, written_at, added_at, retired_at)
        SELECT n % 8, n, 100, 20, 1000, n, n, CASE WHEN n % 3 = 0 THEN n END FROM generate_series(1, 2000) n
        """,
        """
        INSERT INTO index_parts (lane, segment, part, data)
        SELECT lane, segment, p, '\\x00' FROM index_segments, generate_series(0, 19) p
        """,
        """
        INSERT INTO index_log (lane, gen, number, previous, project, version, policy)
        SELECT n % 8, n, 0, n - 8, CASE WHEN n % 5 > 0 THEN 'P' || n END, CASE WHEN n % 5 > 1 THEN 'v1' END,
          CASE WHEN n % 5 = 0 THEN n END FROM generate_series(1, 20000) n
        """,
        "ANALYZE",
    ]
}
