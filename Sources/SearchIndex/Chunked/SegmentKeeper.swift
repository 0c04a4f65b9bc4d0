internal import Catalog
package import RegistryCore

/// Puts what was published into stored segments and makes few of many; readers see the same before and after.
///
/// Each step is one exchange of segments, whose parts are written ahead: a step that is cut short leaves parts that
/// nobody sees and the store sweeps. Two keepers of one lane do no harm; one of them loses its step.
package struct SegmentKeeper: Sendable {
    package struct Progress: Sendable, Equatable {
        package var added: Int
        package var merged: Int
        package var dropped: Int
        /// Whether there is no more to do.
        package var isDone: Bool

        package init(added: Int = 0, merged: Int = 0, dropped: Int = 0, isDone: Bool = true) {
            self.added = added
            self.merged = merged
            self.dropped = dropped
            self.isDone = isDone
        }
    }
    private let store: any SegmentStore
    private let lane: Lane
    private let limits: IndexLimits
    private let now: @Sendable () -> Timestamp
    /// Commits one exchange in the lane.
    private let commit: @Sendable (IndexChange) async throws -> Void

    /// Parts that are read by one statement.
    private static let readParts = 64

    package init(
        _ store: any SegmentStore, lane: Lane, limits: IndexLimits = IndexLimits(),
        now: @escaping @Sendable () -> Timestamp,
        commit: @escaping @Sendable (IndexChange) async throws -> Void
    ) {
        self.store = store
        self.lane = lane
        self.limits = limits
        self.now = now
        self.commit = commit
    }

    /// Takes one step: stores documents that are in no segment yet, or else merges.
    ///
    /// - Parameter isResting: nothing was published for a while, see ``MergePlan``.
    /// - Throws: what the store and `commit` throw, a conflict among it when another keeper was first.
    package func step(isResting: Bool = false) async throws -> Progress {
        let shown = try await store.shown(in: lane)
        let segments = try await headers(of: shown.segments)
        var covered: Set<RunKey> = []
        for segment in segments { for run in segment.runs { covered.insert(RunKey(run)) } }
        let waiting = Self.byAge(shown.uploads.filter { !covered.contains(RunKey($0)) })
        let ids = segments.map(\.id)
        if !waiting.isEmpty, let progress = try await add(waiting, expecting: ids) { return progress }
        return try await merge(segments, shown.segments, Set(shown.uploads.map { RunKey($0) }), isResting)
    }

    /// Writes the segments of one upload that is about to be published, for the commit that publishes it to add: a large
    /// one would burden every reader until the keeper comes.
    package func segments(of upload: ShownUpload) async throws -> [SegmentRecord] {
        var written = WrittenSegments(store, in: lane)
        var cutter = SegmentCutter(store, limits)
        try await cutter.add(upload) { try await written.write($0, at: now()) }
        try await cutter.finish { try await written.write($0, at: now()) }
        return written.records
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
        var written = WrittenSegments(store, in: lane)
        func add(_ builder: consuming SegmentBuilder) async throws {
            try await written.write(builder, at: now())
            report(written.documents)
            try Task.checkCancellation()
        }
        var cutter = SegmentCutter(store, limits)
        for upload in Self.byAge(shown.uploads) {
            do { try await cutter.add(upload, close: add) } catch is UploadGone { continue }
        }
        try await cutter.finish(add)
        let runs = Set(shown.uploads.map { RunKey($0) })
        var current = shown
        for attempt in 1...Self.switchAttempts {
            // No two segments ever hold the same document. What goes with one that was merged meanwhile is stored again.
            let isShown = Set(current.uploads.map { RunKey($0) })
            let headers = try await read(current.segments.map { header(of: $0) })
            let retired = current.segments.filter { record in
                // One that is damaged goes as well: what else it held is stored again.
                guard let bytes = headers[header(of: record)], let segment = try? Segment(id: record.id, header: bytes)
                else { return true }
                let held = segment.runs.map { RunKey($0) }
                return held.contains(where: runs.contains) || !held.contains(where: isShown.contains)
            }
            do {
                try await commit(
                    .exchange(
                        expecting: current.segments.map(\.id), retired: retired.map(\.id), added: written.records))
                break
            } catch {
                let now = try await store.shown(in: lane)
                if attempt == Self.switchAttempts || now.segments == current.segments { throw error }
                current = now
            }
        }
        return written.documents
    }
    /// How often the exchange that ends a rebuild is tried while others change the list of segments.
    private static let switchAttempts = 8

    private static func byAge(_ uploads: [ShownUpload]) -> [ShownUpload] {
        uploads.sorted { ($0.sealedAt, $0.key.id.description) < ($1.sealedAt, $1.key.id.description) }
    }

    private func header(of record: SegmentRecord) -> SegmentPartKey {
        SegmentPartKey(lane: lane, segment: record.id, part: 0)
    }
    private func headers(of records: [SegmentRecord]) async throws -> [Segment] {
        let parts = try await read(records.map { header(of: $0) })
        return try records.map { record in
            guard let bytes = parts[header(of: record)] else { throw SegmentGone(segment: record.id) }
            return try Segment(id: record.id, header: bytes)
        }
    }

    // MARK: Storing

    /// - Returns: nil when there is nothing to store, since the rows of all that wait are removed.
    private func add(_ waiting: [ShownUpload], expecting: [SegmentID]) async throws -> Progress? {
        var progress = Progress(isDone: false)
        var written = WrittenSegments(store, in: lane)
        var cutter = SegmentCutter(store, limits)
        for upload in waiting {
            // An upload is stored whole or not at all; what is full is shown soon.
            let isFull = !written.records.isEmpty || cutter.documentCount + upload.documents > limits.segmentDocuments
            if isFull, progress.added > 0 { break }
            do {
                try await cutter.add(upload) { try await written.write($0, at: now()) }
            } catch is UploadGone {
                continue
            }
            progress.added += upload.documents
        }
        try await cutter.finish { try await written.write($0, at: now()) }
        if written.records.isEmpty { return nil }
        try await commit(.exchange(expecting: expecting, retired: [], added: written.records))
        return progress
    }

    // MARK: Merging

    private func merge(
        _ segments: [Segment], _ records: [SegmentRecord], _ shown: Set<RunKey>, _ isResting: Bool
    ) async throws -> Progress {
        let bytes = Dictionary(records.map { ($0.id, $0.bytes) }) { first, _ in first }
        let plan = MergePlan.decide(
            segments.map { segment in
                MergePlan.Candidate(
                    id: segment.id, documents: segment.documentCount,
                    shown: segment.runs.reduce(0) { $0 + (shown.contains(RunKey($1)) ? $1.count : 0) },
                    bytes: bytes[segment.id] ?? 0)
            }, isResting: isResting)
        var progress = Progress()
        if !plan.dropped.isEmpty {
            try await commit(.exchange(expecting: nil, retired: plan.dropped, added: []))
            progress.dropped = plan.dropped.count
        }
        guard let group = plan.merges.first else { return progress }
        progress.isDone = plan.merges.count == 1 && !isResting
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
        var written = WrittenSegments(store, in: lane)
        try await written.write(merged, documents: documents, at: now())
        try await commit(.exchange(expecting: nil, retired: group, added: written.records))
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
