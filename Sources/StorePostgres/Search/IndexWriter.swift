internal import Catalog
internal import PostgresClient
internal import RegistryCore
internal import RegistryStore
internal import SearchIndex

/// Turns the index's changes of one commit into statements: rows are there already, one column publishes them.
struct IndexWriter {
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
        }
    }
}
