internal import RegistryCore

/// Segments that are written ahead of the one commit that adds them all.
///
/// What no commit has added is swept an hour after it was last written: while others are written, those before them are
/// renewed, however long it takes.
struct WrittenSegments {
    private let store: any SegmentStore
    private let lane: Lane
    private(set) var records: [SegmentRecord] = []
    /// When something of each was written last.
    private var moments: [Timestamp] = []

    /// Bytes of parts that are written by one statement.
    private static let writeBytes = 1 << 20
    private static let renewal: Duration = .seconds(600)

    init(_ store: any SegmentStore, in lane: Lane) {
        self.store = store
        self.lane = lane
    }

    var documents: Int { records.reduce(0) { $0 + $1.documents } }

    mutating func write(_ builder: consuming SegmentBuilder, at now: Timestamp) async throws {
        let documents = builder.documentCount
        try await write(builder.finish(), documents: documents, at: now)
    }
    mutating func write(_ parts: [[UInt8]], documents: Int, at now: Timestamp) async throws {
        let id = SegmentID.random(in: lane)
        var slice: [Int: [UInt8]] = [:]
        var bytes = 0
        for (number, part) in parts.enumerated() {
            if bytes > 0, bytes + part.count > Self.writeBytes {
                try await store.write(slice, of: id, in: lane, at: now)
                (slice, bytes) = ([:], 0)
            }
            slice[number] = part
            bytes += part.count
        }
        if !slice.isEmpty { try await store.write(slice, of: id, in: lane, at: now) }
        records.append(
            SegmentRecord(
                id: id, documents: documents, parts: parts.count, bytes: parts.reduce(0) { $0 + $1.count }))
        moments.append(now)
        for (index, moment) in moments.enumerated() where moment + Self.renewal < now {
            try await renew(records[index].id, at: now)
            moments[index] = now
        }
    }

    private func renew(_ segment: SegmentID, at now: Timestamp) async throws {
        let header = SegmentPartKey(lane: lane, segment: segment, part: 0)
        guard let bytes = try await store.parts([header])[header] else { throw SegmentGone(segment: segment) }
        try await store.write([0: bytes], of: segment, in: lane, at: now)
    }
}
