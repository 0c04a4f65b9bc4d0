extension Migration {
    /// The tables of `research/scaling.md` (i); names and keys are compared as bytes whatever the database's collation.
    ///
    /// As the migration of this name for SQLite, and besides: `commit_id` says which commit changed a row last, so that a
    /// later statement of the same pipeline can tell whether its change took place; a claimed job's lease is a column.
    static let createRegistry = Migration(
        number: 1, name: "create_registry",
        sql: """
            CREATE TABLE settings (
                name TEXT COLLATE "C" NOT NULL PRIMARY KEY,
                value TEXT COLLATE "C" NOT NULL
            );

            CREATE TABLE lane_heads (
                lane INTEGER NOT NULL PRIMARY KEY,
                event_seq BIGINT NOT NULL DEFAULT 0,
                policy_gen BIGINT NOT NULL DEFAULT 0,
                next_policy BIGINT NOT NULL DEFAULT 1
            );

            CREATE TABLE sequences (
                lane INTEGER NOT NULL,
                kind TEXT COLLATE "C" NOT NULL,
                prefix TEXT COLLATE "C" NOT NULL,
                next BIGINT NOT NULL,
                PRIMARY KEY (lane, kind, prefix)
            );

            CREATE TABLE projects (
                lane INTEGER NOT NULL,
                project TEXT COLLATE "C" NOT NULL,
                guard BIGINT NOT NULL,
                policy BIGINT,
                next_revision BIGINT NOT NULL DEFAULT 1,
                created_by TEXT COLLATE "C",
                created_at BIGINT NOT NULL,
                commit_id TEXT COLLATE "C",
                PRIMARY KEY (lane, project)
            );
            CREATE INDEX projects_by_name ON projects (project);

            CREATE TABLE versions (
                lane INTEGER NOT NULL,
                project TEXT COLLATE "C" NOT NULL,
                version TEXT COLLATE "C" NOT NULL,
                guard BIGINT NOT NULL,
                current TEXT COLLATE "C",
                last TEXT COLLATE "C",
                policy BIGINT,
                was_sealed BOOLEAN NOT NULL,
                provisioned_until BIGINT,
                created_by TEXT COLLATE "C",
                commit_id TEXT COLLATE "C",
                PRIMARY KEY (lane, project, version),
                FOREIGN KEY (lane, project) REFERENCES projects (lane, project)
            );

            CREATE TABLE uploads (
                lane INTEGER NOT NULL,
                id TEXT COLLATE "C" NOT NULL,
                project TEXT COLLATE "C" NOT NULL,
                version TEXT COLLATE "C" NOT NULL,
                state TEXT COLLATE "C" NOT NULL,
                fence BIGINT NOT NULL,
                revision BIGINT,
                is_first_sealed BOOLEAN NOT NULL,
                started_by TEXT COLLATE "C",
                started_at BIGINT NOT NULL,
                complete_before BIGINT NOT NULL,
                end_date BIGINT,
                sealed_at BIGINT,
                indexed_at BIGINT,
                ended_at BIGINT,
                permissions TEXT COLLATE "C",
                deadline_job TEXT COLLATE "C",
                expiry_job TEXT COLLATE "C",
                index_job TEXT COLLATE "C",
                file_count BIGINT NOT NULL,
                document_count BIGINT NOT NULL,
                errors TEXT COLLATE "C",
                shown_fence BIGINT,
                shown_documents BIGINT NOT NULL DEFAULT 0,
                moved_at BIGINT NOT NULL,
                commit_id TEXT COLLATE "C",
                PRIMARY KEY (lane, id),
                UNIQUE (lane, project, revision),
                FOREIGN KEY (lane, project, version) REFERENCES versions (lane, project, version)
            );
            CREATE UNIQUE INDEX uploads_active ON uploads (lane, project, version)
                WHERE state IN ('uploading', 'sealed', 'indexing');
            CREATE INDEX uploads_of_version ON uploads (lane, project, version);
            CREATE INDEX uploads_by_state ON uploads (state, moved_at);
            CREATE INDEX uploads_shown ON uploads (sealed_at) WHERE shown_fence IS NOT NULL;

            CREATE TABLE files (
                lane INTEGER NOT NULL,
                upload TEXT COLLATE "C" NOT NULL,
                path TEXT COLLATE "C" NOT NULL,
                declared_md5 TEXT COLLATE "C",
                tag TEXT COLLATE "C",
                size BIGINT,
                key TEXT COLLATE "C",
                sha256 TEXT COLLATE "C",
                md5 TEXT COLLATE "C",
                modified BIGINT,
                PRIMARY KEY (lane, upload, path)
            );

            CREATE TABLE stagings (
                lane INTEGER NOT NULL,
                upload TEXT COLLATE "C" NOT NULL,
                kind TEXT COLLATE "C" NOT NULL,
                fence BIGINT NOT NULL,
                staged_at BIGINT NOT NULL,
                PRIMARY KEY (lane, upload, kind, fence)
            );
            CREATE INDEX stagings_by_age ON stagings (staged_at);

            CREATE TABLE policies (
                lane INTEGER NOT NULL,
                policy BIGINT NOT NULL,
                scope TEXT COLLATE "C" NOT NULL,
                owners TEXT COLLATE "C" NOT NULL,
                viewers TEXT COLLATE "C" NOT NULL,
                read_access TEXT COLLATE "C" NOT NULL,
                write_access TEXT COLLATE "C" NOT NULL,
                PRIMARY KEY (lane, policy)
            );

            CREATE TABLE policy_members (
                lane INTEGER NOT NULL,
                principal TEXT COLLATE "C" NOT NULL,
                policy BIGINT NOT NULL,
                "right" TEXT COLLATE "C" NOT NULL,
                PRIMARY KEY (lane, principal, policy, "right")
            );
            CREATE INDEX policy_members_of_policy ON policy_members (lane, policy);

            CREATE TABLE jobs (
                lane INTEGER NOT NULL,
                id TEXT COLLATE "C" NOT NULL,
                kind TEXT COLLATE "C" NOT NULL,
                state TEXT COLLATE "C" NOT NULL,
                payload TEXT COLLATE "C" NOT NULL,
                uniq TEXT COLLATE "C",
                    project TEXT COLLATE "C",
                version TEXT COLLATE "C",
                due BIGINT NOT NULL,
                attempt BIGINT NOT NULL,
                max_attempts BIGINT NOT NULL,
                fence BIGINT NOT NULL,
                created_by TEXT COLLATE "C",
                created_at BIGINT NOT NULL,
                started_at BIGINT,
                finished_at BIGINT,
                lease_until BIGINT,
                result TEXT COLLATE "C",
                failure TEXT COLLATE "C",
                PRIMARY KEY (lane, id)
            );
            CREATE UNIQUE INDEX jobs_waiting_key ON jobs (lane, kind, uniq)
                WHERE state IN ('available', 'scheduled', 'retryable');
            CREATE INDEX jobs_due ON jobs (due, state) WHERE state IN ('available', 'scheduled', 'retryable');
            CREATE INDEX jobs_executing ON jobs (lease_until) WHERE state = 'executing';
            CREATE INDEX jobs_finished ON jobs (finished_at, state)
                WHERE state IN ('completed', 'discarded', 'cancelled');

            CREATE TABLE events (
                lane INTEGER NOT NULL,
                seq BIGINT NOT NULL,
                id TEXT COLLATE "C" NOT NULL,
                type TEXT COLLATE "C" NOT NULL,
                time BIGINT NOT NULL,
                actor TEXT COLLATE "C",
                project TEXT COLLATE "C" NOT NULL,
                version TEXT COLLATE "C",
                data TEXT COLLATE "C" NOT NULL,
                PRIMARY KEY (lane, seq)
            );

            CREATE TABLE audit (
                lane INTEGER NOT NULL,
                id TEXT COLLATE "C" NOT NULL,
                time BIGINT NOT NULL,
                actor TEXT COLLATE "C",
                action TEXT COLLATE "C" NOT NULL,
                project TEXT COLLATE "C" NOT NULL,
                version TEXT COLLATE "C",
                detail TEXT COLLATE "C" NOT NULL,
                PRIMARY KEY (lane, id)
            );

            CREATE TABLE scrolls (
                lane INTEGER NOT NULL,
                id TEXT COLLATE "C" NOT NULL,
                owner TEXT COLLATE "C",
                request TEXT COLLATE "C" NOT NULL,
                position TEXT COLLATE "C",
                expires BIGINT NOT NULL,
                commit_id TEXT COLLATE "C",
                PRIMARY KEY (lane, id)
            );
            CREATE INDEX scrolls_expiry ON scrolls (expires);

            CREATE TABLE docs (
                lane INTEGER NOT NULL,
                upload TEXT COLLATE "C" NOT NULL,
                fence BIGINT NOT NULL,
                path TEXT COLLATE "C" NOT NULL,
                metapath TEXT COLLATE "C" NOT NULL,
                document TEXT COLLATE "C" NOT NULL,
                schema TEXT COLLATE "C",
                type TEXT COLLATE "C",
                text_fields TEXT COLLATE "C" NOT NULL,
                file_size BIGINT,
                uploaded BIGINT,
                meta_uploaded BIGINT NOT NULL,
                PRIMARY KEY (lane, upload, fence, path)
            );
            """)
}
