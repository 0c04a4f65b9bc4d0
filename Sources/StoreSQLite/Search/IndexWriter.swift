internal import Catalog
internal import GRDB
internal import RegistryCore
internal import RegistryStore
internal import SearchIndex

/// Applies the index's changes of one commit within its transaction: rows are there already, one column publishes them.
struct IndexWriter {
    let db: Database
    let lane: Lane
    let now: Timestamp

    func apply(_ change: IndexChange) throws {
        switch change {
        case .publish(let upload, let fence, let documents):
            let arguments: StoredArguments = [
                "lane": lane.number, "upload": upload.id.description, "fence": fence, "documents": documents,
            ]
            let staged = try db.number(DocumentQueries.staged, arguments)
            guard staged == documents else {
                throw StoreError.conflict(
                    expected: "\(documents) documents of \(upload) under fence \(fence); there are \(staged)")
            }
            guard try db.change(DocumentQueries.publish, arguments) == 1 else {
                throw StoreError.conflict(expected: "upload \(upload) at fence \(fence)")
            }
            try db.change(StagingQueries.countDocuments, arguments)
        case .withdraw(let upload):
            try db.change(
                DocumentQueries.withdraw, ["lane": lane.number, "upload": upload.id.description])
        case .exchange(let expected, let retired, let added):
            if let expected { try expectAll(expected) }
            for segment in retired { try retire(segment) }
            for segment in added { try add(segment) }
        }
    }

    private func expectAll(_ expected: [SegmentID]) throws {
        let segments = try db.all(ShownQueries.segments, ["lane": lane.number]).map { SegmentRecord($0).id }
        guard Set(segments) == Set(expected) else {
            throw StoreError.conflict(expected: "\(expected.count) known segments to be all of lane \(lane)")
        }
    }
    private func retire(_ segment: SegmentID) throws {
        guard try db.change(SegmentQueries.retire, segment.arguments(in: lane) + moment) == 1 else {
            throw StoreError.conflict(expected: "segment \(segment.rawValue) of lane \(lane)")
        }
    }
    private func add(_ segment: SegmentRecord) throws {
        let arguments = segment.arguments(in: lane)
        guard try db.change(SegmentQueries.add, arguments + moment) == 1 else {
            throw StoreError.conflict(
                expected: "segment \(segment.id.rawValue) of lane \(lane) written, and never added")
        }
        let parts = try db.number(SegmentQueries.countParts, arguments)
        guard parts == segment.parts, try db.number(SegmentQueries.countAllParts, arguments) == parts else {
            throw StoreError.conflict(
                expected: "\(segment.parts) parts of segment \(segment.id.rawValue) of lane \(lane), from 0 on")
        }
    }
    private var moment: StoredArguments { ["moment": now.milliseconds] }
}
