internal import Catalog
internal import JobQueue
internal import RegistryCore

/// What a caller wants to do to a project or version.
package enum ProjectAction: Sendable, Hashable, CaseIterable {
    case provisionProject, startUpload, completeUpload, abortUpload, readPermissions, changePermissions, deleteVersion
}

/// What a caller wants of a job.
package enum JobAction: Sendable, Hashable, CaseIterable {
    /// Its result, reasons and settings.
    case read
    /// What it logs: it may tell of documents that only writers have seen.
    case inspect
    /// Cancelling it, or running it again.
    case change
}

/// The one function that decides who may do what (design, guarantee 5): on resolved identifiers and facts read at one
/// moment, for REST, portal, workers and plugins alike. What may be *seen* is decided in the queries, by the same policy.
enum AccessDecision {
    /// Whether `caller` may act on the version or project that `facts` tell of, or on `upload` of it.
    ///
    /// The refusal says nothing about what exists: an absent project and one that grants nothing refuse alike.
    static func allows(
        _ action: ProjectAction, for caller: Identity, on facts: VersionFacts, upload: UploadRecord? = nil
    ) -> Bool {
        if caller.isAdmin { return true }
        switch action {
        case .provisionProject:
            return caller.isPresigned || caller.isCurator || caller.roles.contains(.creator)
        case .startUpload:
            return caller.isPresigned || caller.isCurator || grants(.write, caller, facts)
        case .completeUpload, .abortUpload:
            return caller.isPresigned || caller.isCurator || grants(.write, caller, facts) || isStarter(caller, upload)
        case .readPermissions:
            return caller.isPresigned || caller.isCurator || grants(.read, caller, facts)
                || grants(.manage, caller, facts)
        case .changePermissions:
            return caller.isPresigned || caller.isCurator || grants(.manage, caller, facts)
        case .deleteVersion:
            return caller.isCurator
        }
    }

    /// Whether `caller` may act on a job whose project and version `facts` tell of; nil for a job without a project.
    static func allows(
        _ action: JobAction, for caller: Identity, on job: JobRecord, facts: VersionFacts?
    ) -> Bool {
        if caller.isCurator { return true }
        if let user = caller.user, let creator = job.createdBy, user.utf8.elementsEqual(creator.utf8) { return true }
        guard let policy = facts?.policy?.policy else { return false }
        if !caller.isAnonymous, policy.grants(.manage, to: caller) { return true }
        // An upload that failed tells of documents that only its writers have seen.
        let right: Right = action == .read && job.state != .discarded ? .read : .write
        return policy.grants(right, to: caller) && (action == .read || !caller.isAnonymous)
    }

    static func require(
        _ action: ProjectAction, for caller: Identity, on facts: VersionFacts, upload: UploadRecord? = nil
    ) throws {
        guard !allows(action, for: caller, on: facts, upload: upload) else { return }
        throw refusal(of: action, for: caller)
    }

    /// 401 for a caller who might be allowed with a token, 403 for one who has shown it (`spec/rest-api.md` 1).
    static func refusal(of action: ProjectAction, for caller: Identity) -> RegistryError {
        if caller.isAnonymous {
            return RegistryError(.unauthenticated, "Not authenticated, user credentials not supplied")
        }
        return RegistryError(.forbidden, "Forbidden, \(need(for: action))")
    }

    private static func need(for action: ProjectAction) -> String {
        switch action {
        case .provisionProject: "a new project needs the role 'creator', 'uploader' or 'admin'"
        case .startUpload, .completeUpload, .abortUpload:
            "uploading needs write access to the project or the role 'uploader' or 'admin'"
        case .readPermissions:
            "there is nothing here, or seeing its permissions needs read access or the role 'uploader' or 'admin'"
        case .changePermissions:
            "there is nothing here, or changing its permissions needs write access as a named owner or viewer, or the role "
                + "'uploader' or 'admin'"
        case .deleteVersion: "deleting a version needs the role 'uploader' or 'admin'"
        }
    }

    private static func grants(_ right: Right, _ caller: Identity, _ facts: VersionFacts) -> Bool {
        facts.policy?.policy.grants(right, to: caller) ?? false
    }
    private static func isStarter(_ caller: Identity, _ upload: UploadRecord?) -> Bool {
        guard let user = caller.user, let starter = upload?.startedBy else { return false }
        return user.utf8.elementsEqual(starter.utf8)
    }
}
