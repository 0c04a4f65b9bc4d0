package import PostgresClient

package enum VersionQueries {
    package static let byKey = PostgresText(
        """
        SELECT project, version, guard, current, last, policy, was_sealed, provisioned_until, created_by FROM versions
        WHERE lane = :lane AND project = :project AND version = :version
        """)
    /// Keeps a version as it is until the end of the transaction; others may refer to it meanwhile.
    package static let hold = PostgresText(
        """
        SELECT 1 FROM versions WHERE lane = :lane AND project = :project AND version = :version FOR NO KEY UPDATE
        """)
    package static let insert = PostgresText(
        """
        INSERT INTO versions
          (lane, project, version, guard, current, last, was_sealed, provisioned_until, created_by)
        VALUES
          (:lane, :project, :version, :guard, :current, :last, :was_sealed, :provisioned_until, :created_by)
        """)
    /// Leaves the policy alone: it changes without moving the guard, by `setPolicy` only.
    package static let update = PostgresText(
        """
        UPDATE versions SET guard = guard + 1, current = :current, last = :last, was_sealed = :was_sealed,
          provisioned_until = :provisioned_until, created_by = :created_by, commit_id = :commit
        WHERE lane = :lane AND project = :project AND version = :version AND guard = :expecting
        """)
    /// Fails (22012) unless this commit has changed the row.
    package static let isChanged = PostgresText(
        """
        SELECT 1 / count(*) FROM versions
        WHERE lane = :lane AND project = :project AND version = :version AND commit_id = :commit
        """)
    /// Fails (22012) unless there is such a version.
    package static let exists = PostgresText(
        "SELECT 1 / count(*) FROM versions WHERE lane = :lane AND project = :project AND version = :version")
    /// Before `remove`: only a version that was never started goes.
    package static let claimRemoval = PostgresText(
        """
        UPDATE versions SET commit_id = :commit
        WHERE lane = :lane AND project = :project AND version = :version AND guard = :expecting AND last IS NULL
        """)
    package static let remove = PostgresText(
        """
        DELETE FROM versions WHERE lane = :lane AND project = :project AND version = :version AND commit_id = :commit
        """)
    /// The policy of a version, where it has one of its own.
    package static let policy = PostgresText(
        """
        SELECT q.policy, q.scope, q.owners, q.viewers, q.read_access, q.write_access
        FROM versions v JOIN policies q ON q.lane = v.lane AND q.policy = v.policy
        WHERE v.lane = :lane AND v.project = :project AND v.version = :version
        """)
    package static let setPolicy = PostgresText(
        """
        UPDATE versions SET policy = :policy WHERE lane = :lane AND project = :project AND version = :version
        """)

    package static let atRevision = PostgresText(
        """
        SELECT v.version FROM uploads u
        JOIN versions v ON v.lane = u.lane AND v.project = u.project AND v.version = u.version AND v.current = u.id
        WHERE u.lane = :lane AND u.project = :project AND u.revision = :revision
        """)
    package static let latest = PostgresText(
        """
        SELECT v.version FROM uploads u
        JOIN versions v ON v.lane = u.lane AND v.project = u.project AND v.version = u.version AND v.current = u.id
        WHERE u.lane = :lane AND u.project = :project AND u.revision IS NOT NULL
        ORDER BY u.revision DESC LIMIT 1
        """)
    package static let readable = PostgresText(
        """
        SELECT v.version, u.revision
        FROM versions v
        JOIN projects p ON p.lane = v.lane AND p.project = v.project
        JOIN uploads u ON u.lane = v.lane AND u.id = v.current
        WHERE v.lane = :lane AND v.project = :project AND u.shown_documents > 0 AND u.revision IS NOT NULL
          AND \(Readability.clause)
        ORDER BY u.revision
        """)
}
