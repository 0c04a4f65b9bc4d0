package import PostgresClient

package enum UploadQueries {
    package static let byKey = PostgresText(
        """
        SELECT \(columns) FROM uploads
        WHERE lane = :lane AND id = :id AND project = :project AND version = :version
        """)
    /// Uploads of all lanes that have not moved for long.
    package static let inState = PostgresText(
        """
        SELECT \(columns) FROM uploads WHERE state = :state AND moved_at < :before
        ORDER BY moved_at, lane, id LIMIT :limit
        """)
    /// The upload that a version serves, or the one that it started last.
    package static let current = PostgresText(ofVersion("current"))
    package static let last = PostgresText(ofVersion("last"))
    private static func ofVersion(_ column: String) -> String {
        """
        SELECT \(columns) FROM uploads WHERE lane = :lane AND id = (
          SELECT v.\(column) FROM versions v WHERE v.lane = :lane AND v.project = :project AND v.version = :version)
        """
    }

    /// Keeps the upload as it is until the end of the transaction, when it is what the caller thinks.
    package static let hold = PostgresText(
        """
        SELECT 1 FROM uploads WHERE lane = :lane AND id = :id AND state = :state AND fence = :fence FOR SHARE
        """)
    /// After `hold`; fails (22012) unless the upload is what the caller thinks.
    package static let isHeld = PostgresText(
        "SELECT 1 / count(*) FROM uploads WHERE lane = :lane AND id = :id AND state = :state AND fence = :fence")
    /// Fails (22012) where there is such an upload.
    package static let isAbsent = PostgresText(
        "SELECT 1 / (1 - count(*)) FROM uploads WHERE lane = :lane AND id = :id")
    /// Fails (22012) unless this commit has changed the row.
    package static let isChanged = PostgresText(
        "SELECT 1 / count(*) FROM uploads WHERE lane = :lane AND id = :id AND commit_id = :commit")

    package static let insert = PostgresText(
        """
        INSERT INTO uploads
          (lane, id, project, version, state, fence, revision, is_first_sealed, started_by, started_at,
           complete_before, end_date, sealed_at, indexed_at, ended_at, permissions, deadline_job, expiry_job,
           index_job, file_count, document_count, errors, moved_at)
        VALUES
          (:lane, :id, :project, :version, :state, :fence, :revision, :is_first_sealed, :started_by, :started_at,
           :complete_before, :end_date, :sealed_at, :indexed_at, :ended_at, :permissions, :deadline_job, :expiry_job,
           :index_job, :file_count, :document_count, :errors, :moved_at)
        """)
    package static let update = PostgresText(
        """
        UPDATE uploads SET state = :state, fence = :fence, is_first_sealed = :is_first_sealed,
          started_by = :started_by, started_at = :started_at, complete_before = :complete_before, end_date = :end_date,
          sealed_at = :sealed_at, indexed_at = :indexed_at, ended_at = :ended_at, permissions = :permissions,
          deadline_job = :deadline_job, expiry_job = :expiry_job, index_job = :index_job, file_count = :file_count,
          document_count = :document_count, errors = :errors, moved_at = :moved_at, commit_id = :commit
        WHERE lane = :lane AND id = :id AND project = :project AND version = :version
          AND state = :expecting AND fence = :expecting_fence
        """)
    /// After `ProjectQueries.takeRevision` in the same transaction.
    package static let allotRevision = PostgresText(
        """
        UPDATE uploads SET moved_at = :moved_at, commit_id = :commit,
          revision = (SELECT p.next_revision - 1 FROM projects p WHERE p.lane = :lane AND p.project = :project)
        WHERE lane = :lane AND id = :id AND project = :project AND version = :version AND revision IS NULL
        """)

    private static let columns = """
        id, project, version, state, fence, revision, is_first_sealed, started_by, started_at, complete_before,
        end_date, sealed_at, indexed_at, ended_at, permissions, deadline_job, expiry_job, index_job, file_count,
        document_count, errors
        """
}
