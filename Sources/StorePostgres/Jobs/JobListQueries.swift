package import PostgresClient

/// Lists and numbers of jobs, over all lanes.
package enum JobListQueries {
    package static let byTime = PostgresText(
        """
        SELECT \(JobQueries.columns) FROM jobs WHERE \(isAfterPlace) AND \(isAskedFor)
        ORDER BY created_at DESC, lane, id LIMIT :limit
        """)
    package static let ofProject = PostgresText(
        """
        SELECT \(JobQueries.columns) FROM jobs WHERE lane = :lane AND project = :project AND \(isAfterPlace) AND \(isAskedFor)
        ORDER BY created_at DESC, lane, id LIMIT :limit
        """)
    package static let ofParent = PostgresText(
        """
        SELECT \(JobQueries.columns) FROM jobs WHERE parent = :parent AND (:project::text IS NULL OR project = :project)
          AND \(isAfterPlace) AND \(isAskedFor)
        ORDER BY created_at DESC, lane, id LIMIT :limit
        """)

    package static let due = PostgresText(
        """
        SELECT lane, id, kind, queue, priority, project, due FROM jobs
        WHERE \(JobQueries.waiting) AND due <= :now AND (due, lane, id) > (:after, :after_lane, :after_id)
        ORDER BY due, lane, id LIMIT :limit
        """)
    package static let nextDue = PostgresText(
        "SELECT min(due) AS due FROM jobs WHERE \(JobQueries.waiting) AND due > :now")
    package static let backlog = PostgresText(
        """
        SELECT queue, count(*) AS jobs, min(due) AS due FROM jobs WHERE \(JobQueries.waiting) AND due <= :now GROUP BY queue
        """)
    package static let counts = PostgresText(
        """
        SELECT state, count(*) AS jobs FROM jobs WHERE \(JobQueries.waiting) GROUP BY state
        UNION ALL SELECT 'executing', count(*) FROM jobs WHERE state = 'executing'
        UNION ALL SELECT state, count(*) FROM jobs WHERE \(JobQueries.finished) GROUP BY state
        """)

    /// Steps from project to project, a probe of the index each, as far as projects are wanted; then their oldest jobs.
    ///
    /// Jobs without a project stand under the empty name. Citus refuses a recursive query over lanes: a cluster's
    /// dispatcher is Redis.
    package static let turns = PostgresText(
        """
        WITH RECURSIVE places (lane, project) AS (
          (SELECT lane, coalesce(project, '') FROM jobs
           WHERE \(ready) AND (lane, coalesce(project, '')) > (:after_lane, :after_project)
           ORDER BY lane, coalesce(project, '') LIMIT 1)
          UNION ALL
          SELECT following.lane, following.project FROM places, LATERAL (
            SELECT lane, coalesce(project, '') AS project FROM jobs
            WHERE \(ready) AND (lane, coalesce(project, '')) > (places.lane, places.project)
            ORDER BY lane, coalesce(project, '') LIMIT 1) AS following
        )
        SELECT job.lane, job.id, job.kind, :queue AS queue, job.priority, job.project, job.due
        FROM (
          SELECT lane, project FROM places
          WHERE (SELECT count(*) FROM (
              SELECT 1 FROM jobs r
              WHERE r.state = 'executing' AND r.lane = places.lane AND coalesce(r.project, '') = places.project
              LIMIT :running_limit) AS running) < :running_limit
          LIMIT :projects) AS turn,
        LATERAL (
          SELECT lane, id, kind, priority, project, due FROM jobs
          WHERE \(ready) AND lane = turn.lane AND coalesce(project, '') = turn.project
          ORDER BY due, id LIMIT :jobs_of_each) AS job
        ORDER BY job.lane, turn.project, job.due, job.id
        """)

    private static let ready = "state = 'available' AND queue = :queue AND priority = :priority"
    /// The first half is for the index.
    private static let isAfterPlace = """
        created_at <= :before AND (created_at < :before OR (lane, id) > (:after_lane, :after_id))
        """
    private static let isAskedFor = """
        (:any_state OR state = ANY(:states)) AND (:kind::text IS NULL OR kind = :kind)
          AND (:queue::text IS NULL OR queue = :queue) AND (:version::text IS NULL OR version = :version)
          AND (:tag::text IS NULL OR tags::jsonb ? :tag)
        """
}
