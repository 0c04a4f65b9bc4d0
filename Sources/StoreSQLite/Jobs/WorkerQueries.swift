/// Workers, leader leases, pauses and schedules: a few rows each.
package enum WorkerQueries {
    package static let report = """
        INSERT OR REPLACE INTO workers
          (lane, id, place, release, queues, concurrency, started_at, seen_at, running, draining)
        VALUES (:lane, :id, :place, :release, :queues, :concurrency, :started_at, :seen_at, :running, :draining)
        """
    package static let remove = "DELETE FROM workers WHERE lane = :lane AND id = :id"
    package static let removeUnseen = "DELETE FROM workers WHERE seen_at < :moment"
    package static let list = """
        SELECT id, place, release, queues, concurrency, started_at, seen_at, running, draining FROM workers
        ORDER BY seen_at DESC, id LIMIT :limit
        """

    /// No row where somebody else holds it.
    package static let lease = """
        INSERT INTO leases (lane, name, owner, until, fence) VALUES (:lane, :name, :owner, :until, 1)
        ON CONFLICT (lane, name) DO UPDATE
          SET owner = excluded.owner, until = excluded.until, fence = fence + (owner <> excluded.owner)
          WHERE owner = excluded.owner OR until <= :now
        RETURNING name, owner, until, fence
        """
    /// The row stays, so that the fence goes on from where it is.
    package static let releaseLease = """
        UPDATE leases SET owner = '', until = 0 WHERE lane = :lane AND name = :name AND owner = :owner
        """

    package static let pause = """
        INSERT INTO queue_pauses (lane, queue, since) VALUES (:lane, :queue, :since)
        ON CONFLICT (lane, queue) DO NOTHING
        """
    package static let goOn = "DELETE FROM queue_pauses WHERE lane = :lane AND queue = :queue"
    package static let pauses = "SELECT queue FROM queue_pauses"

    package static let schedules = "SELECT name, last_tick FROM schedules ORDER BY name"
    package static let begin = """
        INSERT INTO schedules (lane, name, last_tick) VALUES (:lane, :name, :to) ON CONFLICT (lane, name) DO NOTHING
        """
    package static let advance = """
        UPDATE schedules SET last_tick = :to WHERE lane = :lane AND name = :name AND last_tick = :from
        """
}
