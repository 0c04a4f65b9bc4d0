internal import Catalog
internal import JSONDocument
internal import RegistryCore
internal import RegistryStore
internal import SearchIndex

/// What loading took: processor time is microseconds a document.
struct LoadReport: Codable, Sendable {
    struct Cost: Codable, Sendable {
        /// Of this process.
        var here = 0.0
        /// Of the server's processes.
        var servers = 0.0
    }
    var documents = 0
    var uploads = 0
    /// Of everything.
    var seconds = 0.0
    /// Documents read, staged and published: the store without its index.
    var publishing = Cost()
    /// Terms, segments and merges.
    var indexing = Cost()
    /// Removal of segments that have gone out of use.
    var sweeping = Cost()
    var segments = 0
    /// Of the segments that are in use.
    var indexBytes = 0
}

/// Publishes a corpus, upload by upload, and has each lane's segments kept as the job `index_segments` does.
///
/// That job runs two seconds after a publication. At 1 500 documents a second this is about every
/// ``documentsOfRound``, in all lanes that have changed.
struct CorpusLoad: Sendable {
    let place: SearchPlace
    let corpus: Corpus

    private static let documentsOfRound = 3_000
    /// As many as one indexing job stages at once.
    private static let slice = 200
    /// Uploads under way at a time, and lanes.
    private static let width = 4
    private static let roundsOfSweep = 8
    private static let textFields = ["title", "description"]

    private var store: any RegistryStore { place.store }
    private func lane(_ project: ProjectID) -> Lane { store.lanes.lane(of: project) }

    func run() async throws -> LoadReport {
        let started = ContinuousClock.now
        var report = LoadReport()
        try await insertProjects()
        let documents = try corpus.documents
        var waiting = corpus.uploads[...]
        var round = 0
        while !waiting.isEmpty {
            var batch: [Prepared] = []
            var count = 0
            while count < Self.documentsOfRound, let upload = waiting.popFirst() {
                batch.append(Prepared(upload: upload, lines: try (0..<upload.count).map { _ in try documents.next() }))
                count += upload.count
            }
            try await add(to: &report.publishing) { try await batch.concurrently(Self.width) { try await publish($0) } }
            let lanes = Set(try batch.map { lane(try $0.upload.versionKey.project) }).sorted()
            try await add(to: &report.indexing) { try await lanes.concurrently(Self.width) { try await keep($0) } }
            report.documents += count
            report.uploads += batch.count
            round += 1
            if round.isMultiple(of: Self.roundsOfSweep) { try await add(to: &report.sweeping) { try await sweep() } }
            if round.isMultiple(of: 20) { Output.note("    \(report.documents) documents") }
        }
        try await add(to: &report.indexing) {
            try await store.lanes.all.concurrently(Self.width) { try await keep($0, isResting: true) }
        }
        try await add(to: &report.sweeping) { try await sweep() }
        report.seconds = (ContinuousClock.now - started) / .seconds(1)
        for lane in store.lanes.all {
            let records = try await place.segments.shown(in: lane).segments
            report.segments += records.count
            report.indexBytes += records.reduce(0) { $0 + $1.bytes }
        }
        let count = Double(report.documents)
        for cost in [\LoadReport.publishing, \.indexing, \.sweeping] {
            report[keyPath: cost].here *= 1_000 / count
            report[keyPath: cost].servers *= 1_000 / count
        }
        return report
    }

    private func add(to cost: inout LoadReport.Cost, _ body: () async throws -> Void) async throws {
        let clock = try await place.clock()
        let before = clock.start
        try await body()
        let used = clock.end - before
        cost.here += used.here
        cost.servers += used.servers
    }

    // MARK: The catalogue

    private func insertProjects() async throws {
        let now = Timestamp.current()
        try await corpus.projects.sorted { $0.key < $1.key }.concurrently(Self.width) { name, policy in
            let project = try ProjectID(parsing: name)
            var changes = ChangeSet(lane: lane(project))
            changes.catalog = [
                .insertProject(ProjectRecord(project: project, createdBy: "loader", createdAt: now)),
                try await put(policy, of: .project(project), scope: .project, in: changes.lane),
            ]
            try await store.commit(changes)
        }
    }

    private func put(
        _ number: Int, of owner: PolicyOwner, scope: PolicyScope, in lane: Lane
    ) async throws -> CatalogChange {
        let record = PolicyRecord(
            number: try await store.reserve(.policy(lane)), scope: scope,
            policy: try corpus.policies[number].accessPolicy)
        return .putPolicy(record, of: owner)
    }

    // MARK: Uploads

    private struct Prepared: Sendable {
        let upload: Corpus.Upload
        let lines: [[UInt8]]
    }

    private func publish(_ prepared: Prepared) async throws {
        let version = try prepared.upload.versionKey
        let key = UploadKey(version: version, id: UploadID(RandomID()))
        let sealedAt = prepared.upload.sealedAt
        var record = UploadRecord(
            key: key, state: .indexing, startedBy: "loader", startedAt: sealedAt, completeBefore: sealedAt,
            deadlineJob: nil, fileCount: 0)
        record.fence = 1
        record.isFirstSealed = true
        record.sealedAt = sealedAt
        var changes = ChangeSet(lane: lane(version.project))
        changes.catalog = [.insertVersion(VersionRecord(key: version, last: key.id, createdBy: "loader"))]
        if let policy = prepared.upload.policy {
            changes.catalog.append(try await put(policy, of: .version(version), scope: .version, in: changes.lane))
        }
        changes.catalog += [.insertUpload(record), .allotRevision(key)]
        try await store.commit(changes)

        var rest = prepared.lines[...]
        while !rest.isEmpty {
            let slice = try rest.prefix(Self.slice).map { try staged($0, at: sealedAt) }
            rest = rest.dropFirst(Self.slice)
            try await store.stage(.documents(slice), of: key, fence: 1)
        }

        record.state = .indexed
        record.indexedAt = sealedAt + .seconds(1)
        record.documentCount = prepared.lines.count
        var served = VersionRecord(key: version, current: key.id, last: key.id, createdBy: "loader")
        served.wasSealed = true
        var publication = ChangeSet(lane: changes.lane)
        publication.catalog = [
            .updateUpload(record, expecting: .indexing, fence: 1), .updateVersion(served, expecting: 0),
        ]
        publication.index = [.publish(key, fence: 1, documents: prepared.lines.count)]
        try await store.commit(publication)
    }

    private func staged(_ line: [UInt8], at time: Timestamp) throws -> StagedDocument {
        let document = try JSONValue(parsing: line)
        guard let path = document["path"]?.stringValue, let schema = document["$schema"]?.stringValue else {
            throw SearchLoadError("a document has no path or no schema")
        }
        return StagedDocument(
            path: try ArtifactPath(parsing: path), metapath: try ArtifactPath(parsing: path + ".json"),
            document: document, schema: schema, type: schema.split(separator: "/").first.map(String.init),
            textFields: Self.textFields, fileSize: document["bases"]?.intValue.map { Int64($0) }, uploaded: time,
            metaUploaded: time)
    }

    // MARK: Segments

    func keepAll() async throws {
        try await store.lanes.all.concurrently(Self.width) { try await keep($0, isResting: true) }
        try await sweep()
    }
    /// - Parameter isResting: as in the round of `keep_index` after the last publication.
    private func keep(_ lane: Lane, isResting: Bool = false) async throws {
        let keeper = SegmentKeeper(place.segments, lane: lane, now: { .current() }) { [store] change in
            var changes = ChangeSet(lane: lane)
            changes.index = [change]
            try await store.commit(changes)
        }
        while try await !keeper.step(isResting: isResting).isDone {}
    }

    /// Nothing else runs, so what has gone out of use can go at once.
    private func sweep() async throws {
        let limit = StagedRows.sliceLimit
        while try await place.segments.sweepSegments(before: .current() + .seconds(1), limit: limit) == limit {}
    }
}

extension Collection where Self: Sendable, Element: Sendable {
    /// Does it for every element, at most `width` at a time.
    func concurrently(_ width: Int, _ body: @escaping @Sendable (Element) async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            var started = 0
            for element in self {
                if started >= width { try await group.next() }
                group.addTask { try await body(element) }
                started += 1
            }
            try await group.waitForAll()
        }
    }
}
