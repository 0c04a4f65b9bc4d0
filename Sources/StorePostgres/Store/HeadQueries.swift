package import PostgresClient

/// The generation of each lane: it moves with every commit that changes what the lane shows, or to whom.
package enum HeadQueries {
    package static let all = PostgresText("SELECT lane, index_gen FROM lane_heads")
    package static let ofLane = PostgresText("SELECT lane, index_gen FROM lane_heads WHERE lane = :lane")
}
