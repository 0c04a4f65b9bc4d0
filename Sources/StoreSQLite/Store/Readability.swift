internal import GRDB
internal import JSONDocument
internal import RegistryCore

/// The part of every question that says what a caller may see, and its two arguments.
///
/// The policy that holds is the version's, else the project's, else the instance's, number 0 of each lane.
enum Readability {
    /// For a statement in which `v` is the version and `p` its project.
    static let clause = """
        (:admin OR EXISTS (
            SELECT 1 FROM policy_members m WHERE m.lane = v.lane AND m.policy = coalesce(v.policy, p.policy, 0)
              AND m."right" = 'read' AND m.principal IN (SELECT value FROM json_each(:names))))
        """
    static func arguments(_ caller: Identity) -> StatementArguments {
        ["admin": caller.isAdmin, "names": JSONValue(texts: caller.names).stored]
    }
}

extension Int {
    /// As the argument of a `LIMIT`: SQLite takes a negative one for none at all.
    var asLimit: Int { Swift.min(Swift.max(self, 0), 1_000_000) }
}
