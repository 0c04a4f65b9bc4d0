package enum RejectQueries {
    package static let put = """
        INSERT INTO rejections (lane, project, version, upload, started_by, failed_at, documents, problems, omitted)
        VALUES (:lane, :project, :version, :upload, :started_by, :failed_at, :documents, :problems, :omitted)
        """
    package static let insert = """
        INSERT INTO rejects
          (lane, project, version, path, schema, type, problem_count, omitted, keywords, searched, problems)
        VALUES
          (:lane, :project, :version, :path, :schema, :type, :problem_count, :omitted, :keywords, :searched, :problems)
        """
    package static let remove = """
        DELETE FROM rejections WHERE lane = :lane AND project = :project AND version = :version
        """
    /// Before `remove`: rejects refer to their rejection.
    package static let removeDocuments = """
        DELETE FROM rejects WHERE lane = :lane AND project = :project AND version = :version
        """

    /// A version's rejection, with nulls where nothing is kept; no row for a version that the caller may not write.
    package static let ofVersion = """
        SELECT s.upload, s.failed_at, s.documents, s.problems, s.omitted
        FROM versions v
        JOIN projects p ON p.lane = v.lane AND p.project = v.project
        LEFT JOIN rejections s ON s.lane = v.lane AND s.project = v.project AND s.version = v.version
        LEFT JOIN uploads u ON u.lane = v.lane AND u.id = v.last
        WHERE v.lane = :lane AND v.project = :project AND v.version = :version
          AND (\(Writability.clause) OR CASE WHEN s.upload IS NULL THEN u.started_by ELSE s.started_by END = :user)
        """
    package static let documents = """
        SELECT path, schema, type, omitted, problems FROM rejects
        WHERE lane = :lane AND project = :project AND version = :version AND (:after IS NULL OR path > :after)
        ORDER BY path LIMIT :limit
        """
    package static let document = """
        SELECT path, schema, type, omitted, problems FROM rejects
        WHERE lane = :lane AND project = :project AND version = :version AND path = :path
        """

    /// How many were looked at, how many match, and how many problems those have.
    package static let count = count(among: newest)
    package static let countOfProject = count(among: newestOfProject)
    /// A page of what matches, as keys.
    package static let page = page(among: newest)
    package static let pageOfProject = page(among: newestOfProject)

    // SQLite joins a CROSS JOIN in the order of its text: failures by their time, so that the window ends the search.
    private static let newest = newest(where: "TRUE")
    private static let newestOfProject = newest(where: "s.lane = :lane AND s.project = :project")

    private static func newest(where extent: String) -> String {
        """
        SELECT s.lane, s.project, s.version, s.upload, s.failed_at, r.path, r.type, r.problem_count, r.keywords,
          r.searched
        FROM rejections s
        CROSS JOIN versions v ON v.lane = s.lane AND v.project = s.project AND v.version = s.version
        CROSS JOIN projects p ON p.lane = v.lane AND p.project = v.project
        CROSS JOIN rejects r ON r.lane = s.lane AND r.project = s.project AND r.version = s.version
        WHERE \(extent) AND (\(Writability.clause) OR s.started_by = :user)
        ORDER BY s.failed_at DESC, s.project, s.version, s.lane, r.path LIMIT :window
        """
    }
    private static let match = """
        (:type IS NULL OR coalesce(n.type = :type, FALSE)) AND (:text IS NULL OR instr(n.searched, :text) > 0)
          AND (:keyword IS NULL OR :keyword IN (SELECT value FROM json_each(n.keywords)))
        """
    private static func count(among newest: String) -> String {
        """
        SELECT count(*) AS looked, coalesce(sum(matches), 0) AS documents,
          coalesce(sum(CASE WHEN matches THEN problem_count END), 0) AS problems
        FROM (SELECT \(match) AS matches, n.problem_count FROM (\(newest)) n)
        """
    }
    private static func page(among newest: String) -> String {
        """
        SELECT n.lane, n.project, n.version, n.upload, n.failed_at, n.path FROM (\(newest)) n
        WHERE \(match)
          AND (:after_time IS NULL OR n.failed_at < :after_time OR (n.failed_at = :after_time
            AND (n.project, n.version, n.path) > (:after_project, :after_version, :after_path)))
        ORDER BY n.failed_at DESC, n.project, n.version, n.path LIMIT :limit
        """
    }
}
