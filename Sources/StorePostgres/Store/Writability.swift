internal import RegistryCore
internal import RegistryStore

/// The part of a question that says what a caller may change, and its arguments: as ``Readability`` for the right to write.
enum Writability {
    /// For a statement in which `v` is the version and `p` its project.
    static let clause = """
        (:curator OR EXISTS (
            SELECT 1 FROM policy_members m WHERE m.lane = v.lane AND m.policy = coalesce(v.policy, p.policy, 0)
              AND m."right" = 'write' AND m.principal = ANY(:names)))
        """
    /// `user`, null for an anonymous caller, is there for who started an upload.
    static func arguments(_ caller: Identity) -> StoredArguments {
        ["curator": caller.isCurator, "names": caller.names, "user": caller.user]
    }
}
