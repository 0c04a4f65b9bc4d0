package import Catalog
internal import PostgresClient
package import RegistryCore
package import RegistryStore

extension PostgresStore {
    package func stage(_ rows: StagedRows, of upload: UploadKey, fence: Int) async throws(StoreError) {
        let stager = Stager(lane: lanes.lane(of: upload.project), upload: upload, fence: fence, now: now())
        for pipeline in stager.pipelines(for: rows) { try await write(pipeline, "stage rows") }
    }

    package func unstage(_ upload: UploadKey, limit: Int) async throws(StoreError) -> Int {
        let limit = limit.asLimit
        let files = try await remove(FileQueries.remove, of: upload, limit: limit)
        guard files < limit else { return files }
        let documents = try await remove(DocumentQueries.remove, of: upload, limit: limit - files)
        if documents == 0 { _ = try await remove(StagingQueries.forgetAll, of: upload, limit: limit) }
        return files + documents
    }

    private func remove(
        _ text: PostgresText, of upload: UploadKey, limit: Int
    ) async throws(StoreError) -> Int {
        let rows: StoredArguments = ["upload": upload.id.description, "limit": limit]
        var pipeline = Pipeline(lane: lanes.lane(of: upload.project))
        pipeline.add(StagingQueries.holdUpload, rows)
        pipeline.add(StagingQueries.isNotNeeded, rows, expecting: "upload \(upload) to show nothing")
        pipeline.add(text, rows)
        return try await write(pipeline, "unstage rows")[2].affected
    }

    package func sweep(before moment: Timestamp, limit: Int) async throws(StoreError) -> Int {
        let limit = limit.asLimit
        let orphans = try await rows(
            StagingQueries.orphans, ["before": moment.milliseconds, "limit": limit], "find orphans")
        var removed = 0
        for orphan in orphans where removed < limit {
            removed += try await sweep(orphan, before: moment, limit: limit - removed)
        }
        if removed < limit { removed += try await sweepScrolls(before: moment, limit: limit - removed) }
        if removed < limit { removed += try await sweepLogs(limit: limit - removed) }
        return removed
    }

    /// Removes what is no more worth following of each lane's log, whole generations from the oldest on.
    private func sweepLogs(limit: Int) async throws(StoreError) -> Int {
        let overdue = try await rows(
            IndexLogQueries.overdue,
            ["before": (now() - IndexTouches.keptFor).milliseconds, "kept": IndexTouches.keptRows, "limit": limit],
            "find what is old in the logs of lanes")
        var removed = 0
        for log in overdue where removed < limit {
            var pipeline = Pipeline(lane: Lane(log.number("lane")))
            pipeline.add(IndexLogQueries.remove, ["gen": log.number("gen")])
            removed += try await write(pipeline, "sweep the log of a lane")[0].affected
        }
        return removed
    }

    private func sweep(
        _ orphan: PostgresRow, before moment: Timestamp, limit: Int
    ) async throws(StoreError) -> Int {
        let note: StoredArguments = [
            "upload": orphan.text("upload"), "kind": orphan.text("kind"), "fence": orphan.number("fence"),
            "before": moment.milliseconds, "limit": limit,
        ]
        let areFiles = orphan.text("kind") == Stager.files
        var pipeline = Pipeline(lane: Lane(orphan.number("lane")))
        pipeline.add(StagingQueries.hold, note)
        pipeline.add(StagingQueries.isHeld, note, expecting: "an orphan")
        pipeline.add(areFiles ? FileQueries.remove : DocumentQueries.removeUnderFence, note)
        // Documents go a few at a time: the note stays until none is left.
        pipeline.add(areFiles ? StagingQueries.forgetFiles : StagingQueries.forgetDocuments, note)
        do throws(StoreError) {
            return try await write(pipeline, "sweep what nobody will use")[2].affected
        } catch {
            guard case .conflict = error else { throw error }
            return 0  // its upload has been started meanwhile, or is about to be
        }
    }

    private func sweepScrolls(before moment: Timestamp, limit: Int) async throws(StoreError) -> Int {
        let expired = try await rows(
            ScrollQueries.expired, ["before": moment.milliseconds, "limit": limit], "find expired scrolls")
        var removed = 0
        for (lane, ids) in expired.idsByLane() {
            var pipeline = Pipeline(lane: lane)
            pipeline.add(ScrollQueries.removeExpired, ["ids": ids, "before": moment.milliseconds])
            removed += try await write(pipeline, "remove expired scrolls")[0].affected
        }
        return removed
    }

    private func rows(
        _ text: PostgresText, _ arguments: StoredArguments, _ operation: String
    ) async throws(StoreError) -> PostgresRows {
        do throws(PostgresError) {
            return try await client.read(PostgresStatement(text, binding: arguments))
        } catch {
            throw StoreError(error, during: operation)
        }
    }
}

extension Collection<PostgresRow> {
    /// The `id` of each row under its `lane`, in ascending order of lanes.
    func idsByLane() -> [(lane: Lane, ids: [String])] {
        var ids: [Int: [String]] = [:]
        for row in self { ids[row.number("lane"), default: []].append(row.text("id")) }
        return ids.sorted { $0.key < $1.key }.map { (Lane($0.key), $0.value) }
    }
}
