/// Numbers that are handed out once, each in a short transaction of its own.
package enum NumberQueries {
    package static let take = """
        INSERT INTO sequences (lane, kind, prefix, next) VALUES (:lane, :kind, :prefix, 2)
        ON CONFLICT (lane, kind, prefix) DO UPDATE SET next = next + 1
        RETURNING next - 1
        """
    package static let takePolicy = """
        UPDATE lane_heads SET next_policy = next_policy + 1 WHERE lane = :lane RETURNING next_policy - 1
        """
}
