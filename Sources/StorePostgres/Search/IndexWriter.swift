internal import Catalog
internal import PostgresClient
internal import RegistryCore
internal import RegistryStore
internal import SearchIndex

/// Turns the index's changes of one commit into statements: rows are there already, one column publishes them.
struct IndexWriter {
    let now: Timestamp

    func apply(_ change: IndexChange, to pipeline: inout Pipeline) {
        switch change {
        case .publish(let upload, let fence, let documents):
            let id = upload.id.description
            let arguments: StoredArguments = ["upload": id, "id": id, "fence": fence, "documents": documents]
            pipeline.change(
                DocumentQueries.publish, checking: UploadQueries.isChanged, arguments,
                expecting: "upload \(upload) at fence \(fence)")
            pipeline.add(
                DocumentQueries.hasCount, arguments,
                expecting: "\(documents) documents of \(upload) under fence \(fence)")
            pipeline.add(StagingQueries.countDocuments, arguments)
        case .withdraw(let upload):
            pipeline.add(DocumentQueries.withdraw, ["upload": upload.id.description])
        case .exchange: break  // at the end of the commit: see `exchange`
        }
    }

    /// Exchanges segments under the lane's row, so that of two commits that do the second sees what the first has done.
    func exchange(_ change: IndexChange, in pipeline: inout Pipeline) {
        guard case .exchange(let expected, let retired, let added) = change else { return }
        if let expected = expected.map({ Set($0) }) {
            pipeline.add(
                SegmentQueries.areAll, ["count": expected.count, "segments": expected.map { Int($0.rawValue) }],
                expecting: "\(expected.count) known segments to be all of lane \(pipeline.lane)")
        }
        for segment in retired { retire(segment, in: &pipeline) }
        for segment in added { add(segment, to: &pipeline) }
    }

    private func retire(_ segment: SegmentID, in pipeline: inout Pipeline) {
        pipeline.change(
            SegmentQueries.retire, checking: SegmentQueries.isChanged, segment.arguments(in: pipeline.lane) + moment,
            expecting: "segment \(segment.rawValue) of lane \(pipeline.lane)")
    }
    private func add(_ segment: SegmentRecord, to pipeline: inout Pipeline) {
        let name = "segment \(segment.id.rawValue) of lane \(pipeline.lane)"
        let arguments = segment.arguments(in: pipeline.lane)
        pipeline.change(
            SegmentQueries.add, checking: SegmentQueries.isChanged, arguments + moment,
            expecting: "\(name) written, and never added")
        pipeline.add(
            SegmentQueries.hasParts, arguments, expecting: "\(segment.parts) parts of \(name), from 0 on")
    }
    private var moment: StoredArguments { ["moment": now.milliseconds] }
}
