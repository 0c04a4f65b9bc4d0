/// A lane's generation and its log: what each commit touched of what the lane shows.
package enum IndexLogQueries {
    package static let generations = "SELECT lane, index_gen FROM lane_heads"
    package static let generation = "SELECT index_gen FROM lane_heads WHERE lane = :lane"
    package static let setGeneration = "UPDATE lane_heads SET index_gen = :gen WHERE lane = :lane"
    package static let insert = """
        INSERT INTO index_log (lane, gen, number, previous, project, version, policy)
        VALUES (:lane, :gen, :number, :previous, :project, :version, :policy)
        """
    package static let after = """
        SELECT previous, project, version, policy FROM index_log WHERE lane = :lane AND gen > :after
        ORDER BY gen, number LIMIT :limit
        """
    /// The last generation to remove, whole: of those `before` a moment or beyond the newest `kept` rows, about `limit` rows.
    package static let overdue = """
        SELECT min(
          max(:before - 1, coalesce((
            SELECT gen FROM index_log WHERE lane = :lane ORDER BY gen DESC, number DESC LIMIT 1 OFFSET :kept), 0)),
          coalesce((
            SELECT gen FROM index_log WHERE lane = :lane ORDER BY gen, number LIMIT 1 OFFSET :limit), 9223372036854775807))
        """
    package static let remove = "DELETE FROM index_log WHERE lane = :lane AND gen <= :gen"
}
