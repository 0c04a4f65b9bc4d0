package enum PolicyQueries {
    package static let byNumber = """
        SELECT policy, scope, owners, viewers, read_access, write_access FROM policies
        WHERE lane = :lane AND policy = :policy
        """
    package static let insert = """
        INSERT INTO policies (lane, policy, scope, owners, viewers, read_access, write_access)
        VALUES (:lane, :policy, :scope, :owners, :viewers, :read_access, :write_access)
        ON CONFLICT DO NOTHING
        """
    package static let insertMember = """
        INSERT INTO policy_members (lane, principal, policy, "right") VALUES (:lane, :principal, :policy, :right)
        """
    package static let remove = "DELETE FROM policies WHERE lane = :lane AND policy = :policy"
    package static let removeMembers = "DELETE FROM policy_members WHERE lane = :lane AND policy = :policy"
}
