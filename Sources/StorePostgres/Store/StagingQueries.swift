package import PostgresClient

/// The notes on rows that are written ahead of the commit that counts them.
package enum StagingQueries {
    package static let note = PostgresText(
        """
        INSERT INTO stagings (lane, upload, kind, fence, staged_at)
        VALUES (:lane, :upload, :kind, :fence, :staged_at)
        ON CONFLICT (lane, upload, kind, fence) DO UPDATE SET staged_at = excluded.staged_at
        """)
    /// The upload is started: its files are no orphans any more.
    package static let countFiles = PostgresText(
        """
        DELETE FROM stagings WHERE lane = :lane AND upload = :upload AND kind = 'files'
        """)
    package static let countDocuments = PostgresText(
        """
        DELETE FROM stagings WHERE lane = :lane AND upload = :upload AND kind = 'documents' AND fence = :fence
        """)
    /// Keeps a note as it is until the end of the transaction: the commit that starts the upload waits, and so does a
    /// slice.
    package static let hold = PostgresText(
        """
        SELECT 1 FROM stagings WHERE lane = :lane AND upload = :upload AND kind = :kind AND fence = :fence FOR UPDATE
        """)
    /// After `hold`; fails (22012) unless the note is there, and as old as it was found.
    package static let isHeld = PostgresText(
        """
        SELECT 1 / count(*) FROM stagings
        WHERE lane = :lane AND upload = :upload AND kind = :kind AND fence = :fence AND staged_at < :before
        """)
    /// Under `hold`: forgets the note when nothing is left of what it was about.
    package static let forgetFiles = PostgresText(
        """
        DELETE FROM stagings WHERE lane = :lane AND upload = :upload AND kind = :kind AND fence = :fence
          AND NOT EXISTS (SELECT 1 FROM files f WHERE f.lane = :lane AND f.upload = :upload)
        """)
    package static let forgetDocuments = PostgresText(
        """
        DELETE FROM stagings WHERE lane = :lane AND upload = :upload AND kind = :kind AND fence = :fence
          AND NOT EXISTS (SELECT 1 FROM docs d WHERE d.lane = :lane AND d.upload = :upload AND d.fence = :fence)
        """)
    package static let forgetAll = PostgresText("DELETE FROM stagings WHERE lane = :lane AND upload = :upload")
    /// The notes, of all lanes, on rows that nothing will count: no such upload, or another fence.
    package static let orphans = PostgresText(
        """
        SELECT s.lane, s.upload, s.kind, s.fence FROM stagings s
        LEFT JOIN uploads u ON u.lane = s.lane AND u.id = s.upload
        WHERE s.staged_at < :before AND (u.id IS NULL OR (s.kind = 'documents' AND u.fence <> s.fence))
        ORDER BY s.staged_at LIMIT :limit
        """)
    /// Keeps an upload as it is until the end of the transaction.
    package static let holdUpload = PostgresText("SELECT 1 FROM uploads WHERE lane = :lane AND id = :upload FOR SHARE")
    /// After `holdUpload`; fails (22012) where an upload still shows, or may come to show, something.
    package static let isNotNeeded = PostgresText(
        """
        SELECT 1 / (CASE WHEN count(*) = 0 THEN 1 ELSE 0 END) FROM uploads u
        WHERE u.lane = :lane AND u.id = :upload
          AND (u.state IN ('uploading', 'sealed', 'indexing') OR (u.shown_fence IS NOT NULL AND EXISTS (
            SELECT 1 FROM versions v WHERE v.lane = u.lane AND v.project = u.project AND v.version = u.version
              AND v.current = u.id)))
        """)
}
