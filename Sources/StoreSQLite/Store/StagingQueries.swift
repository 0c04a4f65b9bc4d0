/// The notes on rows that are written ahead of the commit that counts them.
package enum StagingQueries {
    package static let note = """
        INSERT INTO stagings (lane, upload, kind, fence, staged_at)
        VALUES (:lane, :upload, :kind, :fence, :staged_at)
        ON CONFLICT (lane, upload, kind, fence) DO UPDATE SET staged_at = excluded.staged_at
        """
    /// The upload is started: its files are no orphans any more.
    package static let countFiles = """
        DELETE FROM stagings WHERE lane = :lane AND upload = :upload AND kind = 'files'
        """
    package static let countDocuments = """
        DELETE FROM stagings WHERE lane = :lane AND upload = :upload AND kind = 'documents' AND fence = :fence
        """
    package static let forget = """
        DELETE FROM stagings WHERE lane = :lane AND upload = :upload AND kind = :kind AND fence = :fence
        """
    package static let forgetAll = "DELETE FROM stagings WHERE lane = :lane AND upload = :upload"
    /// The notes, of all lanes, on rows that nothing will count: no such upload, or another fence.
    package static let orphans = """
        SELECT s.lane, s.upload, s.kind, s.fence FROM stagings s
        LEFT JOIN uploads u ON u.lane = s.lane AND u.id = s.upload
        WHERE s.staged_at < :before AND (u.id IS NULL OR (s.kind = 'documents' AND u.fence <> s.fence))
        ORDER BY s.staged_at LIMIT :limit
        """
    /// Whether an upload still shows, or may come to show, something.
    package static let isNeeded = """
        SELECT count(*) FROM uploads u
        WHERE u.lane = :lane AND u.id = :upload
          AND (u.state IN ('uploading', 'sealed', 'indexing') OR (u.shown_fence IS NOT NULL AND EXISTS (
            SELECT 1 FROM versions v WHERE v.lane = u.lane AND v.project = u.project AND v.version = u.version
              AND v.current = u.id)))
        """
}
