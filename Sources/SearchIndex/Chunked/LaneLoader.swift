internal import Catalog
internal import HashTreeCollections
internal import RegistryCore

/// Keeps one lane's state up with the store; whoever asks while it is being read waits for that reading.
actor LaneLoader {
    private let lane: Lane
    private let store: any SegmentStore
    private let cache: PartCache
    private let limits: IndexLimits
    private var state: LaneState?
    private var isReading = false
    private var tickets = 0
    private var waiting: [Int: CheckedContinuation<Void, any Error>] = [:]
    private var transients: Int64 = 0
    /// What a reading that was given up has found the index of these uploads to take, in bytes and at least: it is not done
    /// again for every search.
    private var heavy: [RunKey: Int] = [:]

    /// Segments in memory past which they are made one.
    private static let tailSegments = 8

    init(_ lane: Lane, _ store: any SegmentStore, _ cache: PartCache, _ limits: IndexLimits) {
        self.lane = lane
        self.store = store
        self.cache = cache
        self.limits = limits
    }

    /// The lane as of `generation` or later.
    ///
    /// - Throws: what reading it throws; ``GenerationLost`` when the server stands before the generation; soon after the task is
    ///   cancelled a `CancellationError`, while others go on waiting.
    func state(at generation: Int) async throws -> LaneState {
        // What is being read may have begun before the generation that is wanted; the next reading has not.
        for _ in 0..<3 {
            if let state, state.generation >= generation { return state }
            try await reading()
        }
        guard let state, state.generation >= generation else { throw GenerationLost(lane: lane) }
        return state
    }

    /// Waits for the end of the reading that is under way, or of one that it begins.
    private func reading() async throws {
        if !isReading {
            isReading = true
            Task { await read() }
        }
        tickets += 1
        let ticket = tickets
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
                // A cancellation that came before this finds nobody to wake.
                if Task.isCancelled {
                    continuation.resume(throwing: CancellationError())
                } else {
                    waiting[ticket] = continuation
                }
            }
        } onCancel: {
            Task { await self.leave(ticket) }
        }
    }

    private func read() async {
        let result: Result<LaneState, any Error>
        do { result = .success(try await load(after: state)) } catch { result = .failure(error) }
        isReading = false
        if case .success(let loaded) = result { state = loaded }
        let waiting = self.waiting.values
        self.waiting = [:]
        for continuation in waiting { continuation.resume(with: result.map { _ in }) }
    }

    private func leave(_ ticket: Int) {
        waiting.removeValue(forKey: ticket)?.resume(throwing: CancellationError())
    }

    /// Forgets the state: a segment that it names is gone.
    func reset() { state = nil }

    private func load(after former: LaneState?) async throws -> LaneState {
        guard let former, let changes = try await store.changes(in: lane, after: former.generation) else {
            let shown = try await store.shown(in: lane)
            let uploads = TreeDictionary(shown.uploads.map { ($0.key.version, $0) }) { first, _ in first }
            let stored = StoredRuns(
                try await headers(of: shown.segments, known: former?.stored.segments ?? []), former: nil, changed: [],
                uploads)
            let missing = shown.uploads.filter { !stored.hold($0) }
            return LaneState(
                lane: lane, generation: shown.generation, uploads: uploads,
                policies: TreeDictionary(uniqueKeysWithValues: shown.policies.map { ($0, $1) }), stored: stored,
                missing: missing, tail: try await tail(of: missing, former: former?.tail ?? []), former: former,
                changedPolicies: nil)
        }
        var (uploads, policies) = (former.uploads, former.policies)
        for (version, upload) in changes.versions { uploads[version] = upload }
        for (number, policy) in changes.policies { policies[number] = policy }
        let stored = StoredRuns(
            try await headers(of: changes.segments, known: former.stored.segments), former: former.stored,
            changed: changes.versions.keys, uploads)
        let isSame = stored.segments.elementsEqual(former.stored.segments) { $0.id == $1.id }
        // In segments that stay, only what has changed can be there or not there otherwise than before.
        let missing =
            isSame
            ? former.missing.filter { changes.versions[$0.key.version] == nil }
                + changes.versions.values.compactMap { $0 }.filter { !stored.hold($0) }
            : uploads.values.filter { !stored.hold($0) }
        return LaneState(
            lane: lane, generation: changes.generation, uploads: uploads, policies: policies, stored: stored,
            missing: missing, tail: try await tail(of: missing, former: former.tail), former: former,
            changedPolicies: Array(changes.policies.keys))
    }

    private func headers(of records: [SegmentRecord], known: [Segment]) async throws -> [Segment] {
        var segments = Dictionary(known.map { ($0.id, $0) }) { first, _ in first }
        let keys = records.filter { segments[$0.id] == nil }
            .map { SegmentPartKey(lane: lane, segment: $0.id, part: 0) }
        if !keys.isEmpty {
            let parts = try await store.parts(keys)
            for key in keys {
                guard let header = parts[key] else { throw SegmentGone(segment: key.segment) }
                segments[key.segment] = try Segment(id: key.segment, header: header)
            }
        }
        return records.compactMap { segments[$0.id] }
    }

    // MARK: What is in no stored segment

    private func tail(of uploads: [ShownUpload], former: [TailSegment]) async throws -> [TailSegment] {
        let wanted = Dictionary(uploads.map { (RunKey($0), $0.documents) }) { first, _ in first }
        heavy = heavy.filter { wanted[$0.key] != nil }
        if uploads.isEmpty { return [] }
        let total = uploads.reduce(0) { $0 + $1.documents }
        guard total <= limits.tailDocuments, heavy.values.reduce(0, +) <= limits.tailBytes else {
            throw IndexBehind(documents: total)
        }
        var tail = Self.kept(former, wanted)
        var bytes = tail.reduce(0) { $0 + $1.byteCount }
        var held: Set<RunKey> = []
        for segment in tail { for run in segment.segment.runs { held.insert(RunKey(run)) } }
        var cutter = SegmentCutter(store, limits)
        func keep(_ builder: consuming SegmentBuilder) throws {
            let made = try transient(builder.finish())
            tail.append(made)
            bytes += made.byteCount
            guard bytes <= limits.tailBytes else {
                heavy = Self.sizes(of: tail, wanted)
                throw IndexBehind(documents: total)
            }
        }
        for upload in uploads.sorted(by: { $0.key.id.description < $1.key.id.description })
        where !held.contains(RunKey(upload)) {
            try await cutter.add(upload) { try keep($0) }
        }
        try await cutter.finish { try keep($0) }
        return tail.count > Self.tailSegments ? try merged(tail, keeping: Set(wanted.keys)) : tail
    }

    /// The segments in memory that are worth their place, since at least half of them is still wanted, and that hold
    /// together all of every upload of which they hold a part.
    private static func kept(_ former: [TailSegment], _ wanted: [RunKey: Int]) -> [TailSegment] {
        var kept = former.filter { segment in
            let count = segment.segment.runs.reduce(0) { $0 + (wanted[RunKey($1)] == nil ? 0 : $1.count) }
            return count > 0 && 2 * count >= segment.segment.documentCount
        }
        while true {
            var counts: [RunKey: Int] = [:]
            for segment in kept { for run in segment.segment.runs { counts[RunKey(run), default: 0] += run.count } }
            let torn = counts.filter { run, count in wanted[run].map { count < $0 } ?? false }
            if torn.isEmpty { return kept }
            kept.removeAll { $0.segment.runs.contains { torn[RunKey($0)] != nil } }
        }
    }
    /// Bytes of the uploads that are wanted, each its share of what holds it.
    private static func sizes(of tail: [TailSegment], _ wanted: [RunKey: Int]) -> [RunKey: Int] {
        var sizes: [RunKey: Int] = [:]
        for segment in tail {
            for run in segment.segment.runs where wanted[RunKey(run)] != nil {
                sizes[RunKey(run), default: 0] += segment.byteCount * run.count / segment.segment.documentCount
            }
        }
        return sizes
    }

    private func transient(_ parts: [[UInt8]]) throws -> TailSegment {
        transients += 1
        return TailSegment(
            segment: try Segment(id: .transient(transients, in: lane), header: parts[0]), parts: parts)
    }
    private func merged(_ tail: [TailSegment], keeping wanted: Set<RunKey>) throws -> [TailSegment] {
        let total = tail.reduce(0) { $0 + $1.segment.documentCount }
        guard total <= SegmentBuilder.documentMaximum else { return tail }
        let inputs = tail.map { tail in
            SegmentMerger.Source(
                segment: tail.segment, parts: MemoryParts(tail.parts),
                keepsRun: tail.segment.runs.map { wanted.contains(RunKey($0)) })
        }
        return [try transient(SegmentMerger.merge(inputs))]
    }
}

/// One upload as it was published under one fence.
struct RunKey: Hashable {
    let upload: UploadKey
    let fence: Int

    init(_ run: SegmentRun) { (upload, fence) = (run.upload, run.fence) }
    init(_ upload: ShownUpload) { (self.upload, fence) = (upload.key, upload.fence) }
}

/// A segment of the state that was read has been retired and swept since: read the state anew.
struct SegmentGone: Error { let segment: SegmentID }
/// The server has gone back behind what it said before: read the state anew.
struct GenerationLost: Error { let lane: Lane }
/// The rows of an upload that was shown have been removed since: read the state anew.
struct UploadGone: Error { let upload: UploadKey }
/// So many documents wait to be put into segments that a search would take too long.
package struct IndexBehind: Error, CustomStringConvertible {
    package let documents: Int
    package var description: String { "\(documents) documents of a lane are not in the index yet; try again later" }
}
