internal import Catalog
internal import RegistryCore
internal import SearchIndex

extension MemoryTables {
    mutating func apply(_ change: IndexChange) throws(StoreError) {
        switch change {
        case .publish(let upload, let fence, let count):
            let staged = documents[upload]?.byFence[fence]?.count ?? 0
            try expect(uploads[upload]?.record.fence == fence, "upload \(upload) with fence \(fence)")
            try expect(staged == count, "\(count) documents of \(upload) under fence \(fence); there are \(staged)")
            documents[upload, default: Documents()].published = fence
        case .withdraw(let upload): documents[upload]?.published = nil
        case .exchange: throw .conflict(expected: "a store with segments")
        }
    }

    /// The document as a search result; nil unless its version serves it at this moment.
    func shown(_ artifact: ArtifactID) -> ArtifactDocument? {
        guard let version = versions[artifact.versionKey], let upload = current(of: version),
            let staged = documents[upload.key]?.shown[artifact.path]?.row
        else { return nil }
        return document(staged, of: upload, in: version)
    }
    /// All documents that a version serves.
    func shown(by version: VersionRecord) -> [ArtifactDocument] {
        guard let upload = current(of: version), let shown = documents[upload.key]?.shown else { return [] }
        return shown.values.compactMap { document($0.row, of: upload, in: version) }
    }

    private func document(
        _ staged: StagedDocument, of upload: UploadRecord, in version: VersionRecord
    ) -> ArtifactDocument? {
        guard let revision = upload.revision, let sealedAt = upload.sealedAt, let indexedAt = upload.indexedAt,
            let project = projects[version.key.project]?.record
        else { return nil }
        let policy = policy(of: version, in: project)
        return ArtifactDocument(
            id: ArtifactID(project: version.key.project, path: staged.path, version: version.key.version),
            revision: Revision(revision), staged: staged, sealedAt: sealedAt, indexedAt: indexedAt,
            policy: policy?.policy, scope: policy?.scope, expiryJob: upload.expiryJob, endDate: upload.endDate)
    }
}
