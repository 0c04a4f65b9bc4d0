extension Migration {
    /// Queues, bands, leases and progress of jobs, and the tables of workers, leader leases, schedules and pauses.
    ///
    /// Jobs without a project take turns under the empty name, which no project has.
    static let widenJobs = Migration(
        number: 3, name: "widen_jobs",
        sql: """
            ALTER TABLE jobs ADD COLUMN queue TEXT NOT NULL DEFAULT 'default';
            ALTER TABLE jobs ADD COLUMN priority INTEGER NOT NULL DEFAULT 1;
            ALTER TABLE jobs ADD COLUMN parent TEXT;
            ALTER TABLE jobs ADD COLUMN tags TEXT;
            ALTER TABLE jobs ADD COLUMN deadline INTEGER;
            ALTER TABLE jobs ADD COLUMN rescues INTEGER NOT NULL DEFAULT 0;
            ALTER TABLE jobs ADD COLUMN worker TEXT;
            ALTER TABLE jobs ADD COLUMN lease_until INTEGER;
            ALTER TABLE jobs ADD COLUMN cancel_requested INTEGER NOT NULL DEFAULT 0;
            ALTER TABLE jobs ADD COLUMN progress TEXT;

            DROP INDEX jobs_due;
            CREATE INDEX jobs_due ON jobs (due, lane, id, queue, state)
                WHERE state IN ('available', 'scheduled', 'retryable');
            CREATE INDEX jobs_later ON jobs (due) WHERE state IN ('scheduled', 'retryable');
            CREATE INDEX jobs_turns ON jobs (queue, priority, lane, coalesce(project, ''), due, id)
                WHERE state = 'available';
            DROP INDEX jobs_executing;
            CREATE INDEX jobs_running ON jobs (lane, coalesce(project, '')) WHERE state = 'executing';
            CREATE INDEX jobs_children ON jobs (parent) WHERE parent IS NOT NULL;
            CREATE INDEX jobs_by_time ON jobs (created_at DESC, lane, id);
            CREATE INDEX jobs_of_project ON jobs (lane, project, created_at DESC);

            CREATE TABLE job_lines (
                lane INTEGER NOT NULL,
                job TEXT NOT NULL,
                fence INTEGER NOT NULL,
                number INTEGER NOT NULL,
                time INTEGER NOT NULL,
                level TEXT NOT NULL,
                message TEXT NOT NULL,
                fields TEXT NOT NULL,
                PRIMARY KEY (lane, job, fence, number)
            ) STRICT, WITHOUT ROWID;

            CREATE TABLE workers (
                lane INTEGER NOT NULL,
                id TEXT NOT NULL,
                place TEXT NOT NULL,
                release TEXT NOT NULL,
                queues TEXT NOT NULL,
                concurrency INTEGER NOT NULL,
                started_at INTEGER NOT NULL,
                seen_at INTEGER NOT NULL,
                running INTEGER NOT NULL,
                draining INTEGER NOT NULL,
                PRIMARY KEY (lane, id)
            ) STRICT, WITHOUT ROWID;

            CREATE TABLE leases (
                lane INTEGER NOT NULL,
                name TEXT NOT NULL,
                owner TEXT NOT NULL,
                until INTEGER NOT NULL,
                fence INTEGER NOT NULL,
                PRIMARY KEY (lane, name)
            ) STRICT, WITHOUT ROWID;

            CREATE TABLE schedules (
                lane INTEGER NOT NULL,
                name TEXT NOT NULL,
                last_tick INTEGER NOT NULL,
                PRIMARY KEY (lane, name)
            ) STRICT, WITHOUT ROWID;

            CREATE TABLE queue_pauses (
                lane INTEGER NOT NULL,
                queue TEXT NOT NULL,
                since INTEGER NOT NULL,
                PRIMARY KEY (lane, queue)
            ) STRICT, WITHOUT ROWID;
            """)
}
