package import PostgresClient

package enum ScrollQueries {
    package static let byID = PostgresText(
        """
        SELECT id, owner, request, position, expires FROM scrolls WHERE lane = :lane AND id = :id
        """)
    package static let insert = PostgresText(
        """
        INSERT INTO scrolls (lane, id, owner, request, position, expires)
        VALUES (:lane, :id, :owner, :request, :position, :expires)
        """)
    package static let update = PostgresText(
        """
        UPDATE scrolls SET owner = :owner, request = :request, position = :position, expires = :expires,
          commit_id = :commit
        WHERE lane = :lane AND id = :id AND expires = :expecting
        """)
    /// Fails (22012) unless this commit has changed the row.
    package static let isChanged = PostgresText(
        "SELECT 1 / count(*) FROM scrolls WHERE lane = :lane AND id = :id AND commit_id = :commit")
    /// Of all lanes.
    package static let expired = PostgresText(
        "SELECT lane, id FROM scrolls WHERE expires < :before ORDER BY expires LIMIT :limit")
    package static let removeExpired = PostgresText(
        "DELETE FROM scrolls WHERE lane = :lane AND id = ANY(:ids) AND expires < :before")
    package static let remove = PostgresText("DELETE FROM scrolls WHERE lane = :lane AND id = :id")
}
