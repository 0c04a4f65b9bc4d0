internal import Catalog
internal import RegistryCore

/// What a completion's permissions come to (`spec/rest-api.md` 1.5); asked when the upload is completed and again when it
/// is published, because rights may have been withdrawn in between.
enum KeptPolicy {
    enum Decision {
        /// What holds, holds on.
        case leave
        case write(PolicyScope, AccessPolicy)
        /// The completion wants to overwrite what its author may not change.
        case refused
    }

    /// - Parameters:
    ///   - facts: of the version, with its project's policy.
    ///   - isNew: whether no version of the project is served: only then is there nothing to protect, and the completion
    ///     decides for the project.
    ///   - read: what a new project's first completion grants when it does not say.
    static func decide(
        _ kept: KeptPermissions, on facts: VersionFacts, projectIsNew isNew: Bool, defaults read: Access
    ) -> Decision {
        let scope = kept.patch.scope == .version ? PolicyScope.version : .project
        let level = facts.level(of: scope)
        if let held = level.policy {
            guard kept.overwrite else { return .leave }
            guard AccessDecision.allows(.changePermissions, for: kept.author, on: level) else { return .refused }
            return .write(scope, kept.patch.applied(to: held.policy))
        }
        let owners = [kept.completedBy].compactMap(\.self)
        if isNew { return .write(scope, kept.patch.applied(to: AccessPolicy(owners: owners, readAccess: read))) }
        // Versions are served and no policy holds here: the project was hidden, or each version has a policy of its own.
        // Neither may be undone by an upload: it speaks for its own version, and only of what it says.
        let closed = kept.patch.applied(to: AccessPolicy(owners: owners, readAccess: .owners))
        return .write(kept.isCurator && kept.patch.scope == .project ? .project : .version, closed)
    }
}

extension VersionFacts {
    /// The facts that decide about the policy of a level: for the project's, the version's own policy does not count.
    func level(of scope: PolicyScope) -> VersionFacts {
        var level = self
        if scope == .project { level.versionPolicy = nil }
        return level
    }
}

extension KeptPermissions {
    /// Who completed the upload, with the rights of that moment.
    var author: Identity { Identity(user: completedBy, groups: groups, roles: isCurator ? [.uploader] : []) }
}
