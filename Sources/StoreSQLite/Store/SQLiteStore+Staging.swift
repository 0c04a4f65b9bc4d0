package import Catalog
internal import GRDB
package import RegistryCore
package import RegistryStore
internal import SearchIndex

extension SQLiteStore {
    package func stage(_ rows: StagedRows, of upload: UploadKey, fence: Int) async throws(StoreError) {
        let stager = Stager(lane: lanes.lane(of: upload.project), upload: upload, fence: fence, now: now())
        try await write(.normal, "stage rows") { (db: Database) -> Void in try stager.stage(rows, in: db) }
    }

    package func unstage(_ upload: UploadKey, limit: Int) async throws(StoreError) -> Int {
        let lane = lanes.lane(of: upload.project)
        return try await write(.normal, "unstage rows") { (db: Database) -> Int in
            let rows: StoredArguments = ["lane": lane.number, "upload": upload.id.description]
            guard try db.number(StagingQueries.isNeeded, rows) == 0 else {
                throw StoreError.conflict(expected: "upload \(upload) to show nothing")
            }
            let limit = limit.asLimit
            let files = try db.change(FileQueries.remove, rows + ["limit": limit])
            let documents = try db.change(DocumentQueries.remove, rows + ["limit": limit - files])
            if documents == 0, files < limit { try db.change(StagingQueries.forgetAll, rows) }
            return files + documents
        }
    }

    package func sweep(before moment: Timestamp, limit: Int) async throws(StoreError) -> Int {
        let removed = try await sweepRows(before: moment, limit: limit)
        return removed < limit ? removed + (try await sweepLog(limit: limit - removed)) : removed
    }

    /// Removes what is no more worth following of each lane's log, whole generations from the oldest on.
    private func sweepLog(limit: Int) async throws(StoreError) -> Int {
        let before = (now() - IndexTouches.keptFor).milliseconds
        var removed = 0
        for lane in lanes.all where removed < limit {
            let log: StoredArguments = [
                "lane": lane.number, "before": before, "kept": IndexTouches.keptRows,
                "limit": (limit - removed).asLimit,
            ]
            removed += try await write(.normal, "sweep the log of a lane") { (db: Database) -> Int in
                try db.change(IndexLogQueries.remove, log + ["gen": db.number(IndexLogQueries.overdue, log)])
            }
        }
        return removed
    }

    private func sweepRows(before moment: Timestamp, limit: Int) async throws(StoreError) -> Int {
        try await write(.normal, "sweep what nobody will use") { (db: Database) -> Int in
            let limit = limit.asLimit
            let orphans = try db.all(
                StagingQueries.orphans, ["before": moment.milliseconds, "limit": limit])
            var removed = 0
            for orphan in orphans where removed < limit {
                let note: StoredArguments = [
                    "lane": orphan.number("lane"), "upload": orphan.text("upload"), "kind": orphan.text("kind"),
                    "fence": orphan.number("fence"),
                ]
                let areFiles = orphan.text("kind") == Stager.files
                let remove = areFiles ? FileQueries.remove : DocumentQueries.removeUnderFence
                let count = try db.change(remove, note + ["limit": limit - removed])
                removed += count
                // Documents go a few at a time: the note stays until a sweep finds none.
                if areFiles ? removed < limit : count == 0 { try db.change(StagingQueries.forget, note) }
            }
            guard removed < limit else { return removed }
            return removed
                + (try db.change(
                    ScrollQueries.removeExpired, ["before": moment.milliseconds, "limit": limit - removed]))
        }
    }
}

/// Writes the slices of one upload within a transaction.
private struct Stager {
    static let files = "files"
    static let documents = "documents"

    let lane: Lane
    let upload: UploadKey
    let fence: Int
    let now: Timestamp

    func stage(_ rows: StagedRows, in db: Database) throws {
        let row = try db.first(UploadQueries.state, upload.arguments(in: lane))
        switch rows {
        case .files(let records):
            guard row == nil else { throw StoreError.conflict(expected: "no upload \(upload)") }
            for record in records { try db.change(FileQueries.stage, record.arguments(of: upload, in: lane)) }
            try note(Self.files, fence: 0, in: db)
        case .seals(let seals):
            try expect(.uploading, row)
            for seal in seals {
                try declared(
                    seal.path, FileQueries.seal,
                    FileRecord(path: seal.path, tag: seal.tag, size: seal.size).arguments(of: upload, in: lane), db)
            }
        case .placements(let records):
            try expect(.indexing, row)
            for record in records {
                try declared(record.path, FileQueries.place, record.arguments(of: upload, in: lane), db)
            }
        case .documents(let documents):
            try expect(.indexing, row)
            for document in documents {
                try db.change(
                    DocumentQueries.stage, document.arguments(of: upload, fence: fence, in: lane))
            }
            try note(Self.documents, fence: fence, in: db)
        }
    }

    private func note(_ kind: String, fence: Int, in db: Database) throws {
        try db.change(
            StagingQueries.note,
            [
                "lane": lane.number, "upload": upload.id.description, "kind": kind, "fence": fence,
                "staged_at": now.milliseconds,
            ])
    }
    private func expect(_ state: UploadState, _ row: Row?) throws {
        guard let row, row.text("state") == state.rawValue, row.number("fence") == fence else {
            throw StoreError.conflict(expected: "upload \(upload) \(state) at fence \(fence)")
        }
    }
    private func declared(
        _ path: ArtifactPath, _ sql: String, _ arguments: StoredArguments, _ db: Database
    ) throws {
        guard try db.change(sql, arguments) == 1 else {
            throw StoreError.conflict(expected: "file \(path) declared in \(upload)")
        }
    }
}
