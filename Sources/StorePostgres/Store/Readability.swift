internal import RegistryCore
internal import RegistryStore

/// The part of every question that says what a caller may see, and its two arguments.
///
/// The policy that holds is the version's, else the project's, else the instance's, number 0 of each lane.
enum Readability {
    /// For a statement in which `v` is the version and `p` its project.
    static let clause = """
        (:admin OR EXISTS (
            SELECT 1 FROM policy_members m WHERE m.lane = v.lane AND m.policy = coalesce(v.policy, p.policy, 0)
              AND m."right" = 'read' AND m.principal = ANY(:names)))
        """
    static func arguments(_ caller: Identity) -> StoredArguments {
        ["admin": caller.isAdmin, "names": caller.names]
    }
}
