package import PostgresClient

package enum FileQueries {
    /// Nothing for an upload that is staged and not started.
    package static let ofUpload = PostgresText(
        """
        SELECT f.path, f.declared_md5, f.tag, f.size, f.key, f.sha256, f.md5, f.modified FROM files f
        WHERE f.lane = :lane AND f.upload = :upload AND f.path > :after
          AND EXISTS (SELECT 1 FROM uploads u WHERE u.lane = :lane AND u.id = :upload
                      AND u.project = :project AND u.version = :version)
        ORDER BY f.path LIMIT :limit
        """)
    package static let ofArtifact = PostgresText(
        """
        SELECT f.path, f.declared_md5, f.tag, f.size, f.key, f.sha256, f.md5, f.modified
        FROM versions v
        JOIN projects p ON p.lane = v.lane AND p.project = v.project
        JOIN files f ON f.lane = v.lane AND f.upload = v.current
        WHERE v.lane = :lane AND v.project = :project AND v.version = :version AND f.path = :path
          AND \(Readability.clause)
        """)

    /// Fails (22012) unless there are exactly `file_count`.
    package static let hasCount = PostgresText(
        """
        SELECT 1 / (CASE WHEN count(*) = :file_count THEN 1 ELSE 0 END)
        FROM files WHERE lane = :lane AND upload = :upload
        """)
    package static let stage = PostgresText(
        """
        INSERT INTO files (lane, upload, path, declared_md5, tag, size, key, sha256, md5, modified)
        VALUES (:lane, :upload, :path, :declared_md5, :tag, :size, :key, :sha256, :md5, :modified)
        ON CONFLICT (lane, upload, path) DO UPDATE SET declared_md5 = excluded.declared_md5, tag = excluded.tag,
          size = excluded.size, key = excluded.key, sha256 = excluded.sha256, md5 = excluded.md5,
          modified = excluded.modified
        """)
    static let stages = RowInsert(stage)
    /// Fails (22012) unless each of `paths`, which are different, is declared.
    package static let areDeclared = PostgresText(
        """
        SELECT 1 / (CASE WHEN count(*) = cardinality(:paths) THEN 1 ELSE 0 END)
        FROM files WHERE lane = :lane AND upload = :upload AND path = ANY(:paths)
        """)
    package static let seal = PostgresText(
        """
        UPDATE files SET tag = :tag, size = :size WHERE lane = :lane AND upload = :upload AND path = :path
        """)
    package static let place = PostgresText(
        """
        UPDATE files SET tag = coalesce(:tag, tag), size = coalesce(:size, size), key = :key, sha256 = :sha256,
          md5 = :md5, modified = :modified
        WHERE lane = :lane AND upload = :upload AND path = :path
        """)
    package static let remove = PostgresText(
        """
        DELETE FROM files WHERE lane = :lane AND upload = :upload AND path IN (
          SELECT path FROM files WHERE lane = :lane AND upload = :upload LIMIT :limit)
        """)
}
