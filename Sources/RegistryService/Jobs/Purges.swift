internal import Catalog
internal import JSONDocument
internal import JobQueue
internal import ObjectStore
internal import RegistryCore
internal import RegistryStore

/// Removes what was staged for one upload; only ever below that upload's own prefix.
struct PurgeStaging: Job {
    static let kind: JobKind = "purge_staging"
    static let priority = JobPriority.low
    static let retry = RetryPolicy.exponential(maxAttempts: 20)

    let upload: UploadKey
    init(payload: JSONValue) throws { upload = try UploadKey(payload: payload) }

    func run(_ job: JobContext, _ registry: Registry) async throws -> JobOutcome {
        guard let record = try await registry.store.catalog.upload(upload) else {
            return .cancelled(nil, reason: "the upload is gone")
        }
        // What waits to be placed is needed still.
        guard !record.state.isActive, record.state != .failed else {
            return .cancelled(nil, reason: "the upload is \(record.state.rawValue)")
        }
        let prefix = StorageLayout.stagingPrefix(of: upload)
        while true {
            let objects = try await registry.objects.list(prefix: prefix, after: nil, limit: 1_000)
            if objects.isEmpty { return .completed(nil) }
            _ = try await objects.concurrentMap(width: 8) { try await registry.objects.delete($0.key) }
        }
    }
}

/// Removes the published bytes, the manifest and the rows of an upload that shows nothing any more.
struct PurgeUpload: Job {
    static let kind: JobKind = "purge_upload"
    static let priority = JobPriority.low
    static let retry = RetryPolicy.exponential(maxAttempts: 20)

    let upload: UploadKey
    init(payload: JSONValue) throws { upload = try UploadKey(payload: payload) }

    func run(_ job: JobContext, _ registry: Registry) async throws -> JobOutcome {
        guard let record = try await registry.store.catalog.upload(upload) else {
            return .cancelled(nil, reason: "the upload is gone")
        }
        guard record.state.hasEnded else { return .cancelled(nil, reason: "the upload is \(record.state.rawValue)") }
        try await removeBytes(of: record, registry)
        while try await registry.store.unstage(upload, limit: StagedRows.sliceLimit) > 0 {}
        return .completed(nil)
    }
}

/// Deletes exactly what the upload's own rows name.
private func removeBytes(of upload: UploadRecord, _ registry: Registry) async throws {
    guard let revision = upload.revision else { return }
    var after: ArtifactPath?
    repeat {
        let files = try await registry.store.catalog.files(of: upload.key, after: after, limit: StagedRows.sliceLimit)
        _ = try await files.concurrentMap(width: 8) { file in
            try await registry.objects.delete(
                StorageLayout.final(file.path, of: upload.key, revision: revision, isFirst: upload.isFirstSealed))
        }
        after = files.count < StagedRows.sliceLimit ? nil : files.last?.path
    } while after != nil
    try await registry.objects.delete(StorageLayout.manifest(of: upload.key.version, revision: revision))
}

/// Removes the bytes of a version that was deleted; its result is what `DELETE` promised (`spec/rest-api.md` 1.8).
struct DeleteVersion: Job {
    static let kind: JobKind = "delete_version"
    static let retry = RetryPolicy.exponential(maxAttempts: 20)

    let version: VersionKey
    let uploads: [UploadID]

    init(payload: JSONValue) throws {
        version = try VersionKey(payload: payload)
        uploads = (payload["uploads"]?.arrayValue ?? []).compactMap { $0.stringValue.flatMap { UploadID($0) } }
    }

    func run(_ job: JobContext, _ registry: Registry) async throws -> JobOutcome {
        for id in uploads {
            let key = UploadKey(version: version, id: id)
            guard let record = try await registry.store.catalog.upload(key), record.state == .deleted else { continue }
            try await removeBytes(of: record, registry)
        }
        return .completed(Self.result(of: version))
    }

    static func result(of version: VersionKey) -> JSONValue {
        [
            "deleted": true, "project_id": .string(version.project.description),
            "version": .string(version.version.description),
        ]
    }
}
