package enum UploadQueries {
    package static let byKey = """
        SELECT \(columns) FROM uploads
        WHERE lane = :lane AND id = :id AND project = :project AND version = :version
        """
    /// Uploads of all lanes that have not moved for long.
    package static let inState = """
        SELECT \(columns) FROM uploads WHERE state = :state AND moved_at < :before
        ORDER BY moved_at, lane, id LIMIT :limit
        """
    package static let state = "SELECT state, fence FROM uploads WHERE lane = :lane AND id = :id"
    /// Whether its documents are published.
    package static let isShown = """
        SELECT count(*) FROM uploads WHERE lane = :lane AND id = :id AND shown_fence IS NOT NULL
        """

    package static let insert = """
        INSERT INTO uploads
          (lane, id, project, version, state, fence, revision, is_first_sealed, started_by, started_at,
           complete_before, end_date, sealed_at, indexed_at, ended_at, permissions, deadline_job, expiry_job,
           index_job, file_count, document_count, errors, moved_at)
        VALUES
          (:lane, :id, :project, :version, :state, :fence, :revision, :is_first_sealed, :started_by, :started_at,
           :complete_before, :end_date, :sealed_at, :indexed_at, :ended_at, :permissions, :deadline_job, :expiry_job,
           :index_job, :file_count, :document_count, :errors, :moved_at)
        ON CONFLICT DO NOTHING
        """
    package static let update = """
        UPDATE uploads SET state = :state, fence = :fence, is_first_sealed = :is_first_sealed,
          started_by = :started_by, started_at = :started_at, complete_before = :complete_before, end_date = :end_date,
          sealed_at = :sealed_at, indexed_at = :indexed_at, ended_at = :ended_at, permissions = :permissions,
          deadline_job = :deadline_job, expiry_job = :expiry_job, index_job = :index_job, file_count = :file_count,
          document_count = :document_count, errors = :errors, moved_at = :moved_at
        WHERE lane = :lane AND id = :id AND project = :project AND version = :version
          AND state = :expecting AND fence = :expecting_fence
        """
    /// After `ProjectQueries.takeRevision` in the same transaction.
    package static let allotRevision = """
        UPDATE uploads SET moved_at = :moved_at,
          revision = (SELECT p.next_revision - 1 FROM projects p WHERE p.lane = :lane AND p.project = :project)
        WHERE lane = :lane AND id = :id AND project = :project AND version = :version AND revision IS NULL
        """

    private static let columns = """
        id, project, version, state, fence, revision, is_first_sealed, started_by, started_at, complete_before,
        end_date, sealed_at, indexed_at, ended_at, permissions, deadline_job, expiry_job, index_job, file_count,
        document_count, errors
        """
}
