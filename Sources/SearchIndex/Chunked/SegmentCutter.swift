internal import RegistryCore

/// Cuts the documents of uploads into segments, with one segment and one slice of documents in memory at a time.
struct SegmentCutter {
    private let store: any SegmentStore
    private let limits: IndexLimits
    private var builder = SegmentBuilder()

    /// Documents that are read at a time; see ``SegmentStore/documents(of:after:limit:)`` for their bytes.
    private static let slice = 500

    init(_ store: any SegmentStore, _ limits: IndexLimits) {
        self.store = store
        self.limits = limits
    }

    /// Documents of the segment that is not closed yet.
    var documentCount: Int { builder.documentCount }

    /// Adds all documents of an upload.
    ///
    /// - Parameter close: takes each segment that is full; what is added last of the upload may stay for the next.
    /// - Throws: ``UploadGone`` when there is none, and nothing was added.
    mutating func add(
        _ upload: ShownUpload, close: (consuming SegmentBuilder) async throws -> Void
    ) async throws {
        var added = 0
        var last: ArtifactPath?
        while added < upload.documents {
            let room = limits.segmentDocuments - builder.documentCount
            let documents = try await store.documents(of: upload, after: last, limit: min(Self.slice, room))
            // Of an upload that is shown no more the rows are removed.
            guard let end = documents.last else { break }
            builder.add(documents, of: upload.key, fence: upload.fence)
            added += documents.count
            last = end.id.path
            if builder.documentCount >= limits.segmentDocuments || builder.byteCount >= limits.segmentBytes {
                try await finish(close)
            }
        }
        if added == 0 { throw UploadGone(upload: upload.key) }
    }

    /// Closes the last segment, if it has documents.
    mutating func finish(_ close: (consuming SegmentBuilder) async throws -> Void) async throws {
        if builder.documentCount == 0 { return }
        let full = builder
        builder = SegmentBuilder()
        try await close(full)
    }
}
