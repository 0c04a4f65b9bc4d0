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
    package var jobs: any JobQueue { self }

    package func commit(_ changes: ChangeSet) async throws(StoreError) {
        requireOneLane(changes)
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

    package func sweep(stagedBefore before: Timestamp, limit: Int) async throws(StoreError) -> Int {
        var removed = 0
        for lane in lanes.all where removed < limit {
            removed += change(lane) { $0.sweep(stagedBefore: before, limit: limit - removed) }
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

extension MemoryStore {
    /// Work on two lanes is two commits: a set that mixes them is a bug of ours, which a database would only show when it
    /// is distributed.
    private func requireOneLane(_ changes: ChangeSet) {
        func require(_ lane: Lane?, _ change: Any) {
            if let lane, lane != changes.lane {
                preconditionFailure("a commit in lane \(changes.lane) has a change in lane \(lane): \(change)")
            }
        }
        for change in changes.catalog { require(lane(of: change), change) }
        for change in changes.index {
            switch change {
            case .publish(let upload, _, _), .withdraw(let upload): require(lanes.lane(of: upload.project), change)
            }
        }
        for change in changes.jobs {
            switch change {
            case .enqueue(let job):
                require(job.id.lane, change)
                require(job.project.map { lanes.lane(of: $0) }, change)
            case .cancel(let id), .rerun(let id, _): require(id.lane, change)
            }
        }
    }

    /// Nil for a change that belongs to every lane.
    private func lane(of change: CatalogChange) -> Lane? {
        switch change {
        case .insertProject(let record): lanes.lane(of: record.project)
        case .guardProject(let project, _): lanes.lane(of: project)
        case .insertVersion(let record), .updateVersion(let record, _): lanes.lane(of: record.key.project)
        case .removeVersion(let key, _): lanes.lane(of: key.project)
        case .insertUpload(let record), .updateUpload(let record, _, _): lanes.lane(of: record.key.project)
        case .allotRevision(let key): lanes.lane(of: key.project)
        case .putPolicy(_, let owner), .removePolicy(let owner):
            switch owner {
            case .project(let project): lanes.lane(of: project)
            case .version(let key): lanes.lane(of: key.project)
            case .instance: nil
            }
        case .record(let event): lanes.lane(of: event.project)
        case .audit(let record): lanes.lane(of: record.project)
        case .insertScroll(let scroll), .updateScroll(let scroll, _): lanes.lane(of: scroll.id.description)
        case .removeScroll(let id): lanes.lane(of: id.description)
        }
    }
}
