package import PostgresClient

/// What workers and upkeep do to jobs, many of one lane in a statement.
///
/// Arrays are walked side by side by their subscripts. Where rows are waited for they are taken in the order of their ids,
/// after those of the lanes before, so that no two batches wait for each other.
package enum AttemptQueries {
    /// Leaves out those whose row another transaction holds.
    package static let claim = PostgresText(claim(where: "TRUE", lock: "FOR UPDATE SKIP LOCKED"))
    /// Waits for those that a commit holds because it coalesces with them: none else is held for a good reason.
    package static let claimShared = PostgresText(claim(where: "o.uniq IS NOT NULL", lock: "ORDER BY o.id FOR UPDATE"))

    /// Prolongs what is held under these fences, those left out whose row another transaction holds; no progress is ''.
    package static let heartbeat = PostgresText(
        """
        UPDATE jobs SET lease_until = :lease, progress = coalesce(nullif((:progress::text[])[place], ''), progress)
        FROM generate_subscripts(:ids::text[], 1) AS place
        WHERE lane = :lane AND id = (:ids::text[])[place] AND fence = (:fences::text[])[place]::bigint
          AND \(JobQueries.isExecuting) AND id = ANY(ARRAY(
            SELECT o.id FROM jobs o WHERE o.lane = :lane AND o.id = ANY(:ids) AND o.\(JobQueries.isExecuting)
            FOR UPDATE SKIP LOCKED))
        RETURNING lane, id, fence, cancel_requested
        """)
    /// Who holds jobs, as a heartbeat that left them out has to know.
    package static let held = PostgresText(
        """
        SELECT lane, id, fence, cancel_requested FROM jobs
        WHERE lane = :lane AND id = ANY(:ids) AND \(JobQueries.isExecuting)
        """)

    /// Takes the rows of a batch of ends.
    package static let hold = PostgresText(
        "SELECT 1 FROM jobs WHERE lane = :lane AND id = ANY(:ids) ORDER BY id FOR UPDATE")
    /// Ends claimed jobs for good; no result is ''.
    package static let end = PostgresText(
        """
        UPDATE jobs SET state = (:states::text[])[place], finished_at = :now,
          result = nullif((:results::text[])[place], ''),
          failure = CASE WHEN (:states::text[])[place] <> 'completed' THEN (:failures::text[])[place] END,
          lease_until = NULL
        FROM generate_subscripts(:ids::text[], 1) AS place
        WHERE lane = :lane AND id = ANY(:ids) AND id = (:ids::text[])[place]
          AND fence = (:fences::text[])[place]::bigint AND \(JobQueries.isExecuting)
        RETURNING lane, id, fence
        """)
    /// Makes a claimed job wait again, unless it was asked to stop; where another one waits with its key, that one does
    /// the work.
    package static let wait = PostgresText(
        """
        UPDATE jobs SET
          state = CASE WHEN cancel_requested OR \(JobQueries.isTaken) THEN 'cancelled' ELSE :state END,
          finished_at = CASE WHEN cancel_requested OR \(JobQueries.isTaken) THEN :now::bigint END,
          failure = CASE WHEN cancel_requested THEN :on_request WHEN \(JobQueries.isTaken) THEN :taken
            ELSE coalesce(:failure, failure) END,
          due = coalesce(:due, due), attempt = attempt - :given_back, lease_until = NULL
        WHERE lane = :lane AND id = :id AND \(JobQueries.isExecuting) AND fence = :fence
        RETURNING lane, id, fence
        """)

    /// Claimed jobs of all lanes whose lease has lapsed.
    package static let lapsed = PostgresText(
        "SELECT lane, id FROM jobs WHERE state = 'executing' AND lease_until <= :now ORDER BY lease_until LIMIT :limit")
    /// Takes a job back from a worker that was lost.
    package static let rescue = PostgresText(
        """
        UPDATE jobs SET
          state = CASE WHEN cancel_requested THEN 'cancelled' WHEN attempt >= max_attempts THEN 'discarded'
            WHEN \(JobQueries.isTaken) THEN 'cancelled' ELSE 'retryable' END,
          finished_at = CASE
            WHEN cancel_requested OR attempt >= max_attempts OR \(JobQueries.isTaken) THEN :now::bigint END,
          failure = CASE WHEN cancel_requested THEN :on_request WHEN attempt >= max_attempts THEN :failure
            WHEN \(JobQueries.isTaken) THEN :taken ELSE :failure END,
          due = CASE WHEN attempt >= max_attempts AND NOT cancel_requested THEN due ELSE :now END,
          rescues = rescues + 1, lease_until = NULL
        WHERE lane = :lane AND id = :id AND \(JobQueries.isExecuting) AND lease_until <= :now
        RETURNING \(JobQueries.columns)
        """)

    /// Waiting jobs of all lanes whose time has come and who do not say so yet.
    package static let toPromote = PostgresText(
        """
        SELECT lane, id FROM jobs WHERE \(promotable) AND due <= :now ORDER BY due, lane, id LIMIT :limit
        """)
    package static let promote = PostgresText(
        """
        UPDATE jobs SET state = 'available'
        WHERE lane = :lane AND \(isPromotable) AND due <= :now AND id = ANY(ARRAY(
          SELECT o.id FROM jobs o WHERE o.lane = :lane AND o.id = ANY(:ids) AND o.\(isPromotable) AND o.due <= :now
          FOR UPDATE SKIP LOCKED))
        """)

    // Word for word the condition of the partial index.
    private static let promotable = "state IN ('scheduled', 'retryable')"
    private static let isPromotable = "state || '' IN ('scheduled', 'retryable')"

    private static func claim(where condition: String, lock: String) -> String {
        """
        UPDATE jobs SET state = 'executing', attempt = attempt + 1, fence = fence + 1, worker = :worker,
          started_at = :now, lease_until = :lease
        WHERE lane = :lane AND \(JobQueries.isWaiting) AND due <= :now AND id = ANY(ARRAY(
          SELECT o.id FROM jobs o
          WHERE o.lane = :lane AND o.id = ANY(:ids) AND o.\(JobQueries.isWaiting) AND o.due <= :now AND \(condition)
          \(lock)))
        RETURNING \(JobQueries.columns)
        """
    }
}
