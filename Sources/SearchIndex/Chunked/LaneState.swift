internal import Catalog
internal import RegistryCore
internal import Synchronization

/// What is known of a lane as of one generation: what it shows, and the segments in which that is found.
final class LaneState: Sendable {
    let lane: Lane
    let generation: Int
    let uploads: [VersionKey: ShownUpload]
    let policies: [PolicyNumber: PolicyRecord]
    let records: [SegmentRecord]
    /// The stored segments, in the order of their records, then those in memory.
    let segments: [Segment]
    /// The uploads that no stored segment holds, as segments in memory.
    let tail: [TailSegment]
    let view: LaneView
    /// Policies by the names that they let read, as UTF-8.
    let readers: [[UInt8]: [PolicyNumber]]
    private let readable = Mutex<[ReaderKey: Readable]>([:])
    /// Callers whose readable documents are remembered, per generation of a lane.
    private static let rememberedReaders = 256

    init(
        lane: Lane, generation: Int, uploads: [VersionKey: ShownUpload], policies: [PolicyNumber: PolicyRecord],
        records: [SegmentRecord], stored: [Segment], tail: [TailSegment], readers: [[UInt8]: [PolicyNumber]]?
    ) {
        self.lane = lane
        self.generation = generation
        self.uploads = uploads
        self.policies = policies
        self.records = records
        self.tail = tail
        self.readers = readers ?? Self.readers(of: policies)
        segments = stored + tail.map(\.segment)
        view = Self.view(of: lane, segments, uploads)
    }

    private static func readers(of policies: [PolicyNumber: PolicyRecord]) -> [[UInt8]: [PolicyNumber]] {
        var readers: [[UInt8]: [PolicyNumber]] = [:]
        for (number, record) in policies {
            for name in record.policy.members(with: .read) { readers[Array(name.utf8), default: []].append(number) }
        }
        return readers
    }

    /// An upload's documents may lie in several segments; never are more of them taken than it has.
    private static func view(
        of lane: Lane, _ segments: [Segment], _ uploads: [VersionKey: ShownUpload]
    ) -> LaneView {
        var taken: [UploadKey: Int] = [:]
        let views = segments.map { segment in
            SegmentView(
                segment: segment,
                runs: segment.runs.map { run in
                    guard let upload = uploads[run.upload.version], upload.key == run.upload, upload.fence == run.fence,
                        taken[upload.key, default: 0] + run.count <= upload.documents
                    else { return nil }
                    taken[upload.key, default: 0] += run.count
                    return ShownRun(
                        upload: upload.key, revision: upload.revision, sealedAt: upload.sealedAt, policy: upload.policy,
                        first: run.first, count: run.count, words: run.words)
                })
        }
        return LaneView(lane: lane, segments: views)
    }

    /// The documents that the caller may read, reckoned once per set of names.
    func readable(for caller: Identity) -> Readable {
        if caller.isAdmin { return readable(for: ReaderKey(names: nil)) { nil } }
        let names = caller.names.map { Array($0.utf8) }
        return readable(for: ReaderKey(names: Set(names))) {
            Set(names.flatMap { readers[$0] ?? [] })
        }
    }
    private struct ReaderKey: Hashable {
        /// Nil for an administrator.
        let names: Set<[UInt8]>?
    }
    private func readable(for key: ReaderKey, policies: () -> Set<PolicyNumber>?) -> Readable {
        if let known = readable.withLock({ $0[key] }) { return known }
        let made = Readable(view: view, policies: policies())
        readable.withLock { known in
            if known.count >= Self.rememberedReaders { known.removeAll() }
            known[key] = made
        }
        return made
    }

    func upload(_ key: UploadKey) -> ShownUpload? {
        guard let upload = uploads[key.version], upload.key == key else { return nil }
        return upload
    }
}

/// Uploads that were published a moment ago, as a segment in this process's memory.
struct TailSegment: Sendable {
    let segment: Segment
    let parts: [[UInt8]]
    var byteCount: Int { parts.reduce(0) { $0 + $1.count } }
}
