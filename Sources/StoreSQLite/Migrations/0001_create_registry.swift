extension Migration {
    /// The tables of `research/scaling.md` (i); names and keys are compared as bytes (SQLite's BINARY).
    ///
    /// Beside the catalogue's records: an upload's `shown_fence` and `shown_documents` say which of its rows in `docs` are
    /// published, `moved_at` when its row changed last; `stagings` tells which staged rows no commit has counted yet.
    static let createRegistry = Migration(
        number: 1, name: "create_registry",
        sql: """
            CREATE TABLE settings (
                name TEXT NOT NULL PRIMARY KEY,
                value TEXT NOT NULL
            ) STRICT, WITHOUT ROWID;

            CREATE TABLE lane_heads (
                lane INTEGER NOT NULL PRIMARY KEY,
                event_seq INTEGER NOT NULL DEFAULT 0,
                policy_gen INTEGER NOT NULL DEFAULT 0,
                next_policy INTEGER NOT NULL DEFAULT 1
            ) STRICT, WITHOUT ROWID;

            CREATE TABLE sequences (
                lane INTEGER NOT NULL,
                kind TEXT NOT NULL,
                prefix TEXT NOT NULL,
                next INTEGER NOT NULL,
                PRIMARY KEY (lane, kind, prefix)
            ) STRICT, WITHOUT ROWID;

            CREATE TABLE projects (
                lane INTEGER NOT NULL,
                project TEXT NOT NULL,
                guard INTEGER NOT NULL,
                policy INTEGER,
                next_revision INTEGER NOT NULL DEFAULT 1,
                created_by TEXT,
                created_at INTEGER NOT NULL,
                PRIMARY KEY (lane, project)
            ) STRICT, WITHOUT ROWID;
            CREATE INDEX projects_by_name ON projects (project);

            CREATE TABLE versions (
                lane INTEGER NOT NULL,
                project TEXT NOT NULL,
                version TEXT NOT NULL,
                guard INTEGER NOT NULL,
                current TEXT,
                last TEXT,
                policy INTEGER,
                was_sealed INTEGER NOT NULL,
                provisioned_until INTEGER,
                created_by TEXT,
                PRIMARY KEY (lane, project, version),
                FOREIGN KEY (lane, project) REFERENCES projects (lane, project)
            ) STRICT, WITHOUT ROWID;

            CREATE TABLE uploads (
                lane INTEGER NOT NULL,
                id TEXT NOT NULL,
                project TEXT NOT NULL,
                version TEXT NOT NULL,
                state TEXT NOT NULL,
                fence INTEGER NOT NULL,
                revision INTEGER,
                is_first_sealed INTEGER NOT NULL,
                started_by TEXT,
                started_at INTEGER NOT NULL,
                complete_before INTEGER NOT NULL,
                end_date INTEGER,
                sealed_at INTEGER,
                indexed_at INTEGER,
                ended_at INTEGER,
                permissions TEXT,
                deadline_job TEXT,
                expiry_job TEXT,
                index_job TEXT,
                file_count INTEGER NOT NULL,
                document_count INTEGER NOT NULL,
                errors TEXT,
                shown_fence INTEGER,
                shown_documents INTEGER NOT NULL DEFAULT 0,
                moved_at INTEGER NOT NULL,
                PRIMARY KEY (lane, id),
                UNIQUE (lane, project, revision),
                FOREIGN KEY (lane, project, version) REFERENCES versions (lane, project, version)
                   
            ) STRICT, WITHOUT ROWID;
            CREATE UNIQUE INDEX uploads_active ON uploads (lane, project, version)
                WHERE state IN ('uploading', 'sealed', 'indexing');
            CREATE INDEX uploads_of_version ON uploads (lane, project, version);
            CREATE INDEX uploads_by_state ON uploads (state, moved_at);
            CREATE INDEX uploads_shown ON uploads (sealed_at) WHERE shown_fence IS NOT NULL;

            CREATE TABLE files (
                lane INTEGER NOT NULL,
                upload TEXT NOT NULL,
                path TEXT NOT NULL,
                declared_md5 TEXT,
                tag TEXT,
                size INTEGER,
                key TEXT,
                sha256 TEXT,
                md5 TEXT,
                modified INTEGER,
                PRIMARY KEY (lane, upload, path)
            ) STRICT, WITHOUT ROWID;

            CREATE TABLE stagings (
                lane INTEGER NOT NULL,
                upload TEXT NOT NULL,
                kind TEXT NOT NULL,
                fence INTEGER NOT NULL,
                staged_at INTEGER NOT NULL,
                PRIMARY KEY (lane, upload, kind, fence)
            ) STRICT, WITHOUT ROWID;
            CREATE INDEX stagings_by_age ON stagings (staged_at);

            CREATE TABLE policies (
                lane INTEGER NOT NULL,
                policy INTEGER NOT NULL,
                scope TEXT NOT NULL,
                owners TEXT NOT NULL,
                viewers TEXT NOT NULL,
                read_access TEXT NOT NULL,
                write_access TEXT NOT NULL,
                PRIMARY KEY (lane, policy)
            ) STRICT, WITHOUT ROWID;

            CREATE TABLE policy_members (
                lane INTEGER NOT NULL,
                principal TEXT NOT NULL,
                policy INTEGER NOT NULL,
                "right" TEXT NOT NULL,
                PRIMARY KEY (lane, principal, policy, "right")
            ) STRICT, WITHOUT ROWID;
            CREATE INDEX policy_members_of_policy ON policy_members (lane, policy);

            CREATE TABLE jobs (
                lane INTEGER NOT NULL,
                id TEXT NOT NULL,
                kind TEXT NOT NULL,
                state TEXT NOT NULL,
                payload TEXT NOT NULL,
                uniq TEXT,
                    project TEXT,
                version TEXT,
                due INTEGER NOT NULL,
                attempt INTEGER NOT NULL,
                max_attempts INTEGER NOT NULL,
                fence INTEGER NOT NULL,
                created_by TEXT,
                created_at INTEGER NOT NULL,
                started_at INTEGER,
                finished_at INTEGER,
                result TEXT,
                failure TEXT,
                PRIMARY KEY (lane, id)
            ) STRICT;
            CREATE UNIQUE INDEX jobs_waiting_key ON jobs (lane, kind, uniq)
                WHERE state IN ('available', 'scheduled', 'retryable');
            CREATE INDEX jobs_due ON jobs (due, state) WHERE state IN ('available', 'scheduled', 'retryable');
            CREATE INDEX jobs_executing ON jobs (lane, id) WHERE state = 'executing';
            CREATE INDEX jobs_finished ON jobs (finished_at, state)
                WHERE state IN ('completed', 'discarded', 'cancelled');

            CREATE TABLE events (
                lane INTEGER NOT NULL,
                seq INTEGER NOT NULL,
                id TEXT NOT NULL,
                type TEXT NOT NULL,
                time INTEGER NOT NULL,
                actor TEXT,
                project TEXT NOT NULL,
                version TEXT,
                data TEXT NOT NULL,
                PRIMARY KEY (lane, seq)
            ) STRICT, WITHOUT ROWID;

            CREATE TABLE audit (
                lane INTEGER NOT NULL,
                id TEXT NOT NULL,
                time INTEGER NOT NULL,
                actor TEXT,
                action TEXT NOT NULL,
                project TEXT NOT NULL,
                version TEXT,
                detail TEXT NOT NULL,
                PRIMARY KEY (lane, id)
            ) STRICT, WITHOUT ROWID;

            CREATE TABLE scrolls (
                lane INTEGER NOT NULL,
                id TEXT NOT NULL,
                owner TEXT,
                request TEXT NOT NULL,
                position TEXT,
                expires INTEGER NOT NULL,
                PRIMARY KEY (lane, id)
            ) STRICT, WITHOUT ROWID;
            CREATE INDEX scrolls_expiry ON scrolls (expires);

            CREATE TABLE docs (
                lane INTEGER NOT NULL,
                upload TEXT NOT NULL,
                fence INTEGER NOT NULL,
                path TEXT NOT NULL,
                metapath TEXT NOT NULL,
                document TEXT NOT NULL,
                schema TEXT,
                type TEXT,
                text_fields TEXT NOT NULL,
                file_size INTEGER,
                uploaded INTEGER,
                meta_uploaded INTEGER NOT NULL,
                PRIMARY KEY (lane, upload, fence, path)
            ) STRICT;
            """)
}
