package enum DocumentQueries {
    // What a version serves. Every question ends here: an upload that is not current shows nothing.
    private static let served = """
        FROM versions v
        JOIN projects p ON p.lane = v.lane AND p.project = v.project
        JOIN uploads u ON u.lane = v.lane AND u.id = v.current AND u.shown_fence IS NOT NULL
          AND u.revision IS NOT NULL AND u.sealed_at IS NOT NULL AND u.indexed_at IS NOT NULL
        """
    private static let documents = """
        \(served)
        JOIN docs d ON d.lane = u.lane AND d.upload = u.id AND d.fence = u.shown_fence
        """
    private static let columns = """
        v.project, v.version, u.revision, u.sealed_at, u.indexed_at, u.expiry_job, u.end_date,
        d.path, d.metapath, d.document, d.schema, d.type, d.text_fields, d.nested_fields, d.file_size, d.uploaded,
        d.meta_uploaded
        """
    private static let version = "v.lane = :lane AND v.project = :project AND v.version = :version"

    /// One document with the policy that holds.
    package static let byArtifact = """
        SELECT \(columns), q.policy, q.scope, q.owners, q.viewers, q.read_access, q.write_access
        \(documents)
        LEFT JOIN policies q ON q.lane = v.lane AND q.policy = coalesce(v.policy, p.policy, 0)
        WHERE \(version) AND d.path = :path AND \(Readability.clause)
        """

    package static let count = "SELECT sum(u.shown_documents) \(served) WHERE \(Readability.clause)"
    package static let stage = """
        INSERT INTO docs
          (lane, upload, fence, path, metapath, document, schema, type, text_fields, nested_fields, file_size,
           uploaded, meta_uploaded)
        VALUES
          (:lane, :upload, :fence, :path, :metapath, :document, :schema, :type, :text_fields, :nested_fields,
           :file_size, :uploaded, :meta_uploaded)
        ON CONFLICT (lane, upload, fence, path) DO UPDATE SET metapath = excluded.metapath,
          document = excluded.document, schema = excluded.schema, type = excluded.type,
          text_fields = excluded.text_fields, nested_fields = excluded.nested_fields,
          file_size = excluded.file_size, uploaded = excluded.uploaded, meta_uploaded = excluded.meta_uploaded
        """
    /// How many documents are staged under a fence.
    package static let staged = """
        SELECT count(*) FROM docs WHERE lane = :lane AND upload = :upload AND fence = :fence
        """
    package static let publish = """
        UPDATE uploads SET shown_fence = :fence, shown_documents = :documents
        WHERE lane = :lane AND id = :upload AND fence = :fence
        """
    package static let withdraw = """
        UPDATE uploads SET shown_fence = NULL, shown_documents = 0 WHERE lane = :lane AND id = :upload
        """
    /// Removes few rows at a time, and stops after a mebibyte: the writer is held for milliseconds.
    package static let remove = """
        DELETE FROM docs WHERE (lane, upload, fence, path) IN (
          SELECT lane, upload, fence, path FROM (
            SELECT lane, upload, fence, path,
              sum(length(document)) OVER (ORDER BY fence, path) - length(document) AS before
            FROM docs WHERE lane = :lane AND upload = :upload ORDER BY fence, path LIMIT min(:limit, 32))
          WHERE before < 1048576)
        """
    package static let removeUnderFence = """
        DELETE FROM docs WHERE (lane, upload, fence, path) IN (
          SELECT lane, upload, fence, path FROM (
            SELECT lane, upload, fence, path, sum(length(document)) OVER (ORDER BY path) - length(document) AS before
            FROM docs WHERE lane = :lane AND upload = :upload AND fence = :fence ORDER BY path LIMIT min(:limit, 32))
          WHERE before < 1048576)
        """
}
