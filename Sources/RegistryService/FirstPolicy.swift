internal import Catalog
internal import RegistryCore

/// What a completion's permissions come to when its upload is published (`spec/rest-api.md` 1.5).
enum FirstPolicy {
    /// Nil leaves what holds: the body is ignored where a policy exists, unless it is to be overwritten. A policy of the
    /// version is looked at only when the body does not say `project`.
    static func decide(
        for upload: UploadRecord, on facts: VersionFacts, defaults read: Access
    ) -> (scope: PolicyScope, policy: AccessPolicy)? {
        let kept =
            upload.permissions ?? KeptPermissions(patch: .init(), overwrite: false, completedBy: upload.startedBy)
        let scope = kept.patch.scope == .version ? PolicyScope.version : .project
        let versionPolicy = kept.patch.scope == .project ? nil : facts.versionPolicy
        let exists = (versionPolicy ?? facts.projectPolicy ?? facts.instancePolicy) != nil
        if exists, !kept.overwrite { return nil }
        let owner = [kept.completedBy ?? upload.startedBy].compactMap(\.self)
        return (scope, kept.patch.applied(to: AccessPolicy(owners: owner, readAccess: read)))
    }
}
