package import PostgresClient

package enum JobQueries {
    package static let byID = PostgresText("SELECT \(columns) FROM jobs WHERE lane = :lane AND id = :id")
    /// Due jobs of all lanes.
    package static let due = PostgresText(
        """
        SELECT lane, id, project, due FROM jobs WHERE \(waiting) AND due <= :now
        ORDER BY due LIMIT :limit
        """)
    package static let nextDue = PostgresText("SELECT min(due) AS due FROM jobs WHERE \(waiting) AND due > :now")
    /// Claimed jobs of all lanes whose lease has lapsed.
    package static let lapsed = PostgresText(
        "SELECT lane, id FROM jobs WHERE state = 'executing' AND lease_until <= :now ORDER BY lease_until LIMIT :limit")
    package static let heartbeat = PostgresText("UPDATE jobs SET lease_until = :lease WHERE \(claimed)")
    package static let counts = PostgresText(
        """
        SELECT state, count(*) AS jobs FROM jobs WHERE \(waiting) GROUP BY state
        UNION ALL SELECT 'executing', count(*) FROM jobs WHERE state = 'executing'
        UNION ALL SELECT state, count(*) FROM jobs WHERE \(finished) GROUP BY state
        """)

    /// Nothing where a job of its kind waits with its unique key.
    ///
    /// That one is kept waiting until the end of the transaction, by a change that changes nothing: were it claimed before,
    /// it would run on what was so before this commit, and nobody would run on what is so after it.
    package static let enqueue = PostgresText(
        """
        INSERT INTO jobs
          (lane, id, kind, state, payload, uniq, project, version, due, attempt, max_attempts, fence, created_by,
           created_at, started_at, finished_at, result, failure)
        VALUES
          (:lane, :id, :kind, :state, :payload, :uniq, :project, :version, :due, :attempt, :max_attempts, :fence,
           :created_by, :created_at, :started_at, :finished_at, :result, :failure)
        ON CONFLICT (lane, kind, uniq) WHERE \(waiting) DO UPDATE SET uniq = excluded.uniq
        """)
    package static let cancel = PostgresText(
        """
        UPDATE jobs SET state = 'cancelled', finished_at = :now WHERE lane = :lane AND id = :id AND \(waiting)
        """)
    /// Keeps a finished job as it is until the end of the transaction.
    package static let hold = PostgresText(
        "SELECT 1 FROM jobs WHERE lane = :lane AND id = :id AND \(finished) FOR UPDATE")
    /// After `hold`; fails (22012) unless the job is finished.
    package static let isFinished = PostgresText(
        "SELECT 1 / count(*) FROM jobs WHERE lane = :lane AND id = :id AND \(finished)")
    /// Keeps the job waiting that waits with this one's unique key, as `enqueue` does.
    package static let holdTaker = PostgresText(
        """
        SELECT 1 FROM jobs o WHERE o.lane = :lane AND o.\(waiting)
          AND o.kind = (SELECT j.kind FROM jobs j WHERE j.lane = :lane AND j.id = :id)
          AND o.uniq = (SELECT j.uniq FROM jobs j WHERE j.lane = :lane AND j.id = :id) FOR UPDATE
        """)
    package static let rerun = PostgresText(
        """
        UPDATE jobs SET state = :state, due = :due, attempt = 0, finished_at = NULL, result = NULL
        WHERE lane = :lane AND id = :id AND \(finished) AND NOT \(isTaken)
        """)

    package static let claim = PostgresText(
        """
        UPDATE jobs SET state = 'executing', attempt = attempt + 1, fence = fence + 1, started_at = :now,
          lease_until = :lease
        WHERE lane = :lane AND id = :id AND \(waiting) AND due <= :now
        RETURNING \(columns)
        """)
    /// Ends a claimed job for good.
    package static let end = PostgresText(
        """
        UPDATE jobs SET state = :state, finished_at = :now, result = :result, failure = :failure, lease_until = NULL
        WHERE \(claimed)
        """)
    /// Makes a claimed job wait again; where another one waits with its key, that one does the work.
    package static let wait = PostgresText(
        """
        UPDATE jobs SET
          state = CASE WHEN \(isTaken) THEN 'cancelled' ELSE :state END,
          finished_at = CASE WHEN \(isTaken) THEN :now END,
          failure = CASE WHEN \(isTaken) THEN :taken ELSE coalesce(:failure, failure) END,
          due = coalesce(:due, due), attempt = attempt - :given_back, lease_until = NULL
        WHERE \(claimed)
        """)
    /// Takes a job back from a worker that was lost.
    package static let rescue = PostgresText(
        """
        UPDATE jobs SET
          state = CASE WHEN attempt >= max_attempts THEN 'discarded' WHEN \(isTaken) THEN 'cancelled'
            ELSE 'retryable' END,
          finished_at = CASE WHEN attempt >= max_attempts OR \(isTaken) THEN :now END,
          failure = CASE WHEN attempt < max_attempts AND \(isTaken) THEN :taken ELSE :failure END,
          due = CASE WHEN attempt >= max_attempts THEN due ELSE :now END, lease_until = NULL
        WHERE lane = :lane AND id = :id AND state = 'executing' AND lease_until <= :now
        RETURNING \(columns)
        """)
    /// Finished jobs of all lanes.
    package static let old = PostgresText(
        "SELECT lane, id FROM jobs WHERE \(finished) AND finished_at < :before ORDER BY finished_at LIMIT :limit")
    package static let prune = PostgresText(
        "DELETE FROM jobs WHERE lane = :lane AND id = ANY(:ids) AND \(finished) AND finished_at < :before")

    // Word for word the conditions of the partial indexes.
    private static let waiting = "state IN ('available', 'scheduled', 'retryable')"
    private static let finished = "state IN ('completed', 'discarded', 'cancelled')"
    private static let claimed = "lane = :lane AND id = :id AND state = 'executing' AND fence = :fence"
    private static let isTaken = """
        EXISTS (SELECT 1 FROM jobs o WHERE o.lane = jobs.lane AND o.kind = jobs.kind AND o.uniq = jobs.uniq
          AND o.state IN ('available', 'scheduled', 'retryable'))
        """
    private static let columns = """
        lane, id, kind, state, payload, uniq, project, version, due, attempt, max_attempts, fence, created_by,
        created_at, started_at, finished_at, result, failure
        """
}
