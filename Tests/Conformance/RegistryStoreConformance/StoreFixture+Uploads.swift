package import Catalog
package import JSONDocument
package import RegistryCore
package import RegistryStore
package import SearchIndex

extension StoreFixture {
    package func file(_ path: String, in upload: UploadKey) throws -> FileRecord {
        FileRecord(
            path: try ArtifactPath(parsing: path), declaredMD5: nil, tag: "tag-\(path)", size: 7,
            key: "\(upload.project)/\(upload.version.version)/\(path)", sha256: "sha256-\(path)", md5: "md5-\(path)",
            modified: Self.start)
    }
    package func document(
        _ path: String, _ content: JSONValue = [:], textFields: [String] = [], nestedFields: [String] = []
    ) throws -> StagedDocument {
        StagedDocument(
            path: try ArtifactPath(parsing: path), metapath: try ArtifactPath(parsing: path + ".json"),
            document: content, schema: "generic_file/v1.json", type: "generic file", textFields: textFields,
            nestedFields: nestedFields, fileSize: 7, uploaded: Self.start, metaUploaded: Self.start)
    }

    /// Starts an upload of declared files; makes the version where there is none.
    @discardableResult
    package func startUpload(
        of version: VersionKey, files: [String] = [], endDate: Timestamp? = nil
    ) async throws -> UploadKey {
        let key = newUpload(of: version)
        let declared = try files.map { FileRecord(path: try ArtifactPath(parsing: $0), declaredMD5: "declared") }
        for slice in declared.slices { try await store.stage(.files(slice), of: key, fence: 0) }
        let present = try await store.catalog.facts(of: version.project, version: version.version).version
        try await commit(in: version.project) {
            if var present {
                let expecting = present.guardNumber
                present.last = key.id
                $0.catalog.append(.updateVersion(present, expecting: expecting))
            } else {
                $0.catalog.append(.insertVersion(VersionRecord(key: version, last: key.id, createdBy: "anna")))
            }
            $0.catalog.append(.insertUpload(record(key, fileCount: files.count, endDate: endDate)))
        }
        return key
    }

    /// Moves an `uploading` upload to `sealed`, with the project's next revision.
    package func seal(_ key: UploadKey, at time: Timestamp = start) async throws {
        var upload = try await stored(key)
        upload.state = .sealed
        upload.sealedAt = time
        try await commit(in: key.project) {
            $0.catalog.append(.updateUpload(upload, expecting: .uploading, fence: upload.fence))
            $0.catalog.append(.allotRevision(key))
        }
    }

    /// Claims a `sealed` or `indexing` upload; returns the new fence.
    @discardableResult
    package func claim(_ key: UploadKey) async throws -> Int {
        var upload = try await stored(key)
        let (state, fence) = (upload.state, upload.fence)
        upload.state = .indexing
        upload.fence += 1
        try await commit(in: key.project) {
            $0.catalog.append(.updateUpload(upload, expecting: state, fence: fence))
        }
        return fence + 1
    }

    /// Makes an `indexing` upload whose documents are staged what its version serves, in one commit.
    package func publish(_ key: UploadKey, documents: Int, at time: Timestamp = start) async throws {
        try await store.commit(try await publication(of: key, documents: documents, at: time))
    }
    /// The commit that publishes, as the services would decide it now.
    package func publication(
        of key: UploadKey, documents: Int, at time: Timestamp = start
    ) async throws -> ChangeSet {
        let facts = try await store.catalog.facts(of: key.project, version: key.version.version)
        var upload = try await stored(key)
        guard var version = facts.version else { throw Missing(what: "version \(key.version)") }
        let expecting = version.guardNumber
        var changes = ChangeSet(lane: lane(of: key.project))
        if var former = facts.current {
            former.state = .superseded
            former.endedAt = time
            changes.catalog.append(.updateUpload(former, expecting: .indexed, fence: former.fence))
            changes.index.append(.withdraw(former.key))
        }
        upload.state = .indexed
        upload.indexedAt = time + .seconds(1)
        upload.documentCount = documents
        changes.catalog.append(.updateUpload(upload, expecting: .indexing, fence: upload.fence))
        version.current = key.id
        version.wasSealed = true
        changes.catalog.append(.updateVersion(version, expecting: expecting))
        changes.index.append(.publish(key, fence: upload.fence, documents: documents))
        return changes
    }

    /// Takes a served upload away, in one commit.
    package func remove(_ key: UploadKey, to state: UploadState = .deleted) async throws {
        var upload = try await stored(key)
        let before = upload.state
        upload.state = state
        upload.endedAt = Self.start
        var version = try await stored(key.version)
        let expecting = version.guardNumber
        if version.current == key.id { version.current = nil }
        try await commit(in: key.project) {
            $0.catalog.append(.updateUpload(upload, expecting: before, fence: upload.fence))
            $0.catalog.append(.updateVersion(version, expecting: expecting))
            $0.index.append(.withdraw(key))
        }
    }

    /// Brings an upload as far as `indexing` with everything staged; returns its key.
    package func prepare(
        _ version: VersionKey, documents: [StagedDocument], at time: Timestamp = start, endDate: Timestamp? = nil
    ) async throws -> UploadKey {
        let key = try await startUpload(of: version, files: documents.map(\.path.description), endDate: endDate)
        try await seal(key, at: time)
        let fence = try await claim(key)
        let files = try documents.map { try file($0.path.description, in: key) }
        for slice in files.slices { try await store.stage(.placements(slice), of: key, fence: fence) }
        for slice in documents.slices { try await store.stage(.documents(slice), of: key, fence: fence) }
        return key
    }

    /// The whole path: an upload whose documents are served when this returns.
    @discardableResult
    package func publish(
        _ version: VersionKey, documents: [StagedDocument], at time: Timestamp = start, endDate: Timestamp? = nil
    ) async throws -> UploadKey {
        let key = try await prepare(version, documents: documents, at: time, endDate: endDate)
        try await publish(key, documents: documents.count, at: time)
        return key
    }
    @discardableResult
    package func publish(
        _ version: VersionKey, _ paths: String..., at time: Timestamp = start
    ) async throws -> UploadKey {
        try await publish(version, documents: try paths.map { try document($0) }, at: time)
    }
}

extension Array {
    /// In slices that `stage` accepts.
    fileprivate var slices: [[Element]] {
        stride(from: 0, to: count, by: StagedRows.sliceLimit).map {
            Array(self[$0..<Swift.min($0 + StagedRows.sliceLimit, count)])
        }
    }
}
