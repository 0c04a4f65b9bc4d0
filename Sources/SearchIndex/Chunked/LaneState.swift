internal import Catalog
internal import HashTreeCollections
internal import RegistryCore
internal import Synchronization

/// What is known of a lane as of one generation: what it shows, and the segments in which that is found.
final class LaneState: Sendable {
    let lane: Lane
    let generation: Int
    // These share with the state before what has not changed.
    let uploads: TreeDictionary<VersionKey, ShownUpload>
    let policies: TreeDictionary<PolicyNumber, PolicyRecord>
    let stored: StoredRuns
    /// The uploads that no stored segment holds.
    let missing: [ShownUpload]
    /// They, as segments in memory.
    let tail: [TailSegment]
    let view: LaneView
    /// Policies by the names that they let read, as UTF-8.
    let readers: TreeDictionary<[UInt8], [PolicyNumber]>
    /// Of this generation, and of earlier ones for who has not asked since.
    private let readable = Mutex<[ReaderKey: Readable]>([:])
    private let formerReadable: [ReaderKey: Readable]
    /// Callers whose readable documents are remembered, per generation of a lane.
    private static let rememberedReaders = 256

    /// - Parameters:
    ///   - policies: that may have changed since `former`, where there is one, with their numbers; nil where all may have.
    init(
        lane: Lane, generation: Int, uploads: TreeDictionary<VersionKey, ShownUpload>,
        policies: TreeDictionary<PolicyNumber, PolicyRecord>, stored: StoredRuns, missing: [ShownUpload],
        tail: [TailSegment], former: LaneState?, changedPolicies: [PolicyNumber]?
    ) {
        self.lane = lane
        self.generation = generation
        self.uploads = uploads
        self.policies = policies
        self.stored = stored
        self.missing = missing
        self.tail = tail
        if let former, let changedPolicies {
            readers = Self.readers(former, changed: changedPolicies, policies)
        } else {
            readers = Self.readers(of: policies)
        }
        formerReadable =
            former.map { former in
                former.formerReadable.merging(former.readable.withLock { $0 }) { _, new in new }
            }.flatMap { $0.count <= Self.rememberedReaders ? $0 : nil } ?? [:]
        view = Self.view(of: lane, stored, tail, uploads)
    }

    private static func readers(
        of policies: TreeDictionary<PolicyNumber, PolicyRecord>
    ) -> TreeDictionary<[UInt8], [PolicyNumber]> {
        var readers: TreeDictionary<[UInt8], [PolicyNumber]> = [:]
        for (number, record) in policies {
            for name in record.policy.members(with: .read) { readers[Array(name.utf8), default: []].append(number) }
        }
        return readers
    }

    private static func readers(
        _ former: LaneState, changed: [PolicyNumber], _ policies: TreeDictionary<PolicyNumber, PolicyRecord>
    ) -> TreeDictionary<[UInt8], [PolicyNumber]> {
        var readers = former.readers
        for number in changed {
            for name in former.policies[number]?.policy.members(with: .read) ?? [] {
                readers[Array(name.utf8)]?.removeAll { $0 == number }
            }
            for name in policies[number]?.policy.members(with: .read) ?? [] {
                readers[Array(name.utf8), default: []].append(number)
            }
        }
        return readers
    }

    private static func view(
        of lane: Lane, _ stored: StoredRuns, _ tail: [TailSegment],
        _ uploads: TreeDictionary<VersionKey, ShownUpload>
    ) -> LaneView {
        if tail.isEmpty { return LaneView(lane: lane, segments: stored.views, stored.index) }
        var taken: [UploadKey: Int] = [:]
        let views = tail.map { tail in
            SegmentView(
                segment: tail.segment,
                runs: tail.segment.runs.map { run in
                    // What was stored a moment ago may be in memory, too.
                    guard let upload = uploads[run.upload.version], !stored.hold(upload) else { return nil }
                    return ShownRun(run, of: upload, after: &taken[run.upload, default: 0])
                })
        }
        var index = stored.index
        index.add(tail.map(\.segment))
        return LaneView(lane: lane, segments: stored.views + views, index)
    }

    /// The documents that the caller may read, reckoned once per set of names.
    func readable(for reader: ReaderKey) -> Readable {
        if let known = readable.withLock({ $0[reader] }) { return known }
        let policies = reader.names.map { names in Set(names.flatMap { readers[$0] ?? [] }) }
        let made = Readable(view: view, policies: policies, former: formerReadable[reader])
        readable.withLock { known in
            if known.count >= Self.rememberedReaders { known.removeAll() }
            known[reader] = made
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
