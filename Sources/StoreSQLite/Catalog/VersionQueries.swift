package enum VersionQueries {
    package static let byKey = """
        SELECT project, version, guard, current, last, policy, was_sealed, provisioned_until, created_by FROM versions
        WHERE lane = :lane AND project = :project AND version = :version
        """
    package static let current = """
        SELECT current FROM versions WHERE lane = :lane AND project = :project AND version = :version
        """
    package static let insert = """
        INSERT INTO versions
          (lane, project, version, guard, current, last, was_sealed, provisioned_until, created_by)
        VALUES
          (:lane, :project, :version, :guard, :current, :last, :was_sealed, :provisioned_until, :created_by)
        ON CONFLICT DO NOTHING
        """
    /// Leaves the policy alone: it changes without moving the guard, by `setPolicy` only.
    package static let update = """
        UPDATE versions SET guard = guard + 1, current = :current, last = :last, was_sealed = :was_sealed,
          provisioned_until = :provisioned_until, created_by = :created_by
        WHERE lane = :lane AND project = :project AND version = :version AND guard = :expecting
        """
    package static let remove = """
        DELETE FROM versions
        WHERE lane = :lane AND project = :project AND version = :version AND guard = :expecting AND last IS NULL
        """
    package static let policy = """
        SELECT policy FROM versions WHERE lane = :lane AND project = :project AND version = :version
        """
    package static let setPolicy = """
        UPDATE versions SET policy = :policy WHERE lane = :lane AND project = :project AND version = :version
        """

    package static let atRevision = """
        SELECT v.version FROM uploads u
        JOIN versions v ON v.lane = u.lane AND v.project = u.project AND v.version = u.version AND v.current = u.id
        WHERE u.lane = :lane AND u.project = :project AND u.revision = :revision
        """
    package static let latest = """
        SELECT v.version FROM uploads u
        JOIN versions v ON v.lane = u.lane AND v.project = u.project AND v.version = u.version AND v.current = u.id
        WHERE u.lane = :lane AND u.project = :project AND u.revision IS NOT NULL
        ORDER BY u.revision DESC LIMIT 1
        """
    package static let readable = """
        SELECT v.version, u.revision
        FROM versions v
        JOIN projects p ON p.lane = v.lane AND p.project = v.project
        JOIN uploads u ON u.lane = v.lane AND u.id = v.current
        WHERE v.lane = :lane AND v.project = :project AND u.shown_documents > 0 AND u.revision IS NOT NULL
          AND \(Readability.clause)
        ORDER BY u.revision
        """
}
