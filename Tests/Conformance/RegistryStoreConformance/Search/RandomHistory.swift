package import Catalog
package import RegistryCore
internal import RegistryStore
package import SearchIndex

/// What happens to a store, decided once so that it can happen to several stores alike.
package struct RandomHistory: Sendable {
    package enum Step: Sendable {
        case makeProject(String, AccessPolicy?)
        case publish(project: String, version: String, [StagedDocument], at: Timestamp)
        /// Brings an upload to the brink of its publication.
        case prepare(project: String, version: String, [StagedDocument], at: Timestamp)
        case remove(project: String, version: String, to: UploadState)
        case putPolicy(AccessPolicy, project: String, version: String?)
        /// The instance's policy, in every lane.
        case putInstancePolicy(AccessPolicy)
    }

    package static let projects = ["P0", "P1", "p1", "Q-2", "R.3", "Z"]
    package static let versions = ["v1", "v2", "v10", "x"]
    package static let callers: [Identity] = [
        StoreFixture.admin, StoreFixture.anna, StoreFixture.ben, Identity(user: "carl"), .anonymous,
        Identity(user: "dora", groups: ["lab", "team"]),
    ]

    /// Moments at which uploads are sealed: few, so that some are the same.
    package static func moment(_ random: inout RandomSource) -> Timestamp {
        StoreFixture.start + .milliseconds(random.int(in: 0...5))
    }
    package static func policy(_ random: inout RandomSource) -> AccessPolicy {
        AccessPolicy(
            owners: random.some(["anna", "ben", "carl"], 1...2),
            viewers: random.some(["lab", "team", "carl", "dora"], 0...2),
            readAccess: random.pick([.everybody, .everybody, .everybody, .authenticated, .viewers, .owners, .nobody]))
    }

    /// Makes the projects, some with a policy of their own.
    package static func beginning(_ random: inout RandomSource) -> [Step] {
        projects.map { .makeProject($0, random.chance(80) ? policy(&random) : nil) }
    }
    /// - Throws: never, unless the vocabulary holds what is no path.
    package static func step(_ random: inout RandomSource) throws -> Step {
        let (project, version) = (random.pick(projects), random.pick(versions))
        return switch random.int(in: 0...19) {
        case 0...10:
            .publish(
                project: project, version: version, try RandomDocument.some(random.chance(5) ? 0...0 : 2...9, &random),
                at: moment(&random))
        case 11:
            .prepare(
                project: project, version: version, try RandomDocument.some(1...3, &random), at: moment(&random))
        case 12...13: .remove(project: project, version: version, to: random.pick([.deleted, .expired]))
        case 14: .putInstancePolicy(policy(&random))
        default: .putPolicy(policy(&random), project: project, version: random.chance(60) ? version : nil)
        }
    }
}

extension StoreFixture {
    /// Lets a step of a history happen; one that does not fit what there is happens to no store.
    package func apply(_ step: RandomHistory.Step) async throws {
        switch step {
        case .makeProject(let name, let policy): try await makeProject(name, policy: policy)
        case .publish(let project, let name, let documents, let time):
            guard let version = try await free(name, of: project) else { return }
            try await publish(version, documents: documents, at: time)
        case .prepare(let project, let name, let documents, let time):
            guard let version = try await free(name, of: project) else { return }
            _ = try await prepare(version, documents: documents, at: time)
        case .remove(let project, let name, let state):
            let version = try self.version(name, of: ProjectID(parsing: project))
            guard let current = try await store.catalog.facts(of: version.project, version: version.version).current
            else { return }
            try await remove(current.key, to: state)
        case .putPolicy(let policy, let project, nil): try await put(policy, of: ProjectID(parsing: project))
        case .putPolicy(let policy, let project, let name?):
            let version = try self.version(name, of: ProjectID(parsing: project))
            guard try await store.catalog.facts(of: version.project, version: version.version).version != nil else {
                return
            }
            try await put(policy, of: version)
        case .putInstancePolicy(let policy):
            for lane in store.lanes.all { try await put(policy, of: .instance, in: lane, scope: .instance) }
        }
    }

    /// The version, unless an upload of it is active.
    private func free(_ name: String, of project: String) async throws -> VersionKey? {
        let version = try version(name, of: ProjectID(parsing: project))
        let last = try await store.catalog.facts(of: version.project, version: version.version).last
        return last?.state.isActive ?? false ? nil : version
    }
}
