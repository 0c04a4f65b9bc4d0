package import PostgresClient

/// Numbers that are handed out once, each in a short transaction of its own.
package enum NumberQueries {
    package static let take = PostgresText(
        """
        INSERT INTO sequences (lane, kind, prefix, next) VALUES (:lane, :kind, :prefix, 2)
        ON CONFLICT (lane, kind, prefix) DO UPDATE SET next = sequences.next + 1
        RETURNING next - 1 AS number
        """)
    package static let takePolicy = PostgresText(
        """
        UPDATE lane_heads SET next_policy = next_policy + 1 WHERE lane = :lane RETURNING next_policy - 1 AS number
        """)
}
