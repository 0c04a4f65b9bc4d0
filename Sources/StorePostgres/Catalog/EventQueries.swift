package import PostgresClient

package enum EventQueries {
    /// Late in a commit: the lane's row is held from here to its end, so positions become visible in order.
    package static let moveHead = PostgresText("UPDATE lane_heads SET event_seq = event_seq + 1 WHERE lane = :lane")
    package static let insert = PostgresText(
        """
        INSERT INTO events (lane, seq, id, type, time, actor, project, version, data)
        SELECT lane, event_seq, :id, :type, :time, :actor, :project, :version, :data
        FROM lane_heads WHERE lane = :lane
        """)
    package static let after = PostgresText(
        """
        SELECT seq, id, type, time, actor, project, version, data FROM events
        WHERE lane = :lane AND seq > :position ORDER BY seq LIMIT :limit
        """)
    package static let insertAudit = PostgresText(
        """
        INSERT INTO audit (lane, id, time, actor, action, project, version, detail)
        VALUES (:lane, :id, :time, :actor, :action, :project, :version, :detail)
        """)
}
