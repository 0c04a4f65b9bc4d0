package import PostgresClient

/// How far each lane has come.
package enum HeadQueries {
    package static let all = PostgresText("SELECT lane, event_seq, policy_gen FROM lane_heads")
    package static let ofLane = PostgresText("SELECT lane, event_seq, policy_gen FROM lane_heads WHERE lane = :lane")
}
