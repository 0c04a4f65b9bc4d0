internal import Catalog
internal import JSONDocument
internal import RegistryCore
internal import SearchIndex
internal import Synchronization

/// Passes everything on, and counts what is read of segments.
final class CountingSegments: SegmentStore {
    struct Count: Sendable {
        var parts = 0
        var bytes = 0
    }
    private let base: any SegmentStore
    /// Whether documents of a page are read; else each is an empty one, so that only the search is measured.
    private let readsDocuments: Bool
    private let count = Mutex(Count())

    init(_ base: any SegmentStore, readsDocuments: Bool = false) {
        self.base = base
        self.readsDocuments = readsDocuments
    }

    /// What was read since the last call.
    func take() -> Count {
        count.withLock { count in
            defer { count = Count() }
            return count
        }
    }

    var lanes: LaneCount { base.lanes }

    func parts(_ keys: [SegmentPartKey]) async throws -> [SegmentPartKey: [UInt8]] {
        let parts = try await base.parts(keys)
        count.withLock {
            $0.parts += parts.count
            $0.bytes += parts.values.reduce(0) { $0 + $1.count }
        }
        return parts
    }
    func documents(_ keys: [ShownDocumentKey], upTo bytes: Int) async throws -> [ArtifactDocument?] {
        if readsDocuments { return try await base.documents(keys, upTo: bytes) }
        return keys.map { key in
            ArtifactDocument(
                id: ArtifactID(
                    project: key.upload.key.project, path: key.path, version: key.upload.key.version.version),
                revision: Revision(key.upload.revision),
                staged: StagedDocument(
                    path: key.path, metapath: key.path, document: .null, schema: nil, type: nil, textFields: [],
                    fileSize: nil, uploaded: nil, metaUploaded: key.upload.sealedAt),
                sealedAt: key.upload.sealedAt, indexedAt: key.upload.indexedAt, policy: nil, scope: nil,
                expiryJob: nil, endDate: nil)
        }
    }

    // MARK: Passed on

    func document(_ artifact: ArtifactID, readableBy caller: Identity) async throws -> ArtifactDocument? {
        try await base.document(artifact, readableBy: caller)
    }
    func documentCount() async throws -> Int { try await base.documentCount() }
    func generations(in lane: Lane?) async throws -> [Lane: Int] { try await base.generations(in: lane) }
    func shown(in lane: Lane) async throws -> ShownLane { try await base.shown(in: lane) }
    func changes(in lane: Lane, after generation: Int) async throws -> ShownChanges? {
        try await base.changes(in: lane, after: generation)
    }
    func documents(
        of upload: ShownUpload, after path: ArtifactPath?, limit: Int
    ) async throws -> [ArtifactDocument] {
        try await base.documents(of: upload, after: path, limit: limit)
    }
    func write(_ parts: [Int: [UInt8]], of segment: SegmentID, in lane: Lane, at moment: Timestamp) async throws {
        try await base.write(parts, of: segment, in: lane, at: moment)
    }
    func sweepSegments(before moment: Timestamp, limit: Int) async throws -> Int {
        try await base.sweepSegments(before: moment, limit: limit)
    }
}
