extension Migration {
    /// The stored segments of the chunked engine, and what each commit touched of what its lane shows.
    ///
    /// As the migration of this name for SQLite, and besides: `index_before` is the generation before the last one, for the
    /// log of the commit that moved it; `commit_id` as elsewhere. All that a lane shows is read by hash joins, without an
    /// index of its own. Parts are not compressed again, and lie apart from their keys.
    static let indexSegments = Migration(
        number: 4, name: "index_segments",
        sql: """
            ALTER TABLE lane_heads
                ADD COLUMN index_gen BIGINT NOT NULL DEFAULT 1,
                ADD COLUMN index_before BIGINT NOT NULL DEFAULT 0;
            ALTER TABLE docs ADD COLUMN nested_fields TEXT COLLATE "C" NOT NULL DEFAULT '[]';

            DROP INDEX uploads_shown;

            CREATE TABLE index_segments (
                lane INTEGER NOT NULL,
                segment BIGINT NOT NULL,
                documents BIGINT NOT NULL,
                parts BIGINT NOT NULL,
                bytes BIGINT NOT NULL,
                written_at BIGINT NOT NULL,
                added_at BIGINT,
                retired_at BIGINT,
                commit_id TEXT COLLATE "C",
                PRIMARY KEY (lane, segment)
            );
            CREATE INDEX index_segments_unused ON index_segments ((coalesce(retired_at, written_at)), lane, segment)
                WHERE added_at IS NULL OR retired_at IS NOT NULL;

            CREATE TABLE index_parts (
                lane INTEGER NOT NULL,
                segment BIGINT NOT NULL,
                part BIGINT NOT NULL,
                data BYTEA NOT NULL,
                PRIMARY KEY (lane, segment, part)
            );
            ALTER TABLE index_parts ALTER COLUMN data SET STORAGE EXTERNAL;

            CREATE TABLE index_log (
                lane INTEGER NOT NULL,
                gen BIGINT NOT NULL,
                number BIGINT NOT NULL,
                previous BIGINT NOT NULL,
                project TEXT COLLATE "C",
                version TEXT COLLATE "C",
                policy BIGINT,
                PRIMARY KEY (lane, gen, number)
            );
            ALTER TABLE index_log SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);
            """)
}
