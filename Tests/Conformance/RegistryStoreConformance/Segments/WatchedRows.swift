internal import Catalog
internal import RegistryCore
internal import SearchIndex
internal import Synchronization

/// The rows of a store, with the reads of uploads' documents counted, those of some uploads answered as if their rows were
/// removed, and the headers of some segments damaged.
final class WatchedRows: SegmentStore {
    private let rows: any SegmentStore
    private let removed: Set<UploadKey>
    private let damaged: Set<SegmentID>
    private let documentReads = Mutex(0)

    init(_ rows: any SegmentStore, removed: Set<UploadKey> = [], damaged: Set<SegmentID> = []) {
        self.rows = rows
        self.removed = removed
        self.damaged = damaged
    }

    var reads: Int { documentReads.withLock { $0 } }
    var lanes: LaneCount { rows.lanes }

    func documents(
        of upload: ShownUpload, after path: ArtifactPath?, limit: Int
    ) async throws -> [ArtifactDocument] {
        documentReads.withLock { $0 += 1 }
        return removed.contains(upload.key) ? [] : try await rows.documents(of: upload, after: path, limit: limit)
    }

    func document(_ artifact: ArtifactID, readableBy caller: Identity) async throws -> ArtifactDocument? {
        try await rows.document(artifact, readableBy: caller)
    }
    func documentCount() async throws -> Int { try await rows.documentCount() }
    func generations(in lane: Lane?) async throws -> [Lane: Int] { try await rows.generations(in: lane) }
    func shown(in lane: Lane) async throws -> ShownLane { try await rows.shown(in: lane) }
    func changes(in lane: Lane, after generation: Int) async throws -> ShownChanges? {
        try await rows.changes(in: lane, after: generation)
    }
    func parts(_ keys: [SegmentPartKey]) async throws -> [SegmentPartKey: [UInt8]] {
        var parts = try await rows.parts(keys)
        for key in keys where key.part == 0 && damaged.contains(key.segment) { parts[key]?[20] ^= 1 }
        return parts
    }
    func documents(_ keys: [ShownDocumentKey], upTo bytes: Int) async throws -> [ArtifactDocument?] {
        try await rows.documents(keys, upTo: bytes)
    }
    func write(_ parts: [Int: [UInt8]], of segment: SegmentID, in lane: Lane, at moment: Timestamp) async throws {
        try await rows.write(parts, of: segment, in: lane, at: moment)
    }
    func sweepSegments(before moment: Timestamp, limit: Int) async throws -> Int {
        try await rows.sweepSegments(before: moment, limit: limit)
    }
}
