internal import Catalog
internal import JSONDocument
internal import JobQueue
internal import RegistryCore
internal import RegistryStore
internal import SearchIndex

/// Places the bytes of one upload, validates its documents and publishes them.
///
/// Safe to run twice: an entry already placed counts, and the commit is fenced.
struct IndexUpload: Job {
    static let kind: JobKind = "index_upload"
    static let queue = JobQueueName.index
    static let retry = RetryPolicy.exponential(maxAttempts: 8)

    let upload: UploadKey

    init(payload: JSONValue) throws { upload = try UploadKey(payload: payload) }

    func run(_ job: JobContext, _ registry: Registry) async throws -> JobOutcome {
        guard let claimed = try await claim(registry) else { return try await outcomeWithoutClaim(registry) }
        let indexing = Indexing(registry: registry, upload: claimed, job: job)
        do {
            let placed = try await indexing.placeFiles()
            let documents = try await indexing.readDocuments(of: placed)
            guard documents.rejects.isEmpty else { return try await fail(claimed, documents.rejects, registry) }
            return try await publish(claimed, documents, registry)
        } catch let refusal as IndexingRefusal {
            return try await fail(claimed, RejectCollector(refusal.problems), registry)
        } catch StoreError.conflict {
            return try await outcomeWithoutFence(registry)
        }
    }

    /// Somebody else has moved the upload: a worker that stood still since before this one's claim, or a deletion. As long
    /// as the upload has no end, whoever holds the job sees to it that it gets one.
    private func outcomeWithoutFence(_ registry: Registry) async throws -> JobOutcome {
        if let upload = try await registry.store.catalog.upload(upload), [.sealed, .indexing].contains(upload.state) {
            return .snooze(until: registry.ambient.now() + .seconds(1))
        }
        return try await outcomeWithoutClaim(registry)
    }

    /// Moves the upload to `indexing` under a new fence; nil when there is nothing to index.
    private func claim(_ registry: Registry) async throws -> UploadRecord? {
        var claimed: UploadRecord?
        try await registry.commit {
            try await self.facts(registry)
        } deciding: { facts, upload in
            let changes = UploadChanges(registry, project: self.upload.project, actor: nil)
            claimed = nil
            guard let upload, let version = facts.version,
                case .move(let state) = upload.state.transition(on: .claim)
            else { return ChangeSet(lane: changes.lane) }
            claimed = upload
            claimed?.state = state
            claimed?.fence += 1
            return changes.claim(upload, of: version)
        }
        return claimed
    }

    private func outcomeWithoutClaim(_ registry: Registry) async throws -> JobOutcome {
        guard let upload = try await registry.store.catalog.upload(upload) else {
            return .cancelled(nil, reason: "the upload was deleted")
        }
        switch upload.state {
        case .indexed, .superseded, .expired: return .completed(Self.result(of: upload))
        case .failed:
            return .failed(Self.failure(of: upload.key.version, errors: upload.errors ?? []), reason: Self.invalid)
        case .uploading, .sealed, .indexing, .aborted, .lapsed, .deleted:
            return .cancelled(nil, reason: "the upload is \(upload.state.rawValue)")
        }
    }

    // MARK: Ends

    private static let invalid = "the upload's documents are not valid; the result lists every error"

    private func fail(
        _ claimed: UploadRecord, _ rejects: RejectCollector, _ registry: Registry
    ) async throws -> JobOutcome {
        var isOurs = false
        try await registry.commit {
            try await self.facts(registry)
        } deciding: { facts, upload in
            let changes = UploadChanges(registry, project: self.upload.project, actor: nil)
            isOurs = false
            guard let upload, let version = facts.version, upload.fence == claimed.fence,
                case .move = upload.state.transition(on: .failure)
            else { return ChangeSet(lane: changes.lane) }
            isOurs = true
            return changes.fail(upload, of: version, rejects)
        }
        guard isOurs else { return try await outcomeWithoutFence(registry) }
        return .failed(Self.failure(of: upload.version, errors: rejects.errors), reason: Self.invalid)
    }

    private func publish(
        _ claimed: UploadRecord, _ read: IndexedDocuments, _ registry: Registry
    ) async throws -> JobOutcome {
        var published: UploadRecord?
        var permissionsRefused = false
        let number = try await registry.store.reserve(.policy(registry.store.lanes.lane(of: upload.project)))
        let moment = registry.ambient.now()
        let segments = try await segments(of: claimed, read, at: moment, registry)
        try await registry.commit {
            let (facts, upload) = try await self.facts(registry)
            // Read after the facts: two first publications meet on the project's guard, and the second reads again.
            return (facts, upload, try await registry.store.catalog.latestVersion(of: self.upload.project) != nil)
        } deciding: { facts, upload, isServed in
            let changes = UploadChanges(registry, project: self.upload.project, actor: claimed.startedBy)
            published = nil
            guard let upload, let version = facts.version, upload.fence == claimed.fence,
                case .move = upload.state.transition(on: .success)
            else { return ChangeSet(lane: changes.lane) }
            published = upload
            let kept =
                upload.permissions ?? KeptPermissions(patch: .init(), overwrite: false, completedBy: upload.startedBy)
            let decision = KeptPolicy.decide(
                kept, on: facts, projectIsNew: !isServed, defaults: registry.settings.defaultReadAccess)
            permissionsRefused = false
            var policy: PolicyRecord?
            switch decision {
            case .leave: break
            case .write(let scope, let written): policy = PolicyRecord(number: number, scope: scope, policy: written)
            case .refused: permissionsRefused = true
            }
            return changes.publish(
                upload, on: facts, version: version, documents: read.count, policy: policy,
                policyOwner: policy?.scope == .version ? .version(version.key) : .project(version.key.project),
                segments: segments, at: moment)
        }
        guard var published else {
            return try await outcomeWithoutFence(registry)
        }
        published.documentCount = read.count
        var warnings = read.warnings
        if permissionsRefused {
            warnings.append(
                DocumentProblem("", "the permissions were left as they are: the right to change them was withdrawn"))
        }
        return .completed(Self.result(of: published, warnings: warnings))
    }

    /// Documents of an upload, and bytes of them, from which on its segments are written before its commit, and not by the
    /// lane's keeper.
    private static let largeUpload = (documents: 4_096, bytes: Int64(8 << 20))

    private func segments(
        of claimed: UploadRecord, _ read: IndexedDocuments, at moment: Timestamp, _ registry: Registry
    ) async throws -> [SegmentRecord] {
        guard read.count >= Self.largeUpload.documents || read.bytes >= Self.largeUpload.bytes,
            let revision = claimed.revision, let sealedAt = claimed.sealedAt,
            let keeper = registry.segmentKeeper(of: registry.store.lanes.lane(of: upload.project))
        else { return [] }
        return try await keeper.segments(
            of: ShownUpload(
                key: claimed.key, fence: claimed.fence, revision: revision, sealedAt: sealedAt, indexedAt: moment,
                documents: read.count, policy: 0, expiryJob: claimed.expiryJob, endDate: claimed.endDate))
    }

    /// `{"project_id", "version", "indexed_files"}` (`spec/rest-api.md` 1.5), and what deserves a second look.
    private static func result(of upload: UploadRecord, warnings: [DocumentProblem] = []) -> JSONValue {
        var result: JSONObject = [
            "project_id": .string(upload.key.project.description),
            "version": .string(upload.key.version.version.description),
            "indexed_files": .number(JSONNumber(upload.documentCount)),
        ]
        if let revision = upload.revision { result["revision"] = .string(Revision(revision).description) }
        if !warnings.isEmpty { result["warnings"] = .array(warnings.prefix(100).map(\.json)) }
        return .object(result)
    }
    private static func failure(of version: VersionKey, errors: JSONValue) -> JSONValue {
        [
            "project_id": .string(version.project.description), "version": .string(version.version.description),
            "indexed_files": 0, "errors": errors, "errors_path": .string(version.errorsPath),
        ]
    }

    private func facts(_ registry: Registry) async throws -> (VersionFacts, UploadRecord?) {
        let facts = try await registry.store.catalog.facts(of: upload.project, version: upload.version.version)
        if let last = facts.last, last.key == upload { return (facts, last) }
        return (facts, try await registry.store.catalog.upload(upload))
    }
}
