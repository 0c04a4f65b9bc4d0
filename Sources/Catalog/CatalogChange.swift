package import RegistryCore

/// One change of the record; each says what it expects to find, and a store refuses the whole set with `.conflict`
/// where it finds something else.
package enum CatalogChange: Sendable {
    /// Expects no such project. It has no policy until `.putPolicy` gives it one, whatever the record says.
    case insertProject(ProjectRecord)
    /// Expects the project's guard to be `expecting`, and moves it.
    case guardProject(ProjectID, expecting: Int)

    /// Expects no such version, and its project. It has no policy until `.putPolicy` gives it one.
    case insertVersion(VersionRecord)
    /// Expects the version's guard to be `expecting`; replaces the row, the policy excepted, and moves the guard by one.
    ///
    /// Only `.putPolicy` and `.removePolicy` move the policy: they move no guard, so a row that was read before them would
    /// bring back a policy that is gone.
    case updateVersion(VersionRecord, expecting: Int)
    /// Expects the version's guard to be `expecting`; for a provisioned version that was never started.
    case removeVersion(VersionKey, expecting: Int)

    /// Expects no such upload, no active upload of the same version, and exactly `fileCount` staged files, so that a
    /// slice that was never written, or was swept, is a conflict and not a hole.
    case insertUpload(UploadRecord)
    /// Expects the upload in this state with this fence, and no other active upload of its version when the new state is
    /// active; replaces the row, the revision excepted.
    case updateUpload(UploadRecord, expecting: UploadState, fence: Int)
    /// Gives the upload the project's next revision, counting up from 1. Expects it to have none.
    case allotRevision(UploadKey)

    /// Stores a policy with a fresh number (the instance's is always 0), makes it its owner's in place of any other, and
    /// moves the generation of the lane's index. Version and project rows keep their guards: pair it with `.guardProject`.
    case putPolicy(PolicyRecord, of: PolicyOwner)
    /// Removes an owner's policy, if any, and moves the generation of the lane's index.
    case removePolicy(of: PolicyOwner)

    /// Keeps why an upload failed, in place of what is kept of its version. Expects the version.
    case putRejection(Rejection)
    /// Forgets what is kept of a version's failed upload, if anything is.
    case removeRejection(of: VersionKey)

    case record(EventRecord)
    case audit(AuditRecord)

    /// Expects no such scroll.
    case insertScroll(ScrollRecord)
    /// Expects the scroll to expire at `expecting`, which every step moves.
    case updateScroll(ScrollRecord, expecting: Timestamp)
    case removeScroll(RandomID)
}
