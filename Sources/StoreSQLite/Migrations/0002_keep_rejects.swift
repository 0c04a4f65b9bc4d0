extension Migration {
    /// Why the latest failed upload of each version failed: one row per version, one per rejected document.
    ///
    /// `keywords` and `searched` are what a search looks at; `problems` comes last, since a search does not read it. What
    /// failed before this migration is taken over from `uploads.errors`, which knew neither schemas nor keywords.
    static let keepRejects = Migration(
        number: 2, name: "keep_rejects",
        sql: """
            CREATE TABLE rejections (
                lane INTEGER NOT NULL,
                project TEXT NOT NULL,
                version TEXT NOT NULL,
                upload TEXT NOT NULL,
                started_by TEXT,
                failed_at INTEGER NOT NULL,
                documents INTEGER NOT NULL,
                problems INTEGER NOT NULL,
                omitted INTEGER NOT NULL,
                PRIMARY KEY (lane, project, version),
                FOREIGN KEY (lane, project, version) REFERENCES versions (lane, project, version)
            ) STRICT, WITHOUT ROWID;
            CREATE UNIQUE INDEX rejections_by_time ON rejections (failed_at DESC, project, version, lane);

            CREATE TABLE rejects (
                lane INTEGER NOT NULL,
                project TEXT NOT NULL,
                version TEXT NOT NULL,
                path TEXT NOT NULL,
                schema TEXT,
                type TEXT,
                problem_count INTEGER NOT NULL,
                omitted INTEGER NOT NULL,
                keywords TEXT NOT NULL,
                searched TEXT NOT NULL,
                problems TEXT NOT NULL,
                PRIMARY KEY (lane, project, version, path),
                FOREIGN KEY (lane, project, version) REFERENCES rejections (lane, project, version)
            ) STRICT;

            INSERT INTO rejections
              (lane, project, version, upload, started_by, failed_at, documents, problems, omitted)
            SELECT u.lane, u.project, u.version, u.id, u.started_by, coalesce(u.ended_at, u.moved_at),
              count(DISTINCT coalesce(e.value ->> 'path', '')), count(*), 0
            FROM versions v
            JOIN uploads u ON u.lane = v.lane AND u.id = v.last AND u.state = 'failed'
            JOIN json_each(CASE WHEN json_valid(u.errors) THEN u.errors ELSE '[]' END) e ON e.type = 'object'
            GROUP BY u.lane, u.id;

            INSERT INTO rejects (lane, project, version, path, problem_count, omitted, keywords, searched, problems)
            SELECT u.lane, u.project, u.version, coalesce(e.value ->> 'path', '') AS file, count(*), 0, '[]',
              lower(coalesce(e.value ->> 'path', '') || char(10)
                || group_concat(coalesce(e.value ->> 'pointer', '') || char(10) || coalesce(e.value ->> 'message', ''),
                  char(10))),
              json_group_array(json_patch('{}', json_object(
                'pointer', coalesce(e.value ->> 'pointer', ''), 'schema_pointer', e.value ->> 'schema_pointer',
                'message', coalesce(e.value ->> 'message', ''))))
            FROM rejections s
            JOIN uploads u ON u.lane = s.lane AND u.id = s.upload
            JOIN json_each(u.errors) e ON e.type = 'object'
            GROUP BY u.lane, u.id, file;
            """)
}
