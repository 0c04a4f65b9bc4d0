internal import Catalog
internal import PostgresClient
package import RegistryCore
internal import RegistryStore
package import SearchIndex

/// The rows of the chunked engine in PostgreSQL.
///
/// Generations and what a lane shows come from the primary, at one moment each. What never changes may come from a
/// replica, which either has it or has not: what it lacks the primary is asked for.
package struct PostgresSegmentStore: SegmentStore {
    /// About how many bytes of parts go out together: memory holds them twice.
    private static let sliceBytes = 4 << 20
    /// How many parts one removal takes: other commits of the lane are not held up by it.
    private static let sliceParts = 64
    /// Of documents that are read at once, unless one alone is larger.
    private static let documentBytes = 8 << 20
    /// Bytes of a document that is read with its size.
    private static let smallDocument = 64 << 10

    package let lanes: LaneCount
    private let client: PostgresClient
    private let replica: ReplicaReads

    init(_ client: PostgresClient, replica: PostgresClient?, lanes: LaneCount) {
        self.client = client
        self.replica = ReplicaReads(replica)
        self.lanes = lanes
    }

    package func document(
        _ artifact: ArtifactID, readableBy caller: Identity
    ) async throws -> ArtifactDocument? {
        let arguments = Readability.arguments(caller) + artifact.arguments(in: lanes.lane(of: artifact.project))
        return try await reading("read a document") {
            try await client.read(PostgresStatement(DocumentQueries.byArtifact, binding: arguments)).first
                .map { try ArtifactDocument($0) }
        }
    }

    package func documentCount() async throws -> Int {
        try await reading("count documents") {
            let statement = PostgresStatement(DocumentQueries.count, binding: Readability.arguments(.system))
            return try await client.read(statement).first?.int("count") ?? 0
        }
    }

    package func generations(in lane: Lane?) async throws -> [Lane: Int] {
        let question =
            lane.map { PostgresStatement(HeadQueries.ofLane, binding: ["lane": $0.number]) }
            ?? PostgresStatement(HeadQueries.all)
        return try await reading("read generations") {
            try await client.read(question).reduce(into: [:]) { generations, row in
                generations[Lane(row.number("lane"))] = row.number("index_gen")
            }
        }
    }

    package func shown(in lane: Lane) async throws -> ShownLane {
        try await reading("read what is shown") {
            let answers = try await client.snapshot(
                [HeadQueries.ofLane, ShownQueries.segments, ShownQueries.uploads, ShownQueries.policies].map {
                    PostgresStatement($0, binding: ["lane": lane.number])
                })
            var reader = ShownUploadReader()
            var uploads: [ShownUpload] = []
            uploads.reserveCapacity(answers[2].count)
            for row in answers[2] {
                if let upload = try reader.upload(row, of: reader.version(row)) { uploads.append(upload) }
            }
            var policies: [PolicyNumber: PolicyRecord] = [:]
            for row in answers[3] {
                let policy = try PolicyRecord(row)
                policies[policy.number] = policy
            }
            return ShownLane(
                generation: answers[0].first?.number("index_gen") ?? 0,
                segments: answers[1].map { SegmentRecord($0) }, uploads: uploads, policies: policies)
        }
    }

    package func changes(in lane: Lane, after generation: Int) async throws -> ShownChanges? {
        let arguments: StoredArguments = [
            "lane": lane.number, "after": generation, "limit": IndexTouches.followedRows + 1,
        ]
        let questions = [
            HeadQueries.ofLane, ShownQueries.segments, IndexLogQueries.after, ShownQueries.touchedProjects,
            ShownQueries.touchedVersions, ShownQueries.touchedPolicies,
        ]
        return try await reading("read what has changed") {
            let answers = try await client.snapshot(questions.map { PostgresStatement($0, binding: arguments) })
            guard
                var reader = try ShownChangesReader(
                    since: generation, generation: answers[0].first?.number("index_gen") ?? 0, segments: answers[1],
                    log: answers[2])
            else { return nil }
            try reader.add(uploads: answers[3])
            try reader.add(uploads: answers[4])
            try reader.add(policies: answers[5])
            return reader.changes
        }
    }

    package func parts(_ keys: [SegmentPartKey]) async throws -> [SegmentPartKey: [UInt8]] {
        try await reading("read segments") {
            try await found(keys) { keys, client in
                let byLane = Dictionary(grouping: Set(keys), by: \.lane).sorted { $0.key < $1.key }
                let answers = try await client.snapshot(
                    byLane.map { lane, keys in
                        PostgresStatement(
                            SegmentQueries.parts,
                            binding: [
                                "lane": lane.number, "segments": keys.map { Int($0.segment.rawValue) },
                                "parts": keys.map(\.part),
                            ])
                    })
                var parts: [SegmentPartKey: [UInt8]] = [:]
                for ((lane, _), rows) in zip(byLane, answers) {
                    for row in rows {
                        let segment = SegmentID(rawValue: row.storedNumber("segment") ?? 0)
                        parts[SegmentPartKey(lane: lane, segment: segment, part: row.number("part"))] =
                            row.bytes("data")
                    }
                }
                return parts
            }
        }
    }

    package func documents(
        of upload: ShownUpload, after path: ArtifactPath?, limit: Int
    ) async throws -> [ArtifactDocument] {
        let page: StoredArguments = [
            "after": path?.description ?? "", "limit": min(max(limit, 1), 500), "bytes": Self.documentBytes,
        ]
        return try await reading("read the documents of an upload") {
            // On a lease: a few megabytes would hold up what shares a connection.
            try await client.snapshot([
                PostgresStatement(SegmentQueries.documents, binding: upload.arguments(in: lanes) + page)
            ])[0].map { try ArtifactDocument($0, of: upload) }
        }
    }

    package func documents(_ keys: [ShownDocumentKey], upTo bytes: Int) async throws -> [ArtifactDocument?] {
        let found = try await reading("read documents") { try await documents(keys, smallerThan: Self.smallDocument) }
        var room = bytes
        var wanted: [ShownDocumentKey] = []
        for key in keys {
            room -= found[key]?.bytes ?? 0
            if room < 0, !wanted.isEmpty { break }
            wanted.append(key)
        }
        let large = wanted.filter { found[$0].map { $0.document == nil } ?? false }
        if large.isEmpty { return wanted.map { found[$0]?.document } }
        let whole = try await reading("read documents") { try await documents(large, smallerThan: .max) }
        return wanted.map { found[$0]?.document ?? whole[$0]?.document }
    }

    /// - Parameter limit: bytes of a document from which on it comes without its text.
    private func documents(
        _ keys: [ShownDocumentKey], smallerThan limit: Int
    ) async throws -> [ShownDocumentKey: (bytes: Int, document: ArtifactDocument?)] {
        try await found(keys) { keys, client in
            let byLane = Dictionary(grouping: Set(keys), by: { lanes.lane(of: $0.upload.key.project) })
                .sorted { $0.key < $1.key }
            let answers = try await client.snapshot(
                byLane.map { lane, keys in
                    PostgresStatement(
                        SegmentQueries.byKey,
                        binding: [
                            "lane": lane.number, "uploads": keys.map(\.upload.key.id.description),
                            "fences": keys.map(\.upload.fence), "paths": keys.map(\.path.description),
                            "places": Array(keys.indices), "bytes": limit,
                        ])
                })
            var documents: [ShownDocumentKey: (bytes: Int, document: ArtifactDocument?)] = [:]
            for ((_, keys), rows) in zip(byLane, answers) {
                for row in rows {
                    let key = keys[row.number("place")]
                    let isWhole = row.optionalText("document") != nil
                    documents[key] = (
                        row.number("bytes"), isWhole ? try ArtifactDocument(row, of: key.upload) : nil
                    )
                }
            }
            return documents
        }
    }

    /// Asks the replica, and for what it lacks the primary.
    private func found<Key: Hashable & Sendable, Value: Sendable>(
        _ keys: [Key], _ ask: ([Key], PostgresClient) async throws -> [Key: Value]
    ) async throws -> [Key: Value] {
        if keys.isEmpty { return [:] }
        var found = try await replica.ask { client in try await ask(keys, client) } ?? [:]
        let missing = keys.filter { found[$0] == nil }
        if !missing.isEmpty { found.merge(try await ask(missing, client)) { former, _ in former } }
        return found
    }

    private func reading<Value: Sendable>(
        _ operation: String, _ read: () async throws -> Value
    ) async throws -> Value {
        do {
            return try await read()
        } catch {
            if error.asCause is CancellationError { throw CancellationError() }
            throw StoreError(error, during: operation)
        }
    }
}

// MARK: - Writing

extension PostgresSegmentStore {
    package func write(
        _ parts: [Int: [UInt8]], of segment: SegmentID, in lane: Lane, at moment: Timestamp
    ) async throws {
        let key = segment.arguments(in: lane)
        for slice in parts.slices(of: Self.sliceBytes) {
            var pipeline = Pipeline(lane: lane)
            pipeline.add(SegmentQueries.note, key + ["written_at": moment.milliseconds])
            pipeline.add(
                SegmentQueries.isOpen, key, expecting: "segment \(segment.rawValue) of lane \(lane) never added")
            pipeline.add(SegmentQueries.puts, slice.map { key + ["part": $0.number, "data": $0.data] })
            try await client.write(pipeline, "write a segment")
        }
    }

    package func sweepSegments(before moment: Timestamp, limit: Int) async throws -> Int {
        let limit = limit.asLimit
        let before: StoredArguments = ["before": moment.milliseconds]
        let unused = try await reading("find segments that nobody reads") {
            try await client.read(PostgresStatement(SegmentQueries.unused, binding: before + ["limit": limit]))
        }
        var removed = 0
        for row in unused {
            let segment = before + ["segment": row.number("segment")]
            var isEmpty = false
            while !isEmpty, removed < limit {
                let slice = min(limit - removed, Self.sliceParts)
                var pipeline = Pipeline(lane: Lane(row.number("lane")))
                pipeline.add(SegmentQueries.giveUp, segment)
                pipeline.add(SegmentQueries.removeParts, segment + ["limit": slice])
                pipeline.add(SegmentQueries.forget, segment)
                let gone = try await client.write(pipeline, "sweep segments")[1].affected
                removed += gone
                isEmpty = gone < slice
            }
        }
        return removed
    }
}
