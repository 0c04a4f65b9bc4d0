package import Catalog
internal import GRDB
package import RegistryCore
internal import RegistryStore
internal import SearchIndex

/// The questions about the record, each answered at one moment.
package struct SQLiteCatalog: Catalog {
    private let database: SQLiteDatabase
    private let lanes: LaneCount
    /// A quarter of the readers: searches of rejects look at many rows.
    private let gate = SearchGate(width: SQLiteDatabase.readers / 4)

    init(_ database: SQLiteDatabase, lanes: LaneCount) {
        self.database = database
        self.lanes = lanes
    }

    package func facts(of project: ProjectID, version: VersionID?) async throws(CatalogError) -> VersionFacts {
        let facts = FactsReader(lane: lanes.lane(of: project), project: project, version: version)
        return try await glance("read a version's facts") { (db: Database) -> VersionFacts in try facts.read(db) }
    }

    package func version(of project: ProjectID, revision: Revision) async throws(CatalogError) -> VersionKey? {
        let lane = lanes.lane(of: project).number
        return try await glance("find a revision") { (db: Database) -> VersionKey? in
            try db.first(
                VersionQueries.atRevision,
                ["lane": lane, "project": project.description, "revision": revision.number]
            ).map { VersionKey(project: project, version: try $0.version("version")) }
        }
    }

    package func latestVersion(of project: ProjectID) async throws(CatalogError) -> VersionKey? {
        let lane = lanes.lane(of: project).number
        return try await glance("find the latest version") { (db: Database) -> VersionKey? in
            try db.first(VersionQueries.latest, ["lane": lane, "project": project.description])
                .map { VersionKey(project: project, version: try $0.version("version")) }
        }
    }

    package func upload(_ key: UploadKey) async throws(CatalogError) -> UploadRecord? {
        let lane = lanes.lane(of: key.project)
        return try await glance("read an upload") { (db: Database) -> UploadRecord? in
            try db.first(UploadQueries.byKey, key.arguments(in: lane)).map { try UploadRecord($0) }
        }
    }

    package func files(
        of upload: UploadKey, after: ArtifactPath?, limit: Int
    ) async throws(CatalogError) -> [FileRecord] {
        let lane = lanes.lane(of: upload.project)
        return try await read("list files") { (db: Database) -> [FileRecord] in
            try db.all(
                FileQueries.ofUpload,
                upload.arguments(in: lane) + [
                    "upload": upload.id.description, "after": after?.description ?? "", "limit": limit.asLimit,
                ]
            ).map { try FileRecord($0) }
        }
    }

    package func file(_ artifact: ArtifactID, readableBy caller: Identity) async throws(CatalogError) -> FileRecord? {
        let lane = lanes.lane(of: artifact.project).number
        return try await glance("read a file") { (db: Database) -> FileRecord? in
            try db.first(
                FileQueries.ofArtifact,
                Readability.arguments(caller) + [
                    "lane": lane, "project": artifact.project.description, "version": artifact.version.description,
                    "path": artifact.path.description,
                ]
            ).map { try FileRecord($0) }
        }
    }

    package func versions(
        of project: ProjectID, readableBy caller: Identity
    ) async throws(CatalogError) -> [VersionSummary] {
        let lane = lanes.lane(of: project)
        return try await read("list versions") { (db: Database) -> [VersionSummary] in
            try Self.versions(of: project, in: lane, Readability.arguments(caller), db)
        }
    }

    package func projects(
        readableBy caller: Identity, after: ProjectID?, limit: Int
    ) async throws(CatalogError) -> ProjectPage {
        try await read("list projects") { [lanes] (db: Database) -> ProjectPage in
            let reader = Readability.arguments(caller)
            let limit = limit.asLimit
            let names = try db.all(
                ProjectQueries.readable, reader + ["after": after?.description ?? "", "limit": limit + 1]
            ).map { try $0.project("project") }
            let page = try names.prefix(limit).map { project in
                ProjectSummary(
                    project: project,
                    versions: try Self.versions(of: project, in: lanes.lane(of: project), reader, db))
            }
            return ProjectPage(
                projects: page, total: try db.number(ProjectQueries.countReadable, reader),
                hasMore: names.count > limit)
        }
    }

    package func uploads(
        in state: UploadState, before: Timestamp, limit: Int
    ) async throws(CatalogError) -> [UploadRecord] {
        try await read("list uploads by state") { (db: Database) -> [UploadRecord] in
            try db.all(
                UploadQueries.inState,
                ["state": state.rawValue, "before": before.milliseconds, "limit": limit.asLimit]
            ).map { try UploadRecord($0) }
        }
    }

    package func rejects(
        of version: VersionKey, writableBy caller: Identity, after: String?, limit: Int
    ) async throws(CatalogError) -> VersionRejects? {
        let reader = RejectReader(lanes: lanes, caller: caller)
        return try await read("list rejects") { (db: Database) -> VersionRejects? in
            try reader.rejects(of: version, after: after, limit: limit, db)
        }
    }

    package func rejects(
        matching search: RejectSearch, writableBy caller: Identity
    ) async throws(CatalogError) -> RejectPage {
        let reader = RejectReader(lanes: lanes, caller: caller)
        return try await read("search rejects", gate: gate) { (db: Database) -> RejectPage in
            try reader.rejects(matching: search, db)
        }
    }

    package func scroll(_ id: RandomID) async throws(CatalogError) -> ScrollRecord? {
        let lane = lanes.lane(of: id.description).number
        return try await glance("read a scroll") { (db: Database) -> ScrollRecord? in
            try db.first(ScrollQueries.byID, ["lane": lane, "id": id.description]).map { try ScrollRecord($0) }
        }
    }

    package func events(
        in lane: Lane, after position: Int, limit: Int
    ) async throws(CatalogError) -> [(position: Int, event: EventRecord)] {
        try await read("read events") { (db: Database) -> [(position: Int, event: EventRecord)] in
            try db.all(
                EventQueries.after, ["lane": lane.number, "position": position, "limit": limit.asLimit]
            ).map { (position: $0.number("seq"), event: try EventRecord($0)) }
        }
    }

    private static func versions(
        of project: ProjectID, in lane: Lane, _ reader: StoredArguments, _ db: Database
    ) throws -> [VersionSummary] {
        try db.all(
            VersionQueries.readable, reader + ["lane": lane.number, "project": project.description]
        ).map { VersionSummary(version: try $0.version("version"), revision: Revision($0.number("revision"))) }
    }

    private func read<Value: Sendable>(
        _ operation: String, gate: SearchGate? = nil, _ body: @Sendable (Database) throws -> Value
    ) async throws(CatalogError) -> Value {
        do {
            guard let gate else { return try await database.read(body) }
            return try await gate.pass { try await database.read(body) }
        } catch {
            throw .unavailable(operation: operation, cause: error)
        }
    }
    private func glance<Value: Sendable>(
        _ operation: String, _ body: @Sendable (Database) throws -> Value
    ) async throws(CatalogError) -> Value {
        do { return try await database.glance(body) } catch { throw .unavailable(operation: operation, cause: error) }
    }
}
