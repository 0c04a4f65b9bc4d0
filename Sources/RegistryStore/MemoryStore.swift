package import Catalog
package import JobQueue
package import RegistryCore
package import SearchIndex
internal import Synchronization

/// The whole record in this process: catalogue, index and jobs under one lock.
///
/// Keeps every promise of the seams but that of surviving the process.
package final class MemoryStore: RegistryStore {
    package let lanes: LaneCount
    let now: @Sendable () -> Timestamp
    private let lanesOfTables: Mutex<[MemoryTables]>

    /// - Parameter ambient: tells when rows were written; everything else comes with the rows.
    package init(lanes: LaneCount = LaneCount(1), ambient: Ambient = .system) {
        self.lanes = lanes
        now = ambient.now
        lanesOfTables = Mutex(Array(repeating: MemoryTables(), count: lanes.count))
    }

    package var catalog: any Catalog { self }
    package var index: any SearchIndex { self }
    package var segments: (any SegmentStore)? { nil }
    package var jobs: any JobQueue { self }

    package func commit(_ changes: ChangeSet) async throws(StoreError) {
        changes.requireOneLane(of: lanes)
        let now = now()
        try change(changes.lane) { (tables) throws(StoreError) in
            var copy = tables
            for change in changes.catalog { try copy.apply(change, now: now) }
            for change in changes.index { try copy.apply(change) }
            for change in changes.jobs { try copy.apply(change, now: now) }
            tables = copy
        }
    }

    package func reserve(_ number: ReservedNumber) async throws(StoreError) -> Int {
        let lane =
            switch number {
            case .project(let prefix): lanes.lane(of: prefix)
            case .version(let project): lanes.lane(of: project)
            case .policy(let lane): lane
            }
        return change(lane) { $0.reserve(number) }
    }

    package func stage(_ rows: StagedRows, of upload: UploadKey, fence: Int) async throws(StoreError) {
        let now = now()
        try change(lanes.lane(of: upload.project)) { (tables) throws(StoreError) in
            try tables.stage(rows, of: upload, fence: fence, now: now)
        }
    }

    package func unstage(_ upload: UploadKey, limit: Int) async throws(StoreError) -> Int {
        try change(lanes.lane(of: upload.project)) { (tables) throws(StoreError) in
            try tables.unstage(upload, limit: limit)
        }
    }

    package func sweep(before moment: Timestamp, limit: Int) async throws(StoreError) -> Int {
        var removed = 0
        for lane in lanes.all where removed < limit {
            removed += change(lane) { $0.sweep(before: moment, limit: limit - removed) }
        }
        return removed
    }
}

// The only ways to the tables.
extension MemoryStore {
    func change<Answer, Failure: Error>(
        _ lane: Lane, _ body: (inout MemoryTables) throws(Failure) -> sending Answer
    ) throws(Failure) -> sending Answer {
        try lanesOfTables.withLock { (tables) throws(Failure) in try body(&tables[lane.number]) }
    }
    /// Reads one lane at one moment.
    func read<Answer: Sendable>(_ lane: Lane, _ body: (MemoryTables) -> Answer) -> Answer {
        lanesOfTables.withLock { tables in body(tables[lane.number]) }
    }
    /// The rows of all lanes at one moment; costs nothing until somebody writes.
    func snapshot() -> [MemoryTables] { lanesOfTables.withLock { $0 } }
}
