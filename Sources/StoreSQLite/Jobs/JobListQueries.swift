/// Lists and numbers of jobs, over all lanes.
package enum JobListQueries {
    package static let byTime = """
        SELECT \(JobQueries.columns) FROM jobs
        WHERE \(isAfterPlace) AND \(isAskedFor)
        ORDER BY created_at DESC, lane, id LIMIT :limit
        """
    package static let ofProject = """
        SELECT \(JobQueries.columns) FROM jobs
        WHERE lane = :lane AND project = :project AND \(isAfterPlace) AND \(isAskedFor)
        ORDER BY created_at DESC, id LIMIT :limit
        """
    package static let ofParent = """
        SELECT \(JobQueries.columns) FROM jobs
        WHERE parent = :parent AND (:project IS NULL OR project = :project) AND \(isAfterPlace) AND \(isAskedFor)
        ORDER BY created_at DESC, lane, id LIMIT :limit
        """

    package static let counts = """
        SELECT state, count(*) AS jobs FROM jobs WHERE \(JobQueries.waiting) GROUP BY state
        UNION ALL SELECT 'executing', count(*) FROM jobs WHERE state = 'executing'
        UNION ALL SELECT state, count(*) FROM jobs WHERE \(JobQueries.finished) GROUP BY state
        """
    package static let backlog = """
        SELECT queue, count(*) AS jobs, min(due) AS due FROM jobs WHERE \(JobQueries.waiting) AND due <= :now
        GROUP BY queue
        """

    package static let due = """
        SELECT lane, id, kind, queue, priority, project, due FROM jobs
        WHERE \(JobQueries.waiting) AND due <= :now AND (due, lane, id) > (:after, :after_lane, :after_id)
        ORDER BY due, lane, id LIMIT :limit
        """
    package static let nextDue = "SELECT min(due) FROM jobs WHERE \(JobQueries.waiting) AND due > :now"
    package static let promote = """
        UPDATE jobs SET state = 'available' WHERE rowid IN (
          SELECT rowid FROM jobs WHERE state IN ('scheduled', 'retryable') AND due <= :now ORDER BY due LIMIT :limit)
        """

    /// Steps from project to project by one probe of `jobs_turns` each, so that a long backlog of one costs the others
    /// nothing; stops at the last project that is asked for.
    package static let turns = """
        WITH RECURSIVE
        places (step, lane, project) AS (
          SELECT 0, :after_lane, :after_project
          UNION ALL
          SELECT p.step + 1, n.lane, coalesce(n.project, '') FROM places p JOIN jobs n ON n.rowid = coalesce(
            (SELECT s.rowid FROM jobs s WHERE s.queue = :queue AND s.priority = :priority AND s.state = 'available'
               AND s.lane = p.lane AND coalesce(s.project, '') > p.project ORDER BY coalesce(s.project, '') LIMIT 1),
            (SELECT s.rowid FROM jobs s WHERE s.queue = :queue AND s.priority = :priority AND s.state = 'available'
               AND s.lane > p.lane ORDER BY s.lane, coalesce(s.project, '') LIMIT 1))
        ),
        chosen AS (
          SELECT step, lane, project FROM places p
          WHERE step > 0 AND (
            SELECT count(*) FROM jobs r WHERE r.state = 'executing' AND r.lane = p.lane
              AND coalesce(r.project, '') = p.project) < :running_limit
          LIMIT :projects
        )
        SELECT j.lane, j.id, j.kind, j.queue, j.priority, j.project, j.due
        FROM chosen c CROSS JOIN jobs j
        WHERE j.rowid IN (
          SELECT t.rowid FROM jobs t WHERE t.queue = :queue AND t.priority = :priority AND t.state = 'available'
            AND t.lane = c.lane AND coalesce(t.project, '') = c.project ORDER BY t.due, t.id LIMIT :jobs_of_each)
        ORDER BY c.step, j.due, j.id
        """

    private static let isAfterPlace = """
        created_at <= :before AND (created_at < :before OR (lane, id) > (:after_lane, :after_id))
        """
    private static let isAskedFor = """
        (:any_state OR state IN (SELECT value FROM json_each(:states)))
          AND (:kind IS NULL OR kind = :kind) AND (:queue IS NULL OR queue = :queue)
          AND (:version IS NULL OR version = :version) AND (:parent IS NULL OR parent = :parent)
          AND (:tag IS NULL OR EXISTS (SELECT 1 FROM json_each(tags) WHERE value = :tag))
        """
}
