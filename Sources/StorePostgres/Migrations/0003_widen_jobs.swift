extension Migration {
    /// Queues, priorities, families, requests to stop, and what workers and the clock write down beside the jobs.
    ///
    /// As the migration of this name for SQLite, and besides: dead rows go early, because a job leaves two and the short
    /// indexes of what waits and runs would grow by all that were ever in them. None is by `lease_until`, so that a
    /// heartbeat rewrites no index: few jobs run at a time, and `jobs_running` lists them. `jobs_later` spares a dispatcher
    /// that asks the record a walk through all that is available already.
    static let widenJobs = Migration(
        number: 3, name: "widen_jobs",
        sql: """
            ALTER TABLE jobs
                ADD COLUMN queue TEXT COLLATE "C" NOT NULL DEFAULT 'default',
                ADD COLUMN priority INTEGER NOT NULL DEFAULT 1,
                ADD COLUMN parent TEXT COLLATE "C",
                ADD COLUMN tags TEXT COLLATE "C",
                ADD COLUMN deadline BIGINT,
                ADD COLUMN rescues BIGINT NOT NULL DEFAULT 0,
                ADD COLUMN worker TEXT COLLATE "C",
                ADD COLUMN cancel_requested BOOLEAN NOT NULL DEFAULT FALSE,
                ADD COLUMN progress TEXT COLLATE "C";
            ALTER TABLE jobs SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);
            DROP INDEX jobs_due;
            CREATE INDEX jobs_due ON jobs (due, lane, id) INCLUDE (state, queue)
                WHERE state IN ('available', 'scheduled', 'retryable');
            CREATE INDEX jobs_later ON jobs (due, lane, id) WHERE state IN ('scheduled', 'retryable');
            CREATE INDEX jobs_turns ON jobs (queue, priority, lane, (coalesce(project, '')), due, id)
                WHERE state = 'available';
            DROP INDEX jobs_executing;
            CREATE INDEX jobs_running ON jobs (lane, (coalesce(project, ''))) WHERE state = 'executing';
            CREATE INDEX jobs_children ON jobs (parent) WHERE parent IS NOT NULL;
            CREATE INDEX jobs_by_time ON jobs (created_at DESC, lane, id);
            CREATE INDEX jobs_of_project ON jobs (lane, project, created_at DESC);

            CREATE TABLE job_lines (
                lane INTEGER NOT NULL,
                job TEXT COLLATE "C" NOT NULL,
                fence BIGINT NOT NULL,
                number BIGINT NOT NULL,
                time BIGINT NOT NULL,
                level TEXT COLLATE "C" NOT NULL,
                message TEXT COLLATE "C" NOT NULL,
                fields TEXT COLLATE "C" NOT NULL,
                PRIMARY KEY (lane, job, fence, number)
            );

            CREATE TABLE workers (
                lane INTEGER NOT NULL,
                id TEXT COLLATE "C" NOT NULL,
                place TEXT COLLATE "C" NOT NULL,
                release TEXT COLLATE "C" NOT NULL,
                queues TEXT COLLATE "C" NOT NULL,
                concurrency BIGINT NOT NULL,
                started_at BIGINT NOT NULL,
                seen_at BIGINT NOT NULL,
                running BIGINT NOT NULL,
                draining BOOLEAN NOT NULL,
                PRIMARY KEY (lane, id)
            );

            CREATE TABLE leases (
                lane INTEGER NOT NULL,
                name TEXT COLLATE "C" NOT NULL,
                owner TEXT COLLATE "C" NOT NULL,
                until BIGINT NOT NULL,
                fence BIGINT NOT NULL,
                PRIMARY KEY (lane, name)
            );

            CREATE TABLE schedules (
                lane INTEGER NOT NULL,
                name TEXT COLLATE "C" NOT NULL,
                last_tick BIGINT NOT NULL,
                PRIMARY KEY (lane, name)
            );

            CREATE TABLE queue_pauses (
                lane INTEGER NOT NULL,
                queue TEXT COLLATE "C" NOT NULL,
                since BIGINT NOT NULL,
                PRIMARY KEY (lane, queue)
            );
            """)
}
