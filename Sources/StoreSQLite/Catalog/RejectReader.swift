internal import Catalog
internal import GRDB
internal import RegistryCore
internal import RegistryStore

/// Reads what is kept of failed uploads, within the caller's transaction.
struct RejectReader: Sendable {
    let lanes: LaneCount
    let caller: Identity

    func rejects(of version: VersionKey, after: String?, limit: Int, _ db: Database) throws -> VersionRejects? {
        let key = version.arguments(in: lanes.lane(of: version.project))
        guard let row = try db.first(RejectQueries.ofVersion, key + Writability.arguments(caller)) else { return nil }
        guard let rejection = try RejectionSummary(row, of: version) else {
            return VersionRejects(rejection: nil, rejects: [], hasMore: false)
        }
        let limit = limit.asLimit
        let rejects = try db.all(RejectQueries.documents, key + ["after": after, "limit": limit + 1])
        return VersionRejects(
            rejection: rejection, rejects: try rejects.prefix(limit).map { try Reject($0) },
            hasMore: rejects.count > limit)
    }

    func rejects(matching search: RejectSearch, _ db: Database) throws -> RejectPage {
        let isOfProject = search.project != nil
        let arguments = Writability.arguments(caller) + search.arguments(in: lanes)
        let counts = try db.first(isOfProject ? RejectQueries.countOfProject : RejectQueries.count, arguments)
        let keys = try db.all(
            isOfProject ? RejectQueries.pageOfProject : RejectQueries.page, arguments + search.pageArguments)
        let found = try keys.prefix(search.limit.asLimit).map { try self.found($0, db) }
        return RejectPage(
            found: found, documents: counts?.number("documents") ?? 0, problems: counts?.number("problems") ?? 0,
            isComplete: (counts?.number("looked") ?? 0) < RejectSearch.window,
            next: keys.count > found.count ? found.last?.position : nil)
    }

    private func found(_ row: Row, _ db: Database) throws -> FoundReject {
        let version = VersionKey(project: try row.project("project"), version: try row.version("version"))
        let key = version.arguments(in: lanes.lane(of: version.project)) + ["path": row.text("path")]
        guard let id = try row.optional("upload", UploadID.init), let reject = try db.first(RejectQueries.document, key)
        else {
            throw DamagedRow("path", row.text("path"))
        }
        return FoundReject(
            upload: UploadKey(version: version, id: id), failedAt: row.moment("failed_at"), reject: try Reject(reject))
    }
}
