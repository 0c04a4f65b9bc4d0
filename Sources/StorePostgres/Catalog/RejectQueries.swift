package import PostgresClient

package enum RejectQueries {
    package static let put = PostgresText(
        """
        INSERT INTO rejections (lane, project, version, upload, started_by, failed_at, documents, problems, omitted)
        VALUES (:lane, :project, :version, :upload, :started_by, :failed_at, :documents, :problems, :omitted)
        """)
    package static let insert = PostgresText(
        """
        INSERT INTO rejects
          (lane, project, version, path, schema, type, problem_count, omitted, keywords, searched, problems)
        VALUES
          (:lane, :project, :version, :path, :schema, :type, :problem_count, :omitted, :keywords, :searched, :problems)
        """)
    static let inserts = RowInsert(insert)
    package static let remove = PostgresText(
        """
        DELETE FROM rejections WHERE lane = :lane AND project = :project AND version = :version
        """)
    /// Before `remove`: rejects refer to their rejection.
    package static let removeDocuments = PostgresText(
        """
        DELETE FROM rejects WHERE lane = :lane AND project = :project AND version = :version
        """)

    /// A version's rejection, with nulls where nothing is kept; no row for a version that the caller may not write.
    package static let ofVersion = PostgresText(
        """
        SELECT s.upload, s.failed_at, s.documents, s.problems, s.omitted
        FROM versions v
        JOIN projects p ON p.lane = v.lane AND p.project = v.project
        LEFT JOIN rejections s ON s.lane = v.lane AND s.project = v.project AND s.version = v.version
        LEFT JOIN uploads u ON u.lane = v.lane AND u.id = v.last
        WHERE v.lane = :lane AND v.project = :project AND v.version = :version
          AND (\(Writability.clause) OR CASE WHEN s.upload IS NULL THEN u.started_by ELSE s.started_by END = :user)
        """)
    package static let documents = PostgresText(
        """
        SELECT path, schema, type, omitted, problems FROM rejects
        WHERE lane = :lane AND project = :project AND version = :version AND (:after IS NULL OR path > :after)
        ORDER BY path LIMIT :limit
        """)
    /// How many were looked at, how many match, and how many problems those have.
    package static let count = PostgresText(count(among: newest))
    package static let countOfProject = PostgresText(count(among: newestOfProject))
    /// A page of what matches, as keys.
    package static let page = PostgresText(page(among: newest))
    package static let pageOfProject = PostgresText(page(among: newestOfProject))

    // By the index on the failures' time, so that the window ends the search.
    private static let newest = newest(where: "TRUE")
    private static let newestOfProject = newest(where: "s.lane = :lane AND s.project = :project")

    private static func newest(where extent: String) -> String {
        """
        SELECT s.lane, s.project, s.version, s.upload, s.failed_at, r.path, r.type, r.problem_count, r.keywords,
          r.searched
        FROM rejections s
        JOIN versions v ON v.lane = s.lane AND v.project = s.project AND v.version = s.version
        JOIN projects p ON p.lane = v.lane AND p.project = v.project
        JOIN rejects r ON r.lane = s.lane AND r.project = s.project AND r.version = s.version
        WHERE \(extent) AND (\(Writability.clause) OR s.started_by = :user)
        ORDER BY s.failed_at DESC, s.project, s.version, s.lane, r.path LIMIT :window
        """
    }
    private static let match = """
        (:type IS NULL OR coalesce(n.type = :type, FALSE)) AND (:text IS NULL OR strpos(n.searched, :text) > 0)
          AND (:keyword IS NULL OR n.keywords::jsonb ? :keyword)
        """
    private static func count(among newest: String) -> String {
        """
        SELECT count(*) AS looked, count(*) FILTER (WHERE matches) AS documents,
          coalesce(sum(problem_count) FILTER (WHERE matches), 0)::bigint AS problems
        FROM (SELECT \(match) AS matches, n.problem_count FROM (\(newest)) n) m
        """
    }
    private static func page(among newest: String) -> String {
        """
        SELECT n.project, n.version, n.upload, n.failed_at, n.path, d.schema, d.type, d.omitted, d.problems
        FROM (\(newest)) n
        JOIN rejects d ON d.lane = n.lane AND d.project = n.project AND d.version = n.version AND d.path = n.path
        WHERE \(match)
          AND (:after_time IS NULL OR n.failed_at < :after_time OR (n.failed_at = :after_time
            AND (n.project, n.version, n.path) > (:after_project, :after_version, :after_path)))
        ORDER BY n.failed_at DESC, n.project, n.version, n.path LIMIT :limit
        """
    }
}
