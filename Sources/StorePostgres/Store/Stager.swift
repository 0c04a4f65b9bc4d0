internal import Catalog
internal import PostgresClient
internal import RegistryCore
internal import RegistryStore
internal import SearchIndex

/// Turns the slices of one upload into statements.
struct Stager {
    static let files = "files"
    static let documents = "documents"
    /// About how many bytes go out together, unless one row alone is larger: a connection that others share is busy with
    /// them that long, and memory holds them twice.
    static let batchBytes = 4 << 20

    let lane: Lane
    let upload: UploadKey
    let fence: Int
    let now: Timestamp

    /// One or more transactions: what is staged counts for nothing until a commit counts it.
    ///
    /// Where a slice names a row twice, the last one holds.
    func pipelines(for rows: StagedRows) -> [Pipeline] {
        switch rows {
        case .files(let records):
            var pipeline = Pipeline(lane: lane)
            // The note first: the commit that starts the upload writes it too, and waits for this.
            note(Self.files, fence: 0, in: &pipeline)
            pipeline.add(UploadQueries.isAbsent, upload.arguments(in: lane), expecting: "no upload \(upload)")
            let files = records.lastByPath(\.path)
            pipeline.add(FileQueries.stages, files.map { $0.arguments(of: upload, in: lane) })
            return [pipeline]
        case .seals(let seals):
            let files = seals.lastByPath(\.path)
            return [
                update(
                    files.map { FileRecord(path: $0.path, tag: $0.tag, size: $0.size) }, FileQueries.seal,
                    while: .uploading)
            ]
        case .placements(let records):
            return [update(records.lastByPath(\.path), FileQueries.place, while: .indexing)]
        case .documents(let documents):
            let rows = documents.lastByPath(\.path).map { $0.arguments(of: upload, fence: fence, in: lane) }
            return rows.batches(of: Self.batchBytes).map { rows in
                var pipeline = Pipeline(lane: lane)
                hold(.indexing, in: &pipeline)
                pipeline.add(DocumentQueries.stages, rows)
                note(Self.documents, fence: fence, in: &pipeline)
                return pipeline
            }
        }
    }

    private func update(_ files: [FileRecord], _ text: PostgresText, while state: UploadState) -> Pipeline {
        var pipeline = Pipeline(lane: lane)
        hold(state, in: &pipeline)
        for file in files { pipeline.add(text, file.arguments(of: upload, in: lane)) }
        pipeline.add(
            FileQueries.areDeclared,
            ["upload": upload.id.description, "paths": files.map(\.path.description)],
            expecting: "the files declared in \(upload)")
        return pipeline
    }

    private func note(_ kind: String, fence: Int, in pipeline: inout Pipeline) {
        pipeline.add(
            StagingQueries.note,
            ["upload": upload.id.description, "kind": kind, "fence": fence, "staged_at": now.milliseconds])
    }
    private func hold(_ state: UploadState, in pipeline: inout Pipeline) {
        let arguments = upload.arguments(in: lane) + ["state": state.rawValue, "fence": fence]
        pipeline.add(UploadQueries.hold, arguments)
        pipeline.add(UploadQueries.isHeld, arguments, expecting: "upload \(upload) \(state) at fence \(fence)")
    }
}

extension Array {
    /// The last element of each path, in the order of their first ones.
    fileprivate func lastByPath(_ path: (Element) -> ArtifactPath) -> [Element] {
        var places: [ArtifactPath: Int] = [:]
        var last: [Element] = []
        for element in self {
            if let place = places[path(element)] {
                last[place] = element
            } else {
                places[path(element)] = last.count
                last.append(element)
            }
        }
        return last
    }
}

extension [StoredArguments] {
    /// In their order, as many together as have at most `limit` bytes of text; an empty one when there are none.
    fileprivate func batches(of limit: Int) -> [[StoredArguments]] {
        var batches: [[StoredArguments]] = [[]]
        var bytes = 0
        for row in self {
            let size = row.textBytes
            if bytes + size > limit, batches.last?.isEmpty == false {
                batches.append([])
                bytes = 0
            }
            batches[batches.count - 1].append(row)
            bytes += size
        }
        return batches
    }
}

extension StoredArguments {
    fileprivate var textBytes: Int {
        values.reduce(0) { bytes, element in
            if case .text(let text?) = element.value { bytes + text.utf8.count } else { bytes }
        }
    }
}
