package import Catalog
internal import PostgresClient
package import RegistryCore
internal import RegistryStore
internal import SearchIndex

/// The questions about the record, each answered at one moment.
package struct PostgresCatalog: Catalog {
    private let client: PostgresClient
    private let lanes: LaneCount
    /// For searches among rejects: most of the leases answer what is asked by key.
    private let gate: SearchGate

    init(_ client: PostgresClient, lanes: LaneCount) {
        self.client = client
        self.lanes = lanes
        gate = SearchGate(width: client.configuration.leases / 4)
    }

    package func facts(of project: ProjectID, version: VersionID?) async throws(CatalogError) -> VersionFacts {
        let question = FactsQuestion(lane: lanes.lane(of: project), project: project, version: version)
        return try await snapshot(question.statements, "read a version's facts") { try question.facts($0) }
    }

    package func version(of project: ProjectID, revision: Revision) async throws(CatalogError) -> VersionKey? {
        try await first(
            VersionQueries.atRevision,
            project.arguments(in: lanes.lane(of: project)) + ["revision": revision.number], "find a revision"
        ) { VersionKey(project: project, version: try $0.version("version")) }
    }

    package func latestVersion(of project: ProjectID) async throws(CatalogError) -> VersionKey? {
        try await first(
            VersionQueries.latest, project.arguments(in: lanes.lane(of: project)), "find the latest version"
        ) { VersionKey(project: project, version: try $0.version("version")) }
    }

    package func upload(_ key: UploadKey) async throws(CatalogError) -> UploadRecord? {
        try await first(
            UploadQueries.byKey, key.arguments(in: lanes.lane(of: key.project)), "read an upload"
        ) { try UploadRecord($0) }
    }

    package func files(
        of upload: UploadKey, after: ArtifactPath?, limit: Int
    ) async throws(CatalogError) -> [FileRecord] {
        try await all(
            FileQueries.ofUpload,
            upload.arguments(in: lanes.lane(of: upload.project)) + [
                "upload": upload.id.description, "after": after?.description ?? "", "limit": limit.asLimit,
            ], "list files"
        ) { try FileRecord($0) }
    }

    package func file(_ artifact: ArtifactID, readableBy caller: Identity) async throws(CatalogError) -> FileRecord? {
        try await first(
            FileQueries.ofArtifact,
            Readability.arguments(caller) + artifact.arguments(in: lanes.lane(of: artifact.project)), "read a file"
        ) { try FileRecord($0) }
    }

    package func versions(
        of project: ProjectID, readableBy caller: Identity
    ) async throws(CatalogError) -> [VersionSummary] {
        try await all(
            VersionQueries.readable,
            Readability.arguments(caller) + project.arguments(in: lanes.lane(of: project)), "list versions"
        ) { VersionSummary(version: try $0.version("version"), revision: Revision($0.number("revision"))) }
    }

    package func projects(
        readableBy caller: Identity, after: ProjectID?, limit: Int
    ) async throws(CatalogError) -> ProjectPage {
        let reader = Readability.arguments(caller)
        let limit = limit.asLimit
        let page: StoredArguments = ["after": after?.description ?? "", "limit": limit + 1]
        let listing = [
            PostgresStatement(ProjectQueries.readable, binding: reader + page),
            PostgresStatement(ProjectQueries.countReadable, binding: reader),
        ]
        let (names, total) = try await snapshot(listing, "list projects") { rows in
            (try rows[0].map { try $0.project("project") }, rows[1].first?.int(0) ?? 0)
        }
        let shown = Array(names.prefix(limit))
        let statements = shown.map { project in
            PostgresStatement(
                VersionQueries.readable, binding: reader + project.arguments(in: lanes.lane(of: project)))
        }
        let versions =
            statements.isEmpty
            ? []
            : try await snapshot(statements, "list the versions of projects") { answers in
                try answers.map { rows in
                    try rows.map { row in
                        VersionSummary(version: try row.version("version"), revision: Revision(row.number("revision")))
                    }
                }
            }
        // What became unreadable between the two moments is left out.
        let summaries = zip(shown, versions).filter { !$1.isEmpty }.map { ProjectSummary(project: $0, versions: $1) }
        return ProjectPage(projects: summaries, total: total, hasMore: names.count > limit)
    }

    package func uploads(
        in state: UploadState, before: Timestamp, limit: Int
    ) async throws(CatalogError) -> [UploadRecord] {
        try await all(
            UploadQueries.inState,
            ["state": state.rawValue, "before": before.milliseconds, "limit": limit.asLimit], "list uploads by state"
        ) { try UploadRecord($0) }
    }

    package func rejects(
        of version: VersionKey, writableBy caller: Identity, after: String?, limit: Int
    ) async throws(CatalogError) -> VersionRejects? {
        let question = RejectsQuestion(lanes: lanes, caller: caller)
        return try await snapshot(question.statements(of: version, after: after, limit: limit), "list rejects") {
            try question.rejects(of: version, limit: limit, $0)
        }
    }

    package func rejects(
        matching search: RejectSearch, writableBy caller: Identity
    ) async throws(CatalogError) -> RejectPage {
        let question = RejectsQuestion(lanes: lanes, caller: caller)
        return try await snapshot(question.statements(matching: search), "search rejects", gate: gate) {
            try question.page(of: search, $0)
        }
    }

    package func scroll(_ id: RandomID) async throws(CatalogError) -> ScrollRecord? {
        try await first(
            ScrollQueries.byID, ["lane": lanes.lane(of: id.description).number, "id": id.description], "read a scroll"
        ) { try ScrollRecord($0) }
    }

    package func events(
        in lane: Lane, after position: Int, limit: Int
    ) async throws(CatalogError) -> [(position: Int, event: EventRecord)] {
        try await all(
            EventQueries.after, ["lane": lane.number, "position": position, "limit": limit.asLimit], "read events"
        ) { (position: $0.number("seq"), event: try EventRecord($0)) }
    }
}

extension PostgresCatalog {
    private func first<Value>(
        _ text: PostgresText, _ arguments: StoredArguments, _ operation: String,
        _ read: (PostgresRow) throws -> Value
    ) async throws(CatalogError) -> Value? {
        try await all(text, arguments, operation, read).first
    }
    private func all<Value>(
        _ text: PostgresText, _ arguments: StoredArguments, _ operation: String,
        _ read: (PostgresRow) throws -> Value
    ) async throws(CatalogError) -> [Value] {
        do {
            return try await client.read(PostgresStatement(text, binding: arguments)).map(read)
        } catch {
            throw .unavailable(operation: operation, cause: error.asCause)
        }
    }
    private func snapshot<Value>(
        _ statements: [PostgresStatement], _ operation: String, gate: SearchGate? = nil,
        _ read: ([PostgresRows]) throws -> Value
    ) async throws(CatalogError) -> Value {
        do {
            guard let gate else { return try read(try await client.snapshot(statements)) }
            return try read(try await gate.pass { try await client.snapshot(statements) })
        } catch {
            throw .unavailable(operation: operation, cause: error.asCause)
        }
    }
}
