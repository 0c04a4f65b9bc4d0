package import RegistryCore

package enum CatalogError: Error {
    case unavailable(operation: String, cause: any Error)
}

/// Everything that a decision about a version needs, read at one moment.
package struct VersionFacts: Sendable, Hashable {
    package var project: ProjectRecord?
    package var version: VersionRecord?
    /// The upload that the version serves.
    package var current: UploadRecord?
    /// The upload started last; the active one, if there is one.
    package var last: UploadRecord?
    package var versionPolicy: PolicyRecord?
    package var projectPolicy: PolicyRecord?
    package var instancePolicy: PolicyRecord?

    package init(
        project: ProjectRecord? = nil, version: VersionRecord? = nil, current: UploadRecord? = nil,
        last: UploadRecord? = nil, versionPolicy: PolicyRecord? = nil, projectPolicy: PolicyRecord? = nil,
        instancePolicy: PolicyRecord? = nil
    ) {
        self.project = project
        self.version = version
        self.current = current
        self.last = last
        self.versionPolicy = versionPolicy
        self.projectPolicy = projectPolicy
        self.instancePolicy = instancePolicy
    }
    /// The policy that holds: the version's, else the project's, else the instance's; none means admins only.
    package var policy: PolicyRecord? { versionPolicy ?? projectPolicy ?? instancePolicy }
}

package struct VersionSummary: Sendable, Hashable {
    package let version: VersionID
    package let revision: Revision

    package init(version: VersionID, revision: Revision) {
        self.version = version
        self.revision = revision
    }
}

package struct ProjectSummary: Sendable, Hashable {
    package let project: ProjectID
    /// The versions that the caller may read, in ascending order of revision.
    package let versions: [VersionSummary]

    package init(project: ProjectID, versions: [VersionSummary]) {
        self.project = project
        self.versions = versions
    }
}

package struct ProjectPage: Sendable, Hashable {
    package let projects: [ProjectSummary]
    /// All projects in which the caller may read something.
    package let total: Int
    package let hasMore: Bool

    package init(projects: [ProjectSummary], total: Int, hasMore: Bool) {
        self.projects = projects
        self.total = total
        self.hasMore = hasMore
    }
}

/// The transactional record of projects, versions, uploads, files, policies and scrolls, as it is asked.
///
/// "Readable" is decided in the query, by the caller's names against the policy that holds now; only versions that serve
/// an upload with at least one document are ever listed. Names and keys are compared and ordered as UTF-8 bytes.
package protocol Catalog: Sendable {
    /// The facts of a version at one moment; absent rows are nil. With `version` nil only the project's are filled in.
    func facts(of project: ProjectID, version: VersionID?) async throws(CatalogError) -> VersionFacts

    /// The version that serves the upload with this revision; nil for a superseded one.
    func version(of project: ProjectID, revision: Revision) async throws(CatalogError) -> VersionKey?
    /// The version whose current upload has the highest revision, whoever may read it.
    func latestVersion(of project: ProjectID) async throws(CatalogError) -> VersionKey?

    func upload(_ key: UploadKey) async throws(CatalogError) -> UploadRecord?
    /// The declared files of an upload in ascending order of path.
    func files(
        of upload: UploadKey, after: ArtifactPath?, limit: Int
    ) async throws(CatalogError) -> [FileRecord]
    /// One file of the upload that the version serves, when the caller may read it.
    func file(_ artifact: ArtifactID, readableBy caller: Identity) async throws(CatalogError) -> FileRecord?

    /// The versions of `project` that the caller may read, in ascending order of revision.
    func versions(of project: ProjectID, readableBy caller: Identity) async throws(CatalogError) -> [VersionSummary]
    /// Projects in which the caller may read a version, in ascending order of id.
    func projects(
        readableBy caller: Identity, after: ProjectID?, limit: Int
    ) async throws(CatalogError) -> ProjectPage

    /// Uploads in `state` whose row has not moved since `before`, oldest first: what the reconciler looks at.
    func uploads(
        in state: UploadState, before: Timestamp, limit: Int
    ) async throws(CatalogError) -> [UploadRecord]

    /// A page of why the version's latest failed upload failed, in ascending order of path.
    ///
    /// - Parameter after: the path that the former page ended with.
    /// - Returns: nil, alike, for a version that does not exist and for one that the caller may not write. Those may who
    ///   have the policy's right to write or a role that lets them change any project, and who started the upload.
    func rejects(
        of version: VersionKey, writableBy caller: Identity, after: String?, limit: Int
    ) async throws(CatalogError) -> VersionRejects?
    /// Rejects of all versions that the caller may write, as above, newest failure first.
    func rejects(
        matching search: RejectSearch, writableBy caller: Identity
    ) async throws(CatalogError) -> RejectPage

    func scroll(_ id: RandomID) async throws(CatalogError) -> ScrollRecord?
    /// The events of a lane after a position, in order; positions have no gaps that fill later.
    func events(
        in lane: Lane, after position: Int, limit: Int
    ) async throws(CatalogError) -> [(position: Int, event: EventRecord)]
}
