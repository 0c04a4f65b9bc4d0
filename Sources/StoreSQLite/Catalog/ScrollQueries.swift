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
    package static let remove = "DELETE FROM scrolls WHERE lane = :lane AND id = :id"
}
