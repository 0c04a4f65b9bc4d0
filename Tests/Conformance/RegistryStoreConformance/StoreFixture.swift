package import Catalog
internal import JSONDocument
package import JobQueue
package import RegistryCore
package import RegistryStore
internal import SearchIndex

/// Builds state in a store the way the services do: by commits, slices and reserved numbers.
package struct StoreFixture: Sendable {
    package static let anna = Identity(user: "anna")
    package static let ben = Identity(user: "ben", groups: ["lab"])
    package static let admin = Identity(user: "root", roles: [.admin])
    /// 2026-01-01T00:00:00Z; all rows carry times from here on.
    package static let start = Timestamp(milliseconds: 1_767_225_600_000)
    package static let open = AccessPolicy(owners: ["anna"], readAccess: .everybody)
    package static let closed = AccessPolicy(owners: ["anna"], viewers: ["lab"], readAccess: .viewers)

    package let store: any RegistryStore

    package init(_ store: any RegistryStore) { self.store = store }

    package func lane(of project: ProjectID) -> Lane { store.lanes.lane(of: project) }

    /// Commits what `build` adds to an empty set in the project's lane.
    package func commit(in project: ProjectID, _ build: (inout ChangeSet) -> Void) async throws {
        try await commit(in: lane(of: project), build)
    }
    package func commit(in lane: Lane, _ build: (inout ChangeSet) -> Void) async throws {
        var changes = ChangeSet(lane: lane)
        build(&changes)
        try await store.commit(changes)
    }

    /// A project with its policy; nil leaves the instance's to hold.
    @discardableResult
    package func makeProject(_ name: String = "PRJ1", policy: AccessPolicy? = open) async throws -> ProjectID {
        let project = try ProjectID(parsing: name)
        try await commit(in: project) {
            $0.catalog.append(
                .insertProject(ProjectRecord(project: project, createdBy: "anna", createdAt: Self.start)))
        }
        if let policy { try await put(policy, of: .project(project), in: lane(of: project), scope: .project) }
        return project
    }

    /// Gives `owner` a policy with a fresh number (0 for the instance), and returns the number.
    @discardableResult
    package func put(
        _ policy: AccessPolicy, of owner: PolicyOwner, in lane: Lane, scope: PolicyScope
    ) async throws -> PolicyNumber {
        let number = owner == .instance ? 0 : try await store.reserve(.policy(lane))
        try await commit(in: lane) {
            $0.catalog.append(.putPolicy(PolicyRecord(number: number, scope: scope, policy: policy), of: owner))
        }
        return number
    }
    package func put(_ policy: AccessPolicy, of project: ProjectID) async throws {
        try await put(policy, of: .project(project), in: lane(of: project), scope: .project)
    }
    package func put(_ policy: AccessPolicy, of version: VersionKey) async throws {
        try await put(policy, of: .version(version), in: lane(of: version.project), scope: .version)
    }

    package func version(_ name: String, of project: ProjectID) throws -> VersionKey {
        VersionKey(project: project, version: try VersionID(parsing: name))
    }
    package func newUpload(of version: VersionKey) -> UploadKey {
        UploadKey(version: version, id: UploadID(RandomID()))
    }
    package func record(
        _ key: UploadKey, state: UploadState = .uploading, fileCount: Int = 0, endDate: Timestamp? = nil,
        at time: Timestamp = start
    ) -> UploadRecord {
        UploadRecord(
            key: key, state: state, startedBy: "anna", startedAt: time, completeBefore: time + .seconds(86_400),
            endDate: endDate, deadlineJob: nil, fileCount: fileCount)
    }
    /// The upload as it is stored.
    package func stored(_ key: UploadKey) async throws -> UploadRecord {
        guard let upload = try await store.catalog.upload(key) else { throw Missing(what: "upload \(key)") }
        return upload
    }
    /// The version as it is stored.
    package func stored(_ key: VersionKey) async throws -> VersionRecord {
        guard let version = try await store.catalog.facts(of: key.project, version: key.version).version else {
            throw Missing(what: "version \(key)")
        }
        return version
    }
    package func stored(_ id: JobID) async throws -> JobRecord {
        guard let job = try await store.jobs.job(id) else { throw Missing(what: "job \(id)") }
        return job
    }
    /// A row that the fixture has written and the store does not give back.
    package struct Missing: Error {
        package let what: String
    }

    package func artifact(_ path: String, of version: VersionKey) throws -> ArtifactID {
        ArtifactID(project: version.project, path: try ArtifactPath(parsing: path), version: version.version)
    }
}
