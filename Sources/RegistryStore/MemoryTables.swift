internal import Catalog
internal import JobQueue
internal import RegistryCore
internal import SearchIndex

/// The rows of one lane, found by key.
///
/// A value: a commit changes a copy, which takes the place of the original when every change has been applied.
struct MemoryTables: Sendable {
    struct Project: Sendable {
        var record: ProjectRecord
        var nextRevision = 1
        var versions: Set<VersionID> = []
        /// Uploads by the revision allotted to them.
        var revisions: [Int: UploadKey] = [:]
    }
    struct Upload: Sendable {
        var record: UploadRecord
        var movedAt: Timestamp
    }
    struct Staged<Row: Sendable>: Sendable {
        var row: Row
        let writtenAt: Timestamp
    }
    struct Documents: Sendable {
        var byFence: [Int: [ArtifactPath: Staged<StagedDocument>]] = [:]
        /// The fence under which they were published; nil while and after nothing is shown.
        var published: Int?

        var shown: [ArtifactPath: Staged<StagedDocument>] { published.flatMap { byFence[$0] } ?? [:] }
    }
    /// What waiting jobs coalesce by.
    struct JobKey: Hashable, Sendable {
        let kind: JobKind
        let key: [UInt8]
    }

    var projects: [ProjectID: Project] = [:]
    var versions: [VersionKey: VersionRecord] = [:]
    var uploads: [UploadKey: Upload] = [:]
    var activeUploads: [VersionKey: UploadKey] = [:]
    var files: [UploadKey: [ArtifactPath: Staged<FileRecord>]] = [:]
    var documents: [UploadKey: Documents] = [:]

    var rejections: [VersionKey: Rejection] = [:]

    var policies: [PolicyNumber: PolicyRecord] = [:]
    var policyGeneration = 0

    var events: [EventRecord] = []
    var audit: [AuditRecord] = []
    var scrolls: [RandomID: ScrollRecord] = [:]

    var jobs: [JobID: JobRecord] = [:]
    var waitingKeys: [JobKey: JobID] = [:]
    /// The jobs that are executing.
    var executing: Set<JobID> = []
    var jobLines: [JobID: [JobLogLine]] = [:]
    var workers: [WorkerID: WorkerRecord] = [:]
    var leases: [[UInt8]: LeaseRecord] = [:]
    var schedules: [[UInt8]: ScheduleRecord] = [:]
    var pausedQueues: Set<JobQueueName> = []

    /// The number handed out last.
    var projectNumbers: [[UInt8]: Int] = [:]
    var versionNumbers: [ProjectID: Int] = [:]
    var policyNumber = 0
}

extension MemoryTables {
    /// The policy that holds for a version, or for its project where `version` is nil.
    func policy(of version: VersionRecord?, in project: ProjectRecord) -> PolicyRecord? {
        policies[version?.policy ?? project.policy ?? 0]
    }
    func mayRead(_ version: VersionRecord, _ caller: Identity) -> Bool {
        if caller.isAdmin { return true }
        guard let project = projects[version.key.project]?.record else { return false }
        return policy(of: version, in: project)?.policy.grants(.read, to: caller) ?? false
    }
    /// The upload that a version serves.
    func current(of version: VersionRecord) -> UploadRecord? {
        version.current.flatMap { uploads[UploadKey(version: version.key, id: $0)]?.record }
    }
    /// The versions of a project that serve at least one document and that `caller` may read, by ascending revision.
    func listing(of project: ProjectID, readableBy caller: Identity) -> [VersionSummary] {
        (projects[project]?.versions ?? []).compactMap { name -> VersionSummary? in
            guard let version = versions[VersionKey(project: project, version: name)],
                let upload = current(of: version),
                let revision = upload.revision, documents[upload.key]?.shown.isEmpty == false, mayRead(version, caller)
            else { return nil }
            return VersionSummary(version: name, revision: Revision(revision))
        }
        .sorted { $0.revision < $1.revision }
    }
}
