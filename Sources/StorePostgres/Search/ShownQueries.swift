package import PostgresClient

/// What a lane shows, whoever may read it; columns by position, as `ShownUploadReader` takes them.
package enum ShownQueries {
    private static let upload = """
        u.id, u.shown_fence, u.revision, u.sealed_at, u.indexed_at, u.shown_documents,
          coalesce(v.policy, p.policy, 0) AS policy, u.expiry_job, u.end_date
        """
    private static let isShown = """
        u.shown_fence IS NOT NULL AND u.shown_documents > 0
          AND u.revision IS NOT NULL AND u.sealed_at IS NOT NULL AND u.indexed_at IS NOT NULL
        """
    private static let policy = "q.policy, q.scope, q.owners, q.viewers, q.read_access, q.write_access"
    private static let touched = "FROM index_log WHERE lane = :lane AND gen > :after"

    package static let uploads = PostgresText(
        """
        SELECT v.project, v.version, \(upload)
        FROM versions v
        JOIN projects p ON p.lane = v.lane AND p.project = v.project
        JOIN uploads u ON u.lane = v.lane AND u.id = v.current
        WHERE v.lane = :lane AND \(isShown)
        """)
    package static let policies = PostgresText("SELECT \(policy) FROM policies q WHERE q.lane = :lane")
    package static let segments = PostgresText(
        """
        SELECT segment, documents, parts, bytes FROM index_segments
        WHERE lane = :lane AND added_at IS NOT NULL AND retired_at IS NULL ORDER BY segment
        """)

    /// The versions that the log names after a generation, each with what it shows; those that are there.
    package static let touchedVersions = PostgresText(
        """
        SELECT v.project, v.version, \(upload)
        FROM (SELECT DISTINCT project, version \(touched) AND version IS NOT NULL) n
        JOIN versions v ON v.lane = :lane AND v.project = n.project AND v.version = n.version
        JOIN projects p ON p.lane = v.lane AND p.project = v.project
        LEFT JOIN uploads u ON u.lane = v.lane AND u.id = v.current AND \(isShown)
        """)
    /// All versions of the projects that the log names as a whole.
    package static let touchedProjects = PostgresText(
        """
        SELECT v.project, v.version, \(upload)
        FROM (SELECT DISTINCT project \(touched) AND version IS NULL AND project IS NOT NULL) n
        JOIN versions v ON v.lane = :lane AND v.project = n.project
        JOIN projects p ON p.lane = v.lane AND p.project = v.project
        LEFT JOIN uploads u ON u.lane = v.lane AND u.id = v.current AND \(isShown)
        """)
    package static let touchedPolicies = PostgresText(
        """
        SELECT \(policy)
        FROM (SELECT DISTINCT policy \(touched) AND policy IS NOT NULL) n
        JOIN policies q ON q.lane = :lane AND q.policy = n.policy
        """)
}
