package import JSONDocument
package import RegistryCore

/// A number that names an access policy within its lane; never reused.
package typealias PolicyNumber = Int

/// Names one upload and, through its project, the lane of its rows.
package struct UploadKey: Sendable, Hashable, CustomStringConvertible {
    package let version: VersionKey
    package let id: UploadID

    package init(version: VersionKey, id: UploadID) {
        self.version = version
        self.id = id
    }
    package var project: ProjectID { version.project }
    package var description: String { "\(version)#\(id)" }
}

package struct ProjectRecord: Sendable, Hashable {
    package let project: ProjectID
    /// Moves with every change of the project's settings; a commit names the value that it has seen.
    package var guardNumber: Int
    package var policy: PolicyNumber?
    package let createdBy: String?
    package let createdAt: Timestamp

    package init(
        project: ProjectID, guardNumber: Int = 0, policy: PolicyNumber? = nil, createdBy: String?, createdAt: Timestamp
    ) {
        self.project = project
        self.guardNumber = guardNumber
        self.policy = policy
        self.createdBy = createdBy
        self.createdAt = createdAt
    }
}

package struct VersionRecord: Sendable, Hashable {
    package let key: VersionKey
    /// Moves with every start, completion, claim, end and policy of the version.
    package var guardNumber: Int
    /// The upload that the version serves.
    package var current: UploadID?
    /// The upload started last, whatever became of it.
    package var last: UploadID?
    /// The version's own policy; without one the project's holds.
    package var policy: PolicyNumber?
    /// Whether an upload of this version has ever been sealed: the first one's files lie at the plain keys.
    package var wasSealed: Bool
    /// For a version that was provisioned and not started: when the offer ends.
    package var provisionedUntil: Timestamp?
    package let createdBy: String?

    package init(
        key: VersionKey, guardNumber: Int = 0, current: UploadID? = nil, last: UploadID? = nil,
        policy: PolicyNumber? = nil, wasSealed: Bool = false, provisionedUntil: Timestamp? = nil, createdBy: String?
    ) {
        self.key = key
        self.guardNumber = guardNumber
        self.current = current
        self.last = last
        self.policy = policy
        self.wasSealed = wasSealed
        self.provisionedUntil = provisionedUntil
        self.createdBy = createdBy
    }
}

/// One start of a version's content, with its state.
package struct UploadRecord: Sendable, Hashable {
    package let key: UploadKey
    package var state: UploadState
    /// Counts the claims; an effect that carries an older one is refused.
    package var fence: Int
    /// Allotted by the commit that seals the upload; strictly increasing within the project.
    package var revision: Int?
    /// Whether the files' final keys are the plain ones: true for the first upload ever sealed in its version.
    package var isFirstSealed: Bool
    package let startedBy: String?
    package let startedAt: Timestamp
    package let completeBefore: Timestamp
    /// For a transient version: until when it is served.
    package let endDate: Timestamp?
    package var sealedAt: Timestamp?
    package var indexedAt: Timestamp?
    package var endedAt: Timestamp?
    /// What the completion said about permissions, kept until the upload is published.
    package var permissions: KeptPermissions?
    package var deadlineJob: JobID?
    package var expiryJob: JobID?
    package var indexJob: JobID?
    package let fileCount: Int
    package var documentCount: Int
    /// Why it failed: a list of objects with `path`, `pointer`, `message`.
    package var errors: JSONValue?

    package init(
        key: UploadKey, state: UploadState = .uploading, startedBy: String?, startedAt: Timestamp,
        completeBefore: Timestamp, endDate: Timestamp? = nil, deadlineJob: JobID?, expiryJob: JobID? = nil,
        fileCount: Int
    ) {
        self.key = key
        self.state = state
        self.fence = 0
        self.isFirstSealed = false
        self.startedBy = startedBy
        self.startedAt = startedAt
        self.completeBefore = completeBefore
        self.endDate = endDate
        self.deadlineJob = deadlineJob
        self.expiryJob = expiryJob
        self.fileCount = fileCount
        self.documentCount = 0
    }
}

/// The permissions that a completion asks for.
package struct KeptPermissions: Sendable, Hashable {
    package let patch: AccessPolicyPatch
    /// Whether they replace what there is.
    package let overwrite: Bool
    /// Who completed the upload: the owner when nothing else is said.
    package let completedBy: String?
    package let groups: [String]
    /// Whether a role lets them change any project.
    package let isCurator: Bool

    package init(
        patch: AccessPolicyPatch, overwrite: Bool, completedBy: String?, groups: [String] = [], isCurator: Bool = false
    ) {
        self.patch = patch
        self.overwrite = overwrite
        self.completedBy = completedBy
        self.groups = groups
        self.isCurator = isCurator
    }
}

/// One declared file of an upload.
package struct FileRecord: Sendable, Hashable {
    package let path: ArtifactPath
    /// Hexadecimal MD5 that the client declared.
    package let declaredMD5: String?
    /// The staged object's tag when the upload was sealed.
    package var tag: String?
    package var size: Int64?
    /// The final key, once the bytes are there.
    package var key: String?
    package var sha256: String?
    package var md5: String?
    package var modified: Timestamp?

    package init(
        path: ArtifactPath, declaredMD5: String? = nil, tag: String? = nil, size: Int64? = nil, key: String? = nil,
        sha256: String? = nil, md5: String? = nil, modified: Timestamp? = nil
    ) {
        self.path = path
        self.declaredMD5 = declaredMD5
        self.tag = tag
        self.size = size
        self.key = key
        self.sha256 = sha256
        self.md5 = md5
        self.modified = modified
    }
}

package struct PolicyRecord: Sendable, Hashable {
    package let number: PolicyNumber
    package let scope: PolicyScope
    package let policy: AccessPolicy

    package init(number: PolicyNumber, scope: PolicyScope, policy: AccessPolicy) {
        self.number = number
        self.scope = scope
        self.policy = policy
    }
}

/// What a policy belongs to.
package enum PolicyOwner: Sendable, Hashable {
    case project(ProjectID)
    case version(VersionKey)
    /// Row 0 of the commit's lane: what holds where neither version nor project has a policy.
    case instance
}

/// A CloudEvents event as a row of the commit that it tells of; numbered per lane by the store.
package struct EventRecord: Sendable, Hashable {
    package let id: RandomID
    /// Such as `upload.started`, `version.published`.
    package let type: String
    package let time: Timestamp
    package let actor: String?
    package let project: ProjectID
    package let version: VersionID?
    package let data: JSONValue

    package init(
        id: RandomID, type: String, time: Timestamp, actor: String?, project: ProjectID, version: VersionID?,
        data: JSONValue = .object([:])
    ) {
        self.id = id
        self.type = type
        self.time = time
        self.actor = actor
        self.project = project
        self.version = version
        self.data = data
    }
}

/// Who did what to which policy or version, for ten years.
package struct AuditRecord: Sendable, Hashable {
    package let id: RandomID
    package let time: Timestamp
    package let actor: String?
    package let action: String
    package let project: ProjectID
    package let version: VersionID?
    package let detail: JSONValue

    package init(
        id: RandomID, time: Timestamp, actor: String?, action: String, project: ProjectID, version: VersionID?,
        detail: JSONValue = .object([:])
    ) {
        self.id = id
        self.time = time
        self.actor = actor
        self.action = action
        self.project = project
        self.version = version
        self.detail = detail
    }
}

/// A walk over results that a client continues by `GET /scroll/{id}`.
package struct ScrollRecord: Sendable, Hashable {
    package let id: RandomID
    /// Who began it; nobody else may continue it.
    package let owner: String?
    /// What is walked, as the service wrote it.
    package let request: JSONValue
    /// Where the next page begins, as the service wrote it; nil past the end.
    package var position: JSONValue?
    package var expires: Timestamp

    package init(id: RandomID, owner: String?, request: JSONValue, position: JSONValue?, expires: Timestamp) {
        self.id = id
        self.owner = owner
        self.request = request
        self.position = position
        self.expires = expires
    }
}
