internal import Catalog
internal import GRDB
package import RegistryCore
internal import RegistryStore
package import SearchIndex

/// The rows of the chunked engine in SQLite; every read is of one moment.
package struct SQLiteSegmentStore: SegmentStore {
    /// About how many bytes of parts one write takes, and how many parts a removal: the writer is held for milliseconds.
    private static let sliceBytes = 1 << 20
    private static let sliceParts = 64
    /// Of documents that are read at once, unless one alone is larger.
    private static let documentBytes = 8 << 20

    package let lanes: LaneCount
    private let database: SQLiteDatabase

    init(_ database: SQLiteDatabase, lanes: LaneCount) {
        self.database = database
        self.lanes = lanes
    }

    package func document(
        _ artifact: ArtifactID, readableBy caller: Identity
    ) async throws -> ArtifactDocument? {
        let arguments = Readability.arguments(caller) + artifact.arguments(in: lanes.lane(of: artifact.project))
        return try await read("read a document", isGlance: true) { (db: Database) -> ArtifactDocument? in
            try db.first(DocumentQueries.byArtifact, arguments).map { try ArtifactDocument($0) }
        }
    }

    package func documentCount() async throws -> Int {
        try await read("count documents") { (db: Database) -> Int in
            try db.number(DocumentQueries.count, Readability.arguments(.system))
        }
    }

    package func generations(in lane: Lane?) async throws -> [Lane: Int] {
        // Every search begins with this.
        try await read("read generations", isGlance: true) { (db: Database) -> [Lane: Int] in
            guard let lane else {
                return try db.all(IndexLogQueries.generations, [:]).reduce(into: [:]) { generations, row in
                    generations[Lane(row.number("lane"))] = row.number("index_gen")
                }
            }
            return [lane: try db.number(IndexLogQueries.generation, ["lane": lane.number])]
        }
    }

    package func shown(in lane: Lane) async throws -> ShownLane {
        try await read("read what is shown") { (db: Database) -> ShownLane in
            let arguments: StoredArguments = ["lane": lane.number]
            var reader = ShownUploadReader()
            var uploads: [ShownUpload] = []
            let rows = try db.cursor(ShownQueries.uploads, arguments)
            while let row = try rows.next() {
                if let upload = try reader.upload(row, of: reader.version(row)) { uploads.append(upload) }
            }
            var policies: [PolicyNumber: PolicyRecord] = [:]
            let held = try db.cursor(ShownQueries.policies, arguments)
            while let row = try held.next() {
                let policy = try PolicyRecord(row)
                policies[policy.number] = policy
            }
            return ShownLane(
                generation: try db.number(IndexLogQueries.generation, arguments),
                segments: try db.all(ShownQueries.segments, arguments).map { SegmentRecord($0) }, uploads: uploads,
                policies: policies)
        }
    }

    package func changes(in lane: Lane, after generation: Int) async throws -> ShownChanges? {
        try await read("read what has changed") { (db: Database) -> ShownChanges? in
            let arguments: StoredArguments = [
                "lane": lane.number, "after": generation, "limit": IndexTouches.followedRows + 1,
            ]
            guard
                var reader = try ShownChangesReader(
                    since: generation, generation: try db.number(IndexLogQueries.generation, arguments),
                    segments: try db.all(ShownQueries.segments, arguments),
                    log: try db.all(IndexLogQueries.after, arguments))
            else { return nil }
            try reader.add(uploads: try db.all(ShownQueries.touchedProjects, arguments))
            try reader.add(uploads: try db.all(ShownQueries.touchedVersions, arguments))
            try reader.add(policies: try db.all(ShownQueries.touchedPolicies, arguments))
            return reader.changes
        }
    }

    package func parts(_ keys: [SegmentPartKey]) async throws -> [SegmentPartKey: [UInt8]] {
        if keys.isEmpty { return [:] }
        return try await read("read segments") { (db: Database) -> [SegmentPartKey: [UInt8]] in
            var parts: [SegmentPartKey: [UInt8]] = [:]
            for key in keys where parts[key] == nil {
                parts[key] = try db.first(
                    SegmentQueries.part, key.segment.arguments(in: key.lane) + ["part": key.part]
                )?.bytes("data")
            }
            return parts
        }
    }

    package func documents(
        of upload: ShownUpload, after path: ArtifactPath?, limit: Int
    ) async throws -> [ArtifactDocument] {
        let arguments =
            upload.arguments(in: lanes) + ["after": path?.description ?? "", "limit": min(max(limit, 1), 500)]
        return try await read("read the documents of an upload") { (db: Database) -> [ArtifactDocument] in
            var documents: [ArtifactDocument] = []
            var bytes = 0
            let rows = try db.cursor(SegmentQueries.documents, arguments)
            while let row = try rows.next() {
                bytes += row.text("document").utf8.count
                if bytes > Self.documentBytes, !documents.isEmpty { break }
                documents.append(try ArtifactDocument(row, of: upload))
            }
            return documents
        }
    }

    package func documents(_ keys: [ShownDocumentKey], upTo bytes: Int) async throws -> [ArtifactDocument?] {
        if keys.isEmpty { return [] }
        return try await read("read documents") { [lanes] (db: Database) -> [ArtifactDocument?] in
            var documents: [ArtifactDocument?] = []
            var room = bytes
            for key in keys {
                let row = try db.first(
                    SegmentQueries.document, key.upload.arguments(in: lanes) + ["path": key.path.description])
                room -= row?.text("document").utf8.count ?? 0
                if room < 0, !documents.isEmpty { break }
                documents.append(try row.map { try ArtifactDocument($0, of: key.upload) })
            }
            return documents
        }
    }
}

// MARK: - Writing

extension SQLiteSegmentStore {
    package func write(
        _ parts: [Int: [UInt8]], of segment: SegmentID, in lane: Lane, at moment: Timestamp
    ) async throws {
        let key = segment.arguments(in: lane)
        for slice in parts.slices(of: Self.sliceBytes) {
            try await write("write a segment") { (db: Database) -> Void in
                guard try db.change(SegmentQueries.note, key + ["written_at": moment.milliseconds]) == 1 else {
                    throw StoreError.conflict(expected: "segment \(segment.rawValue) of lane \(lane) never added")
                }
                for (number, data) in slice {
                    try db.change(SegmentQueries.put, key + ["part": number, "data": data])
                }
            }
        }
    }

    package func sweepSegments(before moment: Timestamp, limit: Int) async throws -> Int {
        let limit = limit.asLimit
        let before: StoredArguments = ["before": moment.milliseconds]
        let unused = try await read("find segments that nobody reads") { (db: Database) -> [StoredArguments] in
            try db.all(SegmentQueries.unused, before + ["limit": limit]).map { row in
                ["lane": row.number("lane"), "segment": row.number("segment")]
            }
        }
        var removed = 0
        for segment in unused {
            var isEmpty = false
            while !isEmpty, removed < limit {
                let slice = min(limit - removed, Self.sliceParts)
                let gone = try await write("sweep segments") { (db: Database) -> Int in
                    guard try db.change(SegmentQueries.giveUp, segment + before) == 1 else { return 0 }
                    let gone = try db.change(SegmentQueries.removeParts, segment + ["limit": slice])
                    if gone < slice { try db.change(SegmentQueries.forget, segment) }
                    return gone
                }
                removed += gone
                isEmpty = gone < slice
            }
        }
        return removed
    }

    private func write<Value: Sendable>(
        _ operation: String, _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws -> Value {
        // What a power cut takes back of parts, a commit that follows it does not find.
        do { return try await database.write(.normal, body) } catch { throw StoreError(error, during: operation) }
    }
    private func read<Value: Sendable>(
        _ operation: String, isGlance: Bool = false, _ body: @Sendable (Database) throws -> Value
    ) async throws -> Value {
        do {
            return try await isGlance ? database.glance(body) : database.read(body)
        } catch {
            if error is CancellationError { throw error }
            throw StoreError(error, during: operation)
        }
    }
}
