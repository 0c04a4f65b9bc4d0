package enum ProjectQueries {
    package static let byKey = """
        SELECT project, guard, policy, created_by, created_at FROM projects
        WHERE lane = :lane AND project = :project
        """
    package static let insert = """
        INSERT INTO projects (lane, project, guard, created_by, created_at)
        VALUES (:lane, :project, :guard, :created_by, :created_at)
        ON CONFLICT DO NOTHING
        """
    package static let moveGuard = """
        UPDATE projects SET guard = guard + 1 WHERE lane = :lane AND project = :project AND guard = :expecting
        """
    package static let takeRevision = """
        UPDATE projects SET next_revision = next_revision + 1 WHERE lane = :lane AND project = :project
        """
    package static let policy = "SELECT policy FROM projects WHERE lane = :lane AND project = :project"
    package static let setPolicy = """
        UPDATE projects SET policy = :policy WHERE lane = :lane AND project = :project
        """

    /// Projects of all lanes in which the caller may read something.
    package static let readable = """
        SELECT p.project FROM projects p
        WHERE p.project > :after AND \(showsSomething)
        ORDER BY p.project LIMIT :limit
        """
    package static let countReadable = "SELECT count(*) FROM projects p WHERE \(showsSomething)"

    private static let showsSomething = """
        EXISTS (SELECT 1 FROM versions v JOIN uploads u ON u.lane = v.lane AND u.id = v.current
                WHERE v.lane = p.lane AND v.project = p.project AND u.shown_documents > 0 AND \(Readability.clause))
        """
}
