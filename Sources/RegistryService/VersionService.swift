package import Catalog
internal import JobQueue
package import RegistryCore
internal import RegistryStore

/// Resolves, lists and deletes versions, and lists projects.
package struct VersionService: Sendable {
    let registry: Registry

    package init(registry: Registry) { self.registry = registry }

    /// Turns an alias into the version that it stands for now; nil when there is none. Says nothing about who may read it.
    func resolve(_ reference: VersionReference, of project: ProjectID) async throws -> VersionKey? {
        switch reference {
        case .version(let version): VersionKey(project: project, version: version)
        case .revision(let revision): try await registry.store.catalog.version(of: project, revision: revision)
        case .latest: try await registry.store.catalog.latestVersion(of: project)
        }
    }

    /// The versions of a project that the caller may read, in ascending order of revision.
    ///
    /// - Throws: `.notFound` when there are none, whether the project exists or not.
    package func list(_ project: ProjectID, for caller: Identity) async throws -> [VersionSummary] {
        let versions = try await registry.store.catalog.versions(of: project, readableBy: caller)
        guard !versions.isEmpty else { throw RegistryError(.notFound, "No project/versions found") }
        return versions
    }

    /// Projects in which the caller may read something, in ascending order of id.
    ///
    /// - Parameter limit: 1 to 500.
    package func projects(for caller: Identity, after: ProjectID?, limit: Int) async throws -> ProjectPage {
        try await registry.store.catalog.projects(readableBy: caller, after: after, limit: limit)
    }

    /// Deletes a version: unreadable at once, its bytes removed by the job whose id is answered.
    ///
    /// A version that does not exist is accepted, as the contract has it; `latest` is refused, because what it means may
    /// change between the decision and the call.
    /// - Throws: `.unauthenticated`, `.forbidden`, `.invalidName`.
    package func delete(
        _ reference: VersionReference, of project: ProjectID, for caller: Identity
    ) async throws -> JobID {
        let subject = try await registry.store.catalog.facts(of: project, version: nil)
        try AccessDecision.require(.deleteVersion, for: caller, on: subject)
        if case .latest = reference {
            throw RegistryError(.invalidName, "'latest' cannot be deleted; name the version or its revision")
        }
        guard let version = try await resolve(reference, of: project) else {
            throw RegistryError(.notFound, "no version '\(reference)' of project '\(project)'")
        }
        let changes = UploadChanges(registry, project: project, actor: caller.user)
        let job = changes.newJobID()
        try await registry.commit {
            try await registry.store.catalog.facts(of: project, version: version.version)
        } deciding: { facts in
            guard let row = facts.version else {
                var set = ChangeSet(lane: changes.lane)
                var done = changes.job(DeleteVersion.self, id: job, of: version, payload: version.payload)
                done.state = .completed
                done.finishedAt = changes.now
                done.result = DeleteVersion.result(of: version)
                set.jobs = [.enqueue(done)]
                return set
            }
            return changes.delete(facts, of: row, job: job)
        }
        return job
    }
}
