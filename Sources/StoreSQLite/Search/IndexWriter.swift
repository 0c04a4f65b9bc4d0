internal import Catalog
internal import GRDB
internal import RegistryCore
internal import RegistryStore
internal import SearchIndex

/// Applies the index's changes of one commit within its transaction: rows are there already, one column publishes them.
struct IndexWriter {
    let db: Database
    let lane: Lane

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
        }
    }
}
