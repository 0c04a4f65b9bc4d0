package import PostgresClient

package enum ProjectQueries {
    package static let byKey = PostgresText(
        """
        SELECT project, guard, policy, created_by, created_at FROM projects
        WHERE lane = :lane AND project = :project
        """)
    /// Keeps a project as it is until the end of the transaction; others may refer to it meanwhile.
    package static let hold = PostgresText(
        "SELECT 1 FROM projects WHERE lane = :lane AND project = :project FOR NO KEY UPDATE")
    package static let insert = PostgresText(
        """
        INSERT INTO projects (lane, project, guard, created_by, created_at)
        VALUES (:lane, :project, :guard, :created_by, :created_at)
        """)
    package static let moveGuard = PostgresText(
        """
        UPDATE projects SET guard = guard + 1, commit_id = :commit
        WHERE lane = :lane AND project = :project AND guard = :expecting
        """)
    package static let takeRevision = PostgresText(
        """
        UPDATE projects SET next_revision = next_revision + 1 WHERE lane = :lane AND project = :project
        """)
    /// Fails (22012) unless this commit has changed the row.
    package static let isChanged = PostgresText(
        """
        SELECT 1 / count(*) FROM projects WHERE lane = :lane AND project = :project AND commit_id = :commit
        """)
    /// Fails (22012) unless there is such a project.
    package static let exists = PostgresText(
        "SELECT 1 / count(*) FROM projects WHERE lane = :lane AND project = :project")
    /// The policy of a project, where it has one.
    package static let policy = PostgresText(
        """
        SELECT q.policy, q.scope, q.owners, q.viewers, q.read_access, q.write_access
        FROM projects p JOIN policies q ON q.lane = p.lane AND q.policy = p.policy
        WHERE p.lane = :lane AND p.project = :project
        """)
    package static let setPolicy = PostgresText(
        """
        UPDATE projects SET policy = :policy WHERE lane = :lane AND project = :project
        """)

    /// Projects of all lanes in which the caller may read something.
    package static let readable = PostgresText(
        """
        SELECT p.project FROM projects p
        WHERE p.project > :after AND \(showsSomething)
        ORDER BY p.project LIMIT :limit
        """)
    package static let countReadable = PostgresText("SELECT count(*) FROM projects p WHERE \(showsSomething)")

    private static let showsSomething = """
        EXISTS (SELECT 1 FROM versions v JOIN uploads u ON u.lane = v.lane AND u.id = v.current
                WHERE v.lane = p.lane AND v.project = p.project AND u.shown_documents > 0 AND \(Readability.clause))
        """
}
