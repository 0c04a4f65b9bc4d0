internal import Catalog
package import RegistryCore

/// Puts what was published into stored segments and makes few of many; readers see the same before and after.
///
/// Each step is one exchange of segments, whose parts are written ahead: a step that is cut short leaves parts that
/// nobody sees and the store sweeps. Two keepers of one lane do no harm; one of them loses its step.
package struct SegmentKeeper: Sendable {
    package struct Progress: Sendable, Equatable {
        package var added = 0
        package var merged = 0
        package var dropped = 0
        /// Whether there is more to do.
        package var isDone = true
    }
    private let store: any SegmentStore
    private let lane: Lane
    private let now: @Sendable () -> Timestamp
    /// Commits one exchange in the lane.
    private let commit: @Sendable (IndexChange) async throws -> Void

    /// Bytes of parts that are written by one statement.
    private static let writeBytes = 1 << 20
    /// Parts that are read by one statement.
    private static let readParts = 64
    /// Documents that one step puts into segments at most, and with which a new segment is closed.
    private static let stepDocuments = 8_192

    package init(
        _ store: any SegmentStore, lane: Lane, now: @escaping @Sendable () -> Timestamp,
        commit: @escaping @Sendable (IndexChange) async throws -> Void
    ) {
        self.store = store
        self.lane = lane
        self.now = now
        self.commit = commit
    }

    /// Takes one step: stores documents that are in no segment yet, or else merges.
    ///
    /// - Throws: what the store and `commit` throw, a conflict among it when another keeper was first.
    package func step() async throws -> Progress {
        let shown = try await store.shown(in: lane)
        let segments = try await headers(of: shown.segments)
        var covered: Set<RunKey> = []
        for segment in segments { for run in segment.runs { covered.insert(RunKey(run)) } }
        let waiting = Self.byAge(shown.uploads.filter { !covered.contains(RunKey($0)) })
        let ids = segments.map(\.id)
        if !waiting.isEmpty { return try await add(waiting, expecting: ids) }
        return try await merge(segments, Set(shown.uploads.map { RunKey($0) }))
    }

    /// Writes the segments of one upload that is about to be published, for the commit that publishes it to add: a large
    /// one would burden every reader until the keeper comes.
    package func segments(of upload: ShownUpload) async throws -> [SegmentRecord] {
        var records: [SegmentRecord] = []
        var after: ArtifactPath?
        repeat {
            var builder = SegmentBuilder()
            after = try await store.read(upload, after: after, into: &builder, upTo: MergePlan.fullSize)
            if builder.documentCount > 0 { records.append(try await write(builder)) }
        } while after != nil
        return records
    }

    /// Builds all that is shown anew, from the documents, into segments that take the place of those there are at once.
    ///
    /// Until then readers see the former ones, afterwards these, with the same answers; what is published meanwhile stays in
    /// segments of its own. It may be cut short at any time.
    ///
    /// - Parameter report: told how many documents are stored.
    /// - Returns: how many documents these are.
    /// - Throws: what the store and `commit` throw, a conflict among it when other keepers never pause.
    package func rebuild(_ report: @Sendable (Int) -> Void) async throws -> Int {
        let shown = try await store.shown(in: lane)
        var (added, stored) = ([SegmentRecord](), 0)
        var builder = SegmentBuilder()
        for upload in Self.byAge(shown.uploads) {
            var after: ArtifactPath?
            do {
                repeat {
                    after = try await store.read(
                        upload, after: after, into: &builder, upTo: Self.stepDocuments - builder.documentCount)
                    if after != nil || builder.documentCount >= Self.stepDocuments {
                        added.append(try await write(builder))
                        stored += builder.documentCount
                        builder = SegmentBuilder()
                        report(stored)
                        try Task.checkCancellation()
                    }
                } while after != nil
            } catch is UploadGone {
                continue
            }
        }
        if builder.documentCount > 0 {
            added.append(try await write(builder))
            stored += builder.documentCount
        }
        let (former, runs) = (Set(shown.segments.map(\.id)), Set(shown.uploads.map { RunKey($0) }))
        var current = shown.segments
        for attempt in 1...Self.switchAttempts {
            // No two segments ever hold the same document. What goes with one that was merged meanwhile is stored again.
            let retired = try await headers(of: current).filter { segment in
                former.contains(segment.id) || segment.runs.contains { runs.contains(RunKey($0)) }
            }
            do {
                try await commit(.exchange(expecting: current.map(\.id), retired: retired.map(\.id), added: added))
                break
            } catch {
                let now = try await store.shown(in: lane).segments
                if attempt == Self.switchAttempts || now == current { throw error }
                current = now
            }
        }
        return stored
    }
    /// How often the exchange that ends a rebuild is tried while others change the list of segments.
    private static let switchAttempts = 8

    private static func byAge(_ uploads: [ShownUpload]) -> [ShownUpload] {
        uploads.sorted { ($0.sealedAt, $0.key.id.description) < ($1.sealedAt, $1.key.id.description) }
    }

    private func headers(of records: [SegmentRecord]) async throws -> [Segment] {
        let parts = try await read(records.map { SegmentPartKey(lane: lane, segment: $0.id, part: 0) })
        return try records.map { record in
            guard let header = parts[SegmentPartKey(lane: lane, segment: record.id, part: 0)] else {
                throw SegmentGone(segment: record.id)
            }
            return try Segment(id: record.id, header: header)
        }
    }

    // MARK: Storing

    private func add(_ waiting: [ShownUpload], expecting: [SegmentID]) async throws -> Progress {
        var progress = Progress()
        progress.isDone = false
        var builder = SegmentBuilder()
        var added: [SegmentRecord] = []
        for upload in waiting {
            if progress.added > 0, progress.added + upload.documents > Self.stepDocuments { break }
            do {
                if upload.documents > MergePlan.fullSize {
                    added += try await segments(of: upload)
                } else {
                    _ = try await store.read(upload, after: nil, into: &builder, upTo: .max)
                }
            } catch is UploadGone {
                continue
            }
            progress.added += upload.documents
        }
        if builder.documentCount > 0 { added.append(try await write(builder)) }
        if !added.isEmpty { try await commit(.exchange(expecting: expecting, retired: [], added: added)) }
        return progress
    }

    private func write(_ builder: SegmentBuilder) async throws -> SegmentRecord {
        try await write(builder.finish(), builder.documentCount)
    }
    private func write(_ parts: [[UInt8]], _ documents: Int) async throws -> SegmentRecord {
        let id = SegmentID.random(in: lane)
        var slice: [Int: [UInt8]] = [:]
        var bytes = 0
        for (number, part) in parts.enumerated() {
            if bytes > 0, bytes + part.count > Self.writeBytes {
                try await store.write(slice, of: id, in: lane, at: now())
                (slice, bytes) = ([:], 0)
            }
            slice[number] = part
            bytes += part.count
        }
        if !slice.isEmpty { try await store.write(slice, of: id, in: lane, at: now()) }
        return SegmentRecord(
            id: id, documents: documents, parts: parts.count, bytes: parts.reduce(0) { $0 + $1.count })
    }

    // MARK: Merging

    private func merge(_ segments: [Segment], _ shown: Set<RunKey>) async throws -> Progress {
        let plan = MergePlan.decide(
            segments.map { segment in
                MergePlan.Candidate(
                    id: segment.id, documents: segment.documentCount,
                    shown: segment.runs.reduce(0) { $0 + (shown.contains(RunKey($1)) ? $1.count : 0) })
            })
        var progress = Progress()
        if !plan.dropped.isEmpty {
            try await commit(.exchange(expecting: nil, retired: plan.dropped, added: []))
            progress.dropped = plan.dropped.count
        }
        guard let group = plan.merges.first else { return progress }
        progress.isDone = plan.merges.count == 1
        let byID = Dictionary(segments.map { ($0.id, $0) }) { first, _ in first }
        var inputs: [SegmentMerger.Source] = []
        var memories: [MemoryParts] = []
        for segment in group.compactMap({ byID[$0] }) {
            let parts = MemoryParts(try await parts(of: segment))
            memories.append(parts)
            inputs.append(
                SegmentMerger.Source(
                    segment: segment, parts: parts,
                    keepsRun: segment.runs.map { shown.contains(RunKey($0)) }))
        }
        let merged = try SegmentMerger.merge(inputs)
        if let damage = memories.lazy.compactMap(\.damage).first { throw damage }
        let documents = try Segment(id: .transient(1, in: lane), header: merged[0]).documentCount
        let record = try await write(merged, documents)
        try await commit(.exchange(expecting: nil, retired: group, added: [record]))
        progress.merged = group.count
        return progress
    }

    private func parts(of segment: Segment) async throws -> [[UInt8]] {
        let keys = (0..<segment.partCount).map { SegmentPartKey(lane: lane, segment: segment.id, part: $0) }
        let read = try await read(keys)
        return try keys.map { key in
            guard let part = read[key] else { throw SegmentGone(segment: segment.id) }
            try segment.check(part, part: key.part)
            return part
        }
    }

    private func read(_ keys: [SegmentPartKey]) async throws -> [SegmentPartKey: [UInt8]] {
        var all: [SegmentPartKey: [UInt8]] = [:]
        var next = 0
        while next < keys.count {
            let slice = keys[next..<min(next + Self.readParts, keys.count)]
            all.merge(try await store.parts(Array(slice))) { _, new in new }
            next += Self.readParts
        }
        return all
    }
}
