package import PostgresClient

package enum PolicyQueries {
    package static let byNumber = PostgresText(
        """
        SELECT policy, scope, owners, viewers, read_access, write_access FROM policies
        WHERE lane = :lane AND policy = :policy
        """)
    package static let insert = PostgresText(
        """
        INSERT INTO policies (lane, policy, scope, owners, viewers, read_access, write_access)
        VALUES (:lane, :policy, :scope, :owners, :viewers, :read_access, :write_access)
        """)
    package static let insertMember = PostgresText(
        """
        INSERT INTO policy_members (lane, principal, policy, "right") VALUES (:lane, :principal, :policy, :right)
        """)
    static let insertMembers = RowInsert(insertMember)
    /// Fails (22012), for what has been found wrong already.
    package static let refuse = PostgresText("SELECT 1 / (count(*) - count(*)) FROM lane_heads WHERE lane = :lane")
    package static let remove = removal(from: "policies", of: ":policy")
    package static let removeMembers = removal(from: "policy_members", of: ":policy")
    package static let removeOfProject = removal(from: "policies", of: projects)
    package static let removeMembersOfProject = removal(from: "policy_members", of: projects)
    package static let removeOfVersion = removal(from: "policies", of: versions)
    package static let removeMembersOfVersion = removal(from: "policy_members", of: versions)

    private static let projects = "(SELECT policy FROM projects WHERE lane = :lane AND project = :project)"
    private static let versions = """
        (SELECT policy FROM versions WHERE lane = :lane AND project = :project AND version = :version)
        """
    private static func removal(from table: String, of policy: String) -> PostgresText {
        PostgresText("DELETE FROM \(table) WHERE lane = :lane AND policy = \(policy)")
    }
}
