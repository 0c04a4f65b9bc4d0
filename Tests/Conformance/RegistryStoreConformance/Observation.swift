internal import Catalog
internal import JSONDocument
internal import JobQueue
internal import RegistryCore
internal import RegistryStore
internal import SearchIndex
internal import Testing

/// What everybody can see of a store: two equal ones mean that nothing has changed between.
struct Observation: Equatable {
    var facts: [VersionFacts] = []
    var uploads: [UploadRecord?] = []
    var files: [[FileRecord]] = []
    var events: [[RandomID]] = []
    var jobs: [JobState: Int] = [:]
    var due: Set<JobTicket> = []
    var projects: [ProjectSummary] = []
    var documents: [ArtifactDocument] = []
    var rejects: [FoundReject] = []
}

extension StoreFixture {
    /// Looks at everything, and closely at the versions and uploads given.
    func observe(_ versions: [VersionKey] = [], uploads: [UploadKey] = []) async throws -> Observation {
        var seen = Observation()
        for version in versions {
            seen.facts.append(try await store.catalog.facts(of: version.project, version: version.version))
        }
        for upload in uploads {
            seen.uploads.append(try await store.catalog.upload(upload))
            seen.files.append(try await store.catalog.files(of: upload, after: nil, limit: 10_000))
        }
        for lane in store.lanes.all { seen.events.append(try await events(in: lane).map(\.event.id)) }
        seen.jobs = try await store.jobs.counts().filter { $0.value > 0 }
        seen.due = Set(try await due(at: Timestamp(milliseconds: .max / 4)))
        seen.projects = try await store.catalog.projects(readableBy: Self.admin, after: nil, limit: 500).projects
        seen.documents = try await store.index.search(SearchRequest(limit: 500), readableBy: Self.admin).documents
        seen.rejects = try await store.catalog.rejects(matching: RejectSearch(limit: 500), writableBy: Self.admin).found
        return seen
    }
    func events(in lane: Lane) async throws -> [(position: Int, event: EventRecord)] {
        try await store.catalog.events(in: lane, after: 0, limit: 100_000)
    }
    func event(_ type: String = "test", in project: ProjectID) -> EventRecord {
        EventRecord(
            id: RandomID(), type: type, time: Self.start, actor: "anna", project: project, version: nil,
            data: ["type": .string(type)])
    }

    /// Expects a commit of `changes` between harmless ones to be refused, and nothing to be different after it.
    func expectRefused(
        _ changes: [CatalogChange] = [], index: [IndexChange] = [], jobs: [JobChange] = [], in project: ProjectID,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let bystander = VersionKey(project: project, version: try VersionID(parsing: "bystander"))
        let versions = [bystander] + changes.compactMap(\.version)
        let uploads = changes.compactMap(\.upload)
        let before = try await observe(versions, uploads: uploads)
        await expectConflict(sourceLocation: sourceLocation) {
            try await commit(in: project) {
                $0.catalog = [
                    .record(event(in: project)), .insertVersion(VersionRecord(key: bystander, createdBy: nil)),
                ]
                $0.catalog += changes
                $0.catalog.append(.record(event(in: project)))
                $0.index = index
                $0.jobs = [.enqueue(job(of: project))] + jobs
            }
        }
        #expect(try await observe(versions, uploads: uploads) == before, sourceLocation: sourceLocation)
    }
}

extension CatalogChange {
    fileprivate var version: VersionKey? {
        switch self {
        case .insertVersion(let record), .updateVersion(let record, _): record.key
        case .removeVersion(let key, _): key
        default: upload?.version
        }
    }
    fileprivate var upload: UploadKey? {
        switch self {
        case .insertUpload(let record), .updateUpload(let record, _, _): record.key
        case .allotRevision(let key): key
        default: nil
        }
    }
}
