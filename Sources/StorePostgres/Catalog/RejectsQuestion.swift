internal import Catalog
internal import PostgresClient
internal import RegistryCore
internal import RegistryStore

/// What is kept of failed uploads, as statements of one moment and what their answers mean.
struct RejectsQuestion: Sendable {
    let lanes: LaneCount
    let caller: Identity

    func statements(of version: VersionKey, after: String?, limit: Int) -> [PostgresStatement] {
        let key = version.arguments(in: lanes.lane(of: version.project))
        return [
            PostgresStatement(RejectQueries.ofVersion, binding: key + Writability.arguments(caller)),
            PostgresStatement(
                RejectQueries.documents, binding: key + ["after": after?.withoutNUL, "limit": limit.asLimit + 1]),
        ]
    }

    func rejects(of version: VersionKey, limit: Int, _ answers: [PostgresRows]) throws -> VersionRejects? {
        guard let row = answers[0].first else { return nil }
        guard let rejection = try RejectionSummary(row, of: version) else {
            return VersionRejects(rejection: nil, rejects: [], hasMore: false)
        }
        let limit = limit.asLimit
        return VersionRejects(
            rejection: rejection, rejects: try answers[1].prefix(limit).map { try Reject($0) },
            hasMore: answers[1].count > limit)
    }

    func statements(matching search: RejectSearch) -> [PostgresStatement] {
        let isOfProject = search.project != nil
        let arguments = Writability.arguments(caller) + search.arguments(in: lanes)
        return [
            PostgresStatement(
                isOfProject ? RejectQueries.countOfProject : RejectQueries.count, binding: arguments),
            PostgresStatement(
                isOfProject ? RejectQueries.pageOfProject : RejectQueries.page,
                binding: arguments + search.pageArguments),
        ]
    }

    func page(of search: RejectSearch, _ answers: [PostgresRows]) throws -> RejectPage {
        let counts = answers[0].first
        let found = try answers[1].prefix(search.limit.asLimit).map { row in
            let version = VersionKey(project: try row.project("project"), version: try row.version("version"))
            guard let id = try row.optional("upload", UploadID.init) else { throw DamagedRow("upload", "NULL") }
            return FoundReject(
                upload: UploadKey(version: version, id: id), failedAt: row.moment("failed_at"),
                reject: try Reject(row))
        }
        return RejectPage(
            found: found, documents: counts?.number("documents") ?? 0, problems: counts?.number("problems") ?? 0,
            isComplete: (counts?.number("looked") ?? 0) < RejectSearch.window,
            next: answers[1].count > found.count ? found.last?.position : nil)
    }
}
