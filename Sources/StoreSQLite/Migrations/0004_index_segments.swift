extension Migration {
    /// The stored segments of the chunked engine, and what each commit touched of what its lane shows.
    ///
    /// `index_gen` moves with every such commit; nothing reads `policy_gen` any more, and it stands still. A generation is
    /// no count: it is the commit's time in milliseconds, or one more than the former where that is later, so that none
    /// comes twice even where one was lost with a former primary. `uploads_shown` has what is asked of a lane's uploads
    /// when all it shows is read. A segment is written first (`written_at`), then added, then retired. Parts lie in a
    /// rowid table: SQLite keeps the bytes of large rows out of its index's pages there, and finds a part of 32 KiB six
    /// times as fast. `nested_fields` is a list of fields as `text_fields` is; of older documents it is empty.
    static let indexSegments = Migration(
        number: 4, name: "index_segments",
        sql: """
            ALTER TABLE lane_heads ADD COLUMN index_gen INTEGER NOT NULL DEFAULT 1;
            ALTER TABLE docs ADD COLUMN nested_fields TEXT NOT NULL DEFAULT '[]';

            DROP INDEX uploads_shown;
            CREATE INDEX uploads_shown ON uploads (lane, project, version, id, shown_fence, revision, sealed_at, indexed_at,
                shown_documents, expiry_job, end_date) WHERE shown_fence IS NOT NULL;

            CREATE TABLE index_segments (
                lane INTEGER NOT NULL,
                segment INTEGER NOT NULL,
                documents INTEGER NOT NULL,
                parts INTEGER NOT NULL,
                bytes INTEGER NOT NULL,
                written_at INTEGER NOT NULL,
                added_at INTEGER,
                retired_at INTEGER,
                PRIMARY KEY (lane, segment)
            ) STRICT, WITHOUT ROWID;
            CREATE INDEX index_segments_unused ON index_segments (coalesce(retired_at, written_at), lane, segment)
                WHERE added_at IS NULL OR retired_at IS NOT NULL;

            CREATE TABLE index_parts (
                lane INTEGER NOT NULL,
                segment INTEGER NOT NULL,
                part INTEGER NOT NULL,
                data BLOB NOT NULL,
                PRIMARY KEY (lane, segment, part)
            ) STRICT;

            CREATE TABLE index_log (
                lane INTEGER NOT NULL,
                gen INTEGER NOT NULL,
                number INTEGER NOT NULL,
                previous INTEGER NOT NULL,
                project TEXT,
                version TEXT,
                policy INTEGER,
                PRIMARY KEY (lane, gen, number)
            ) STRICT, WITHOUT ROWID;
            """)
}
