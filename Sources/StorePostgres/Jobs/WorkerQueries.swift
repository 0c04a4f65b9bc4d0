package import PostgresClient

/// Workers, pauses, leader leases and schedules: a few rows each.
package enum WorkerQueries {
    package static let report = PostgresText(
        """
        INSERT INTO workers
          (lane, id, place, release, queues, concurrency, started_at, seen_at, running, draining)
        VALUES
          (:lane, :id, :place, :release, :queues, :concurrency, :started_at, :seen_at, :running, :draining)
        ON CONFLICT (lane, id) DO UPDATE SET place = excluded.place, release = excluded.release,
          queues = excluded.queues, concurrency = excluded.concurrency, started_at = excluded.started_at,
          seen_at = excluded.seen_at, running = excluded.running, draining = excluded.draining
        """)
    package static let remove = PostgresText("DELETE FROM workers WHERE lane = :lane AND id = :id")
    /// Of all lanes.
    package static let notSeen = PostgresText("SELECT lane, id FROM workers WHERE seen_at < :before")
    package static let removeNotSeen = PostgresText(
        "DELETE FROM workers WHERE lane = :lane AND id = ANY(:ids) AND seen_at < :before")
    /// Of all lanes.
    package static let all = PostgresText(
        """
        SELECT id, place, release, queues, concurrency, started_at, seen_at, running, draining FROM workers
        ORDER BY seen_at DESC, lane, id LIMIT :limit
        """)

    package static let pause = PostgresText(
        """
        INSERT INTO queue_pauses (lane, queue, since) VALUES (:lane, :queue, :since)
        ON CONFLICT (lane, queue) DO NOTHING
        """)
    package static let resume = PostgresText("DELETE FROM queue_pauses WHERE lane = :lane AND queue = :queue")
    /// Of all lanes.
    package static let paused = PostgresText("SELECT queue FROM queue_pauses")

    /// Gives no row where somebody else holds it.
    package static let lease = PostgresText(
        """
        INSERT INTO leases (lane, name, owner, until, fence) VALUES (:lane, :name, :owner, :until, 1)
        ON CONFLICT (lane, name) DO UPDATE SET owner = excluded.owner, until = excluded.until,
          fence = CASE WHEN leases.owner = excluded.owner THEN leases.fence ELSE leases.fence + 1 END
        WHERE leases.owner = excluded.owner OR leases.until <= :now
        RETURNING name, owner, until, fence
        """)
    /// The row stays, so that the fence goes on counting.
    package static let releaseLease = PostgresText(
        "UPDATE leases SET owner = '', until = 0 WHERE lane = :lane AND name = :name AND owner = :owner")

    /// Of all lanes.
    package static let schedules = PostgresText("SELECT name, last_tick FROM schedules")
    /// The first tick of a schedule.
    package static let begin = PostgresText(
        "INSERT INTO schedules (lane, name, last_tick) VALUES (:lane, :name, :to)")
    /// Keeps a schedule where it is until the end of the transaction.
    package static let holdSchedule = PostgresText(
        "SELECT 1 FROM schedules WHERE lane = :lane AND name = :name AND last_tick = :from FOR UPDATE")
    /// After `holdSchedule`; fails (22012) unless the schedule is there.
    package static let isSchedule = PostgresText(
        "SELECT 1 / count(*) FROM schedules WHERE lane = :lane AND name = :name AND last_tick = :from")
    package static let advance = PostgresText(
        "UPDATE schedules SET last_tick = :to WHERE lane = :lane AND name = :name AND last_tick = :from")
}
