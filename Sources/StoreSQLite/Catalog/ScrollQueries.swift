package enum ScrollQueries {
    package static let byID = """
        SELECT id, owner, request, position, expires FROM scrolls WHERE lane = :lane AND id = :id
        """
    package static let insert = """
        INSERT INTO scrolls (lane, id, owner, request, position, expires)
        VALUES (:lane, :id, :owner, :request, :position, :expires)
        ON CONFLICT DO NOTHING
        """
    package static let update = """
        UPDATE scrolls SET owner = :owner, request = :request, position = :position, expires = :expires
        WHERE lane = :lane AND id = :id AND expires = :expecting
        """
    /// Of all lanes.
    package static let removeExpired = """
        DELETE FROM scrolls WHERE (lane, id) IN
          (SELECT lane, id FROM scrolls WHERE expires < :before ORDER BY expires LIMIT :limit)
        """
    package static let remove = "DELETE FROM scrolls WHERE lane = :lane AND id = :id"
}
