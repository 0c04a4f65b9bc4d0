internal import Catalog
internal import GRDB
internal import RegistryCore
internal import RegistryStore

/// Reads the facts of a version, or of a project alone, within the caller's transaction.
struct FactsReader: Sendable {
    let lane: Lane
    let project: ProjectID
    let version: VersionID?

    func read(_ db: Database) throws -> VersionFacts {
        var facts = VersionFacts(instancePolicy: try policy(0, db))
        facts.project = try db.first(ProjectQueries.byKey, project.arguments(in: lane)).map { try ProjectRecord($0) }
        facts.projectPolicy = try policy(facts.project?.policy, db)
        guard let version else { return facts }

        let key = VersionKey(project: project, version: version)
        facts.version = try db.first(VersionQueries.byKey, key.arguments(in: lane)).map { try VersionRecord($0) }
        facts.versionPolicy = try policy(facts.version?.policy, db)
        facts.current = try upload(facts.version?.current, of: key, db)
        facts.last =
            facts.version?.last == facts.version?.current
            ? facts.current : try upload(facts.version?.last, of: key, db)
        return facts
    }

    private func policy(_ number: PolicyNumber?, _ db: Database) throws -> PolicyRecord? {
        guard let number else { return nil }
        return try db.first(PolicyQueries.byNumber, ["lane": lane.number, "policy": number]).map {
            try PolicyRecord($0)
        }
    }
    private func upload(_ id: UploadID?, of version: VersionKey, _ db: Database) throws -> UploadRecord? {
        guard let id else { return nil }
        return try db.first(
            UploadQueries.byKey, UploadKey(version: version, id: id).arguments(in: lane)
        ).map { try UploadRecord($0) }
    }
}
