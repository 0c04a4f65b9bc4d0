internal import Catalog
internal import RegistryCore

/// Keeps one lane's state up with the store; whoever asks while it is being read waits for that reading.
actor LaneLoader {
    private let lane: Lane
    private let store: any SegmentStore
    private let cache: PartCache
    private var state: LaneState?
    private var isReading = false
    private var tickets = 0
    private var waiting: [Int: CheckedContinuation<Void, any Error>] = [:]
    private var transients: Int64 = 0

    /// Documents that are built into one segment in memory at a time.
    private static let slice = 500
    /// Segments in memory past which they are made one.
    private static let tailSegments = 8
    /// Documents without a stored segment past which a lane cannot be searched yet: more than its keeper leaves behind by
    /// far, as after an upgrade from a release that had none.
    static let tailMaximum = 50_000

    init(_ lane: Lane, _ store: any SegmentStore, _ cache: PartCache) {
        self.lane = lane
        self.store = store
        self.cache = cache
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
            return try await assemble(
                shown.generation, Dictionary(shown.uploads.map { ($0.key.version, $0) }) { first, _ in first },
                shown.policies, shown.segments, former, readers: nil)
        }
        var (uploads, policies) = (former.uploads, former.policies)
        for (version, upload) in changes.versions { uploads[version] = upload }
        for (number, policy) in changes.policies { policies[number] = policy }
        return try await assemble(
            changes.generation, uploads, policies, changes.segments, former,
            readers: changes.policies.isEmpty ? former.readers : nil)
    }

    private func assemble(
        _ generation: Int, _ uploads: [VersionKey: ShownUpload], _ policies: [PolicyNumber: PolicyRecord],
        _ records: [SegmentRecord], _ former: LaneState?, readers: [[UInt8]: [PolicyNumber]]?
    ) async throws -> LaneState {
        let stored = try await headers(of: records, known: former?.segments ?? [])
        var covered: Set<RunKey> = []
        for segment in stored { for run in segment.runs { covered.insert(RunKey(run)) } }
        let missing = uploads.values.filter { !covered.contains(RunKey($0)) }
        let tail = try await tail(of: missing, former: former?.tail ?? [])
        return LaneState(
            lane: lane, generation: generation, uploads: uploads, policies: policies, records: records, stored: stored,
            tail: tail, readers: readers)
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
        if uploads.isEmpty { return [] }
        let total = uploads.reduce(0) { $0 + $1.documents }
        guard total <= Self.tailMaximum else { throw IndexBehind(documents: total) }
        let wanted = Set(uploads.map { RunKey($0) })
        // A segment of which less than half is still wanted is not worth its place.
        var tail = former.filter { segment in
            let kept = segment.segment.runs.reduce(0) { $0 + (wanted.contains(RunKey($1)) ? $1.count : 0) }
            return kept > 0 && 2 * kept >= segment.segment.documentCount
        }
        var held: Set<RunKey> = []
        for segment in tail { for run in segment.segment.runs { held.insert(RunKey(run)) } }
        var builder = SegmentBuilder()
        for upload in uploads.sorted(by: { $0.key.id.description < $1.key.id.description })
        where !held.contains(RunKey(upload)) {
            if builder.documentCount > 0, builder.documentCount + upload.documents > SegmentBuilder.documentMaximum {
                tail.append(try finish(&builder))
            }
            var after: ArtifactPath?
            repeat {
                after = try await store.read(
                    upload, after: after, into: &builder, upTo: SegmentBuilder.documentMaximum - builder.documentCount)
                if after != nil { tail.append(try finish(&builder)) }
            } while after != nil
        }
        if builder.documentCount > 0 { tail.append(try finish(&builder)) }
        return tail.count > Self.tailSegments ? try merged(tail, keeping: wanted) : tail
    }

    private func finish(_ builder: inout SegmentBuilder) throws -> TailSegment {
        defer { builder = SegmentBuilder() }
        return try transient(builder.finish())
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

extension SegmentStore {
    /// Adds documents of an upload after a path, until there are no more or the builder has taken so many.
    ///
    /// - Returns: the last path when there are more; nil at the end.
    func read(
        _ upload: ShownUpload, after path: ArtifactPath?, into builder: inout SegmentBuilder, upTo limit: Int
    ) async throws -> ArtifactPath? {
        var documents: [ArtifactDocument] = []
        documents.reserveCapacity(min(upload.documents, limit))
        var after = path
        while documents.count < limit {
            let slice = try await self.documents(of: upload, after: after, limit: min(500, limit - documents.count))
            guard let last = slice.last else { break }
            documents += slice
            after = last.id.path
        }
        // Of an upload that is shown no more the rows are removed.
        if documents.isEmpty, path == nil { throw UploadGone(upload: upload.key) }
        builder.add(documents, of: upload.key, fence: upload.fence)
        return documents.count == limit ? after : nil
    }
}

/// A segment of the state that was read has been retired and swept since: read the state anew.
struct SegmentGone: Error { let segment: SegmentID }
/// The server has gone back behind what it said before: read the state anew.
struct GenerationLost: Error { let lane: Lane }
/// The rows of an upload that was shown have been removed since: read the state anew.
struct UploadGone: Error { let upload: UploadKey }
/// So many documents wait to be put into segments that a search would take too long.
struct IndexBehind: Error, CustomStringConvertible {
    let documents: Int
    var description: String { "\(documents) documents of a lane are not in the index yet; try again later" }
}
