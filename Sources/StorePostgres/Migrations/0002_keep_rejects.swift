extension Migration {
    /// Why the latest failed upload of each version failed: one row per version, one per rejected document.
    ///
    /// As the migration of this name for SQLite; no release stored uploads here before it, so there is nothing to take over.
    static let keepRejects = Migration(
        number: 2, name: "keep_rejects",
        sql: """
            CREATE TABLE rejections (
                lane INTEGER NOT NULL,
                project TEXT COLLATE "C" NOT NULL,
                version TEXT COLLATE "C" NOT NULL,
                upload TEXT COLLATE "C" NOT NULL,
                started_by TEXT COLLATE "C",
                failed_at BIGINT NOT NULL,
                documents BIGINT NOT NULL,
                problems BIGINT NOT NULL,
                omitted BIGINT NOT NULL,
                PRIMARY KEY (lane, project, version),
                FOREIGN KEY (lane, project, version) REFERENCES versions (lane, project, version)
            );
            CREATE UNIQUE INDEX rejections_by_time ON rejections (failed_at DESC, project, version, lane);

            CREATE TABLE rejects (
                lane INTEGER NOT NULL,
                project TEXT COLLATE "C" NOT NULL,
                version TEXT COLLATE "C" NOT NULL,
                path TEXT COLLATE "C" NOT NULL,
                schema TEXT COLLATE "C",
                type TEXT COLLATE "C",
                problem_count BIGINT NOT NULL,
                omitted BIGINT NOT NULL,
                keywords TEXT COLLATE "C" NOT NULL,
                searched TEXT COLLATE "C" NOT NULL,
                problems TEXT COLLATE "C" NOT NULL,
                PRIMARY KEY (lane, project, version, path),
                FOREIGN KEY (lane, project, version) REFERENCES rejections (lane, project, version)
            );
            """)
}
