/// The life of a job, from commit to removal.
package enum JobQueries {
    package static let byID = "SELECT \(columns) FROM jobs WHERE lane = :lane AND id = :id"

    /// Nothing where a job of its kind waits with its unique key.
    package static let enqueue = """
        INSERT INTO jobs
          (lane, id, kind, state, queue, priority, payload, uniq, project, version, parent, tags, due, deadline, attempt,
           max_attempts, rescues, fence, created_by, created_at, started_at, finished_at, result, failure)
        VALUES
          (:lane, :id, :kind, :state, :queue, :priority, :payload, :uniq, :project, :version, :parent, :tags, :due,
           :deadline, :attempt, :max_attempts, :rescues, :fence, :created_by, :created_at, :started_at, :finished_at,
           :result, :failure)
        ON CONFLICT (lane, kind, uniq) WHERE \(waiting) DO NOTHING
        """
    package static let cancel = """
        UPDATE jobs SET state = 'cancelled', finished_at = :now WHERE lane = :lane AND id = :id AND \(waiting)
        """
    /// Asks a job that runs to stop.
    package static let requestCancel = """
        UPDATE jobs SET cancel_requested = 1 WHERE lane = :lane AND id = :id AND state = 'executing'
        """
    /// Whether a job is finished, and whether another one waits with its key.
    package static let standing = """
        SELECT state, \(isTaken) AS taken FROM jobs WHERE lane = :lane AND id = :id
        """
    package static let rerun = """
        UPDATE jobs SET state = :state, due = :due, attempt = 0, rescues = 0, cancel_requested = 0, progress = NULL,
          finished_at = NULL, result = NULL
        WHERE lane = :lane AND id = :id AND \(finished)
        """

    package static let claim = """
        UPDATE jobs SET state = 'executing', attempt = attempt + 1, fence = fence + 1, worker = :worker,
          lease_until = :lease, started_at = :now
        WHERE lane = :lane AND id = :id AND \(waiting) AND due <= :now
        RETURNING \(columns)
        """
    package static let heartbeat = """
        UPDATE jobs SET lease_until = :lease, progress = coalesce(:progress, progress)
        WHERE \(claimed)
        RETURNING cancel_requested
        """
    /// Ends a claimed job for good.
    package static let end = """
        UPDATE jobs SET state = :state, finished_at = :now, result = :result, failure = :failure, lease_until = NULL
        WHERE \(claimed)
        """
    /// Makes a claimed job wait again, unless it was asked to stop, or another one waits with its key and does the work.
    package static let wait = """
        UPDATE jobs SET
          state = CASE WHEN \(isOver) THEN 'cancelled' ELSE :state END,
          finished_at = CASE WHEN \(isOver) THEN :now END,
          failure = CASE WHEN cancel_requested THEN :on_request WHEN \(isTaken) THEN :taken
            ELSE coalesce(:failure, failure) END,
          due = coalesce(:due, due), attempt = attempt - :given_back, lease_until = NULL
        WHERE \(claimed)
        """
    /// Jobs of all lanes whose lease has lapsed, or was of another process.
    package static let lapsed = """
        SELECT lane, id FROM jobs WHERE state = 'executing' AND coalesce(lease_until, 0) <= :now
        ORDER BY lease_until LIMIT :limit
        """
    /// Takes a job back from a worker that was lost.
    package static let rescue = """
        UPDATE jobs SET
          state = CASE WHEN cancel_requested THEN 'cancelled' WHEN attempt >= max_attempts THEN 'discarded'
            WHEN \(isTaken) THEN 'cancelled' ELSE 'retryable' END,
          finished_at = CASE WHEN cancel_requested OR attempt >= max_attempts OR \(isTaken) THEN :now END,
          failure = CASE WHEN cancel_requested THEN :on_request
            WHEN attempt < max_attempts AND \(isTaken) THEN :taken ELSE :failure END,
          due = CASE WHEN attempt >= max_attempts THEN due ELSE :now END,
          rescues = rescues + 1, lease_until = NULL
        WHERE lane = :lane AND id = :id AND state = 'executing'
        RETURNING \(columns)
        """
    /// What runs as the file is opened belongs to a process that is no more: nobody holds it.
    static let disown = "UPDATE jobs SET lease_until = NULL WHERE state = 'executing'"

    /// Finished jobs of all lanes.
    package static let prune = """
        DELETE FROM jobs WHERE (lane, id) IN (
          SELECT lane, id FROM jobs WHERE \(finished) AND finished_at < :before ORDER BY finished_at LIMIT :limit)
        RETURNING lane, id
        """
    package static let removeLines = "DELETE FROM job_lines WHERE lane = :lane AND job = :id"
    /// Nothing for a job that has been pruned.
    package static let addLine = """
        INSERT INTO job_lines (lane, job, fence, number, time, level, message, fields)
        SELECT lane, id, :fence, :number, :time, :level, :message, :fields FROM jobs WHERE lane = :lane AND id = :job
        ON CONFLICT (lane, job, fence, number) DO NOTHING
        """
    package static let lines = """
        SELECT fence, number, time, level, message, fields FROM job_lines
        WHERE lane = :lane AND job = :id AND (fence, number) > (:after_fence, :after_number)
        ORDER BY fence, number LIMIT :limit
        """

    // Word for word the conditions of the partial indexes.
    static let waiting = "state IN ('available', 'scheduled', 'retryable')"
    static let finished = "state IN ('completed', 'discarded', 'cancelled')"
    /// A claim that this process granted, under its fence.
    private static let claimed = """
        lane = :lane AND id = :id AND state = 'executing' AND fence = :fence AND lease_until IS NOT NULL
        """
    private static let isTaken = """
        EXISTS (SELECT 1 FROM jobs o WHERE o.lane = jobs.lane AND o.kind = jobs.kind AND o.uniq = jobs.uniq
          AND o.state IN ('available', 'scheduled', 'retryable'))
        """
    private static let isOver = "(cancel_requested OR \(isTaken))"
    static let columns = """
        lane, id, kind, state, queue, priority, payload, uniq, project, version, parent, tags, due, deadline, attempt,
        max_attempts, rescues, fence, worker, lease_until, cancel_requested, progress, created_by, created_at,
        started_at, finished_at, result, failure
        """
}
