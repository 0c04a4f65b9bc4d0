package import PostgresClient

/// Jobs as they are read, and as commits change them; ``AttemptQueries`` has what workers do to them.
package enum JobQueries {
    package static let byID = PostgresText("SELECT \(columns) FROM jobs WHERE lane = :lane AND id = :id")

    /// Nothing where a job of its kind waits with its unique key.
    ///
    /// That one is kept waiting until the end of the transaction, by a change that changes nothing: were it claimed before,
    /// it would run on what was so before this commit, and nobody would run on what is so after it.
    package static let enqueue = PostgresText(
        """
        INSERT INTO jobs
          (lane, id, kind, state, queue, priority, payload, uniq, project, version, parent, tags, due, deadline, attempt,
           max_attempts, rescues, fence, created_by, created_at, started_at, finished_at, result, failure)
        VALUES
          (:lane, :id, :kind, :state, :queue, :priority, :payload, :uniq, :project, :version, :parent, :tags, :due,
           :deadline, :attempt, :max_attempts, :rescues, :fence, :created_by, :created_at, :started_at, :finished_at,
           :result, :failure)
        ON CONFLICT (lane, kind, uniq) WHERE \(waiting) DO UPDATE SET uniq = excluded.uniq
        """)
    package static let cancel = PostgresText(
        """
        UPDATE jobs SET state = 'cancelled', finished_at = :now WHERE lane = :lane AND id = :id AND \(isWaiting)
        """)
    /// Ends a job that waits, and marks one that runs.
    package static let requestCancel = PostgresText(
        """
        UPDATE jobs SET
          state = CASE WHEN state = 'executing' THEN state ELSE 'cancelled' END,
          finished_at = CASE WHEN state <> 'executing' THEN :now::bigint END,
          cancel_requested = state = 'executing'
        WHERE lane = :lane AND id = :id AND NOT \(isOver)
        """)
    /// Keeps a finished job as it is until the end of the transaction.
    package static let hold = PostgresText(
        "SELECT 1 FROM jobs WHERE lane = :lane AND id = :id AND \(isOver) FOR UPDATE")
    /// After `hold`; fails (22012) unless the job is finished.
    package static let isFinished = PostgresText(
        "SELECT 1 / count(*) FROM jobs WHERE lane = :lane AND id = :id AND \(isOver)")
    /// Keeps the job waiting that waits with this one's unique key, as `enqueue` does.
    package static let holdTaker = PostgresText(
        """
        SELECT 1 FROM jobs o WHERE o.lane = :lane AND o.\(waiting)
          AND o.kind = (SELECT j.kind FROM jobs j WHERE j.lane = :lane AND j.id = :id)
          AND o.uniq = (SELECT j.uniq FROM jobs j WHERE j.lane = :lane AND j.id = :id) FOR UPDATE
        """)
    package static let rerun = PostgresText(
        """
        UPDATE jobs SET state = :state, due = :due, attempt = 0, rescues = 0, cancel_requested = FALSE, progress = NULL,
          finished_at = NULL, result = NULL
        WHERE lane = :lane AND id = :id AND \(isOver) AND NOT \(isTaken)
        """)

    /// Finished jobs of all lanes.
    package static let old = PostgresText(
        "SELECT lane, id FROM jobs WHERE \(finished) AND finished_at < :before ORDER BY finished_at LIMIT :limit")
    package static let prune = PostgresText(
        "DELETE FROM jobs WHERE lane = :lane AND id = ANY(:ids) AND \(isOver) AND finished_at < :before")

    // Word for word the conditions of the partial indexes, for lists.
    static let waiting = "state IN ('available', 'scheduled', 'retryable')"
    static let finished = "state IN ('completed', 'discarded', 'cancelled')"
    // For rows that are asked for by their id: so written that no partial index can be meant. How many jobs wait or run
    // changes faster than what the server has counted, and a plan made while none did would walk through all of them.
    static let isWaiting = "state || '' IN ('available', 'scheduled', 'retryable')"
    static let isExecuting = "state || '' = 'executing'"
    static let isOver = "state || '' IN ('completed', 'discarded', 'cancelled')"
    /// Whether another job waits with the key of the row that is changed.
    static let isTaken = """
        EXISTS (SELECT 1 FROM jobs o WHERE o.lane = jobs.lane AND o.kind = jobs.kind AND o.uniq = jobs.uniq
          AND o.state IN ('available', 'scheduled', 'retryable'))
        """
    static let columns = """
        lane, id, kind, state, queue, priority, payload, uniq, project, version, parent, tags, due, deadline, attempt,
        max_attempts, rescues, fence, worker, lease_until, cancel_requested, progress, created_by, created_at,
        started_at, finished_at, result, failure
        """
}
