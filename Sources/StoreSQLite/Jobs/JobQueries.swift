package enum JobQueries {
    package static let byID = "SELECT \(columns) FROM jobs WHERE lane = :lane AND id = :id"
    /// Due jobs of all lanes.
    package static let due = """
        SELECT lane, id, project, due FROM jobs WHERE \(waiting) AND due <= :now
        ORDER BY due LIMIT :limit
        """
    package static let nextDue = "SELECT min(due) FROM jobs WHERE \(waiting) AND due > :now"
    package static let executing = "SELECT lane, id FROM jobs WHERE state = 'executing'"
    package static let counts = """
        SELECT state, count(*) AS jobs FROM jobs WHERE \(waiting) GROUP BY state
        UNION ALL SELECT 'executing', count(*) FROM jobs WHERE state = 'executing'
        UNION ALL SELECT state, count(*) FROM jobs WHERE \(finished) GROUP BY state
        """

    /// Nothing where a job of its kind waits with its unique key.
    package static let enqueue = """
        INSERT INTO jobs
          (lane, id, kind, state, payload, uniq, project, version, due, attempt, max_attempts, fence, created_by,
           created_at, started_at, finished_at, result, failure)
        VALUES
          (:lane, :id, :kind, :state, :payload, :uniq, :project, :version, :due, :attempt, :max_attempts, :fence,
           :created_by, :created_at, :started_at, :finished_at, :result, :failure)
        ON CONFLICT (lane, kind, uniq) WHERE \(waiting) DO NOTHING
        """
    package static let cancel = """
        UPDATE jobs SET state = 'cancelled', finished_at = :now WHERE lane = :lane AND id = :id AND \(waiting)
        """
    /// Whether a job is finished, and whether another one waits with its key.
    package static let standing = """
        SELECT state, \(isTaken) AS taken FROM jobs WHERE lane = :lane AND id = :id
        """
    package static let rerun = """
        UPDATE jobs SET state = :state, due = :due, attempt = 0, finished_at = NULL, result = NULL
        WHERE lane = :lane AND id = :id AND \(finished)
        """

    package static let claim = """
        UPDATE jobs SET state = 'executing', attempt = attempt + 1, fence = fence + 1, started_at = :now
        WHERE lane = :lane AND id = :id AND \(waiting) AND due <= :now
        RETURNING \(columns)
        """
    /// Ends a claimed job for good.
    package static let end = """
        UPDATE jobs SET state = :state, finished_at = :now, result = :result, failure = :failure
        WHERE \(claimed)
        """
    /// Makes a claimed job wait again; where another one waits with its key, that one does the work.
    package static let wait = """
        UPDATE jobs SET
          state = CASE WHEN \(isTaken) THEN 'cancelled' ELSE :state END,
          finished_at = CASE WHEN \(isTaken) THEN :now END,
          failure = CASE WHEN \(isTaken) THEN :taken ELSE coalesce(:failure, failure) END,
          due = coalesce(:due, due), attempt = attempt - :given_back
        WHERE \(claimed)
        """
    /// Takes a job back from a worker that was lost.
    package static let rescue = """
        UPDATE jobs SET
          state = CASE WHEN attempt >= max_attempts THEN 'discarded' WHEN \(isTaken) THEN 'cancelled'
            ELSE 'retryable' END,
          finished_at = CASE WHEN attempt >= max_attempts OR \(isTaken) THEN :now END,
          failure = CASE WHEN attempt < max_attempts AND \(isTaken) THEN :taken ELSE :failure END,
          due = CASE WHEN attempt >= max_attempts THEN due ELSE :now END
        WHERE lane = :lane AND id = :id AND state = 'executing'
        RETURNING \(columns)
        """
    /// Finished jobs of all lanes.
    package static let prune = """
        DELETE FROM jobs WHERE (lane, id) IN (
          SELECT lane, id FROM jobs WHERE \(finished) AND finished_at < :before ORDER BY finished_at LIMIT :limit)
        """

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
