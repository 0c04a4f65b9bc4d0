internal import Catalog
internal import PostgresClient
internal import RegistryCore
internal import RegistryStore

/// The facts of a version, or of a project alone, as statements of one moment and what their answers mean.
struct FactsQuestion: Sendable {
    let lane: Lane
    let project: ProjectID
    let version: VersionID?

    var statements: [PostgresStatement] {
        let ofProject = project.arguments(in: lane)
        let statements = [
            PostgresStatement(PolicyQueries.byNumber, binding: ["lane": lane.number, "policy": 0]),
            PostgresStatement(ProjectQueries.byKey, binding: ofProject),
            PostgresStatement(ProjectQueries.policy, binding: ofProject),
        ]
        guard let version else { return statements }
        let ofVersion = VersionKey(project: project, version: version).arguments(in: lane)
        return statements
            + [VersionQueries.byKey, VersionQueries.policy, UploadQueries.current, UploadQueries.last].map {
                PostgresStatement($0, binding: ofVersion)
            }
    }

    func facts(_ answers: [PostgresRows]) throws -> VersionFacts {
        var facts = VersionFacts(instancePolicy: try answers[0].first.map { try PolicyRecord($0) })
        facts.project = try answers[1].first.map { try ProjectRecord($0) }
        facts.projectPolicy = try answers[2].first.map { try PolicyRecord($0) }
        if version == nil { return facts }
        facts.version = try answers[3].first.map { try VersionRecord($0) }
        facts.versionPolicy = try answers[4].first.map { try PolicyRecord($0) }
        facts.current = try answers[5].first.map { try UploadRecord($0) }
        facts.last = try answers[6].first.map { try UploadRecord($0) }
        return facts
    }
}
