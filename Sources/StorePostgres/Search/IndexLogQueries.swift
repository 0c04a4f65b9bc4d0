package import PostgresClient

/// A lane's generation and its log: what each commit touched of what the lane shows.
package enum IndexLogQueries {
    // What may turn out to be a touch, before the row that decides it is changed; under a mark, until the commit's end.
    package static let noteMove = PostgresText(
        """
        INSERT INTO index_log (lane, gen, number, previous, project, version)
        SELECT v.lane, :mark, :number, 0, v.project, v.version FROM versions v
        WHERE v.lane = :lane AND v.project = :project AND v.version = :version AND v.current IS DISTINCT FROM :current
        """)
    package static let noteShown = PostgresText(
        """
        INSERT INTO index_log (lane, gen, number, previous, project, version)
        SELECT u.lane, :mark, :number, 0, u.project, u.version FROM uploads u
        WHERE u.lane = :lane AND u.id = :id AND u.shown_fence IS NOT NULL
        """)
    package static let notePolicyOfProject = PostgresText(
        """
        INSERT INTO index_log (lane, gen, number, previous, policy)
        SELECT p.lane, :mark, :number, 0, p.policy FROM projects p
        WHERE p.lane = :lane AND p.project = :project AND p.policy IS NOT NULL
        """)
    package static let notePolicyOfVersion = PostgresText(
        """
        INSERT INTO index_log (lane, gen, number, previous, policy)
        SELECT v.lane, :mark, :number, 0, v.policy FROM versions v
        WHERE v.lane = :lane AND v.project = :project AND v.version = :version AND v.policy IS NOT NULL
        """)

    /// At the end of a commit, as every change of the lane's row: who holds it waits for nobody.
    package static let move = PostgresText(
        """
        UPDATE lane_heads SET index_before = index_gen, index_gen = greatest(index_gen + 1, :now) WHERE lane = :lane
        """)
    /// `move`, where something is noted.
    package static let moveIfNoted = PostgresText(
        """
        UPDATE lane_heads SET index_before = index_gen, index_gen = greatest(index_gen + 1, :now)
        WHERE lane = :lane AND EXISTS (SELECT 1 FROM index_log l WHERE l.lane = :lane AND l.gen = :mark)
        """)
    /// After either: what was noted gets the generation.
    package static let settle = PostgresText(
        """
        UPDATE index_log l SET gen = h.index_gen, previous = h.index_before FROM lane_heads h
        WHERE l.lane = :lane AND l.gen = :mark AND h.lane = :lane
        """)
    /// After `move`.
    package static let insert = PostgresText(
        """
        INSERT INTO index_log (lane, gen, number, previous, project, version, policy)
        SELECT h.lane, h.index_gen, :number, h.index_before, :project, :version, :policy FROM lane_heads h
        WHERE h.lane = :lane
        """)

    package static let after = PostgresText(
        """
        SELECT previous, project, version, policy FROM index_log WHERE lane = :lane AND gen > :after
        ORDER BY gen, number LIMIT :limit
        """)
    /// The lanes with something to remove and its last generation: of those `before` a moment or beyond the newest `kept`
    /// rows, about `limit` rows.
    package static let overdue = PostgresText(
        """
        SELECT h.lane, least(
          greatest(:before - 1, (SELECT l.gen FROM index_log l WHERE l.lane = h.lane
            ORDER BY l.gen DESC, l.number DESC LIMIT 1 OFFSET :kept)),
          (SELECT l.gen FROM index_log l WHERE l.lane = h.lane ORDER BY l.gen, l.number LIMIT 1 OFFSET :limit)) AS gen
        FROM lane_heads h
        WHERE EXISTS (SELECT 1 FROM index_log l WHERE l.lane = h.lane AND l.gen < :before)
          OR EXISTS (SELECT 1 FROM index_log l WHERE l.lane = h.lane OFFSET :kept)
        ORDER BY h.lane
        """)
    package static let remove = PostgresText("DELETE FROM index_log WHERE lane = :lane AND gen <= :gen")
}
