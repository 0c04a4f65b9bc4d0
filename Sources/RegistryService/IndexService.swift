internal import Catalog
internal import JobQueue
package import RegistryCore
internal import RegistryStore

/// Looks after the index as a whole, for administrators (`spec/rest-api.md` 1.16).
package struct IndexService: Sendable {
    private let registry: Registry

    package init(registry: Registry) { self.registry = registry }

    /// - Throws: `.unauthenticated` or `.forbidden` for who is no admin.
    package func authorize(_ caller: Identity) throws(RegistryError) {
        try caller.requireAdmin(for: "building the index")
    }

    /// Has the index built anew beside the one that serves, of all projects or of those whose lanes hold the given ones.
    ///
    /// - Parameter projects: at most ``Limits/pageMaximum``; nil for all.
    /// - Returns: the job that does it.
    /// - Throws: `.locked` while such a job waits or runs; `.notFound` for an unknown project; what ``authorize(_:)`` does.
    package func rebuild(_ projects: [ProjectID]?, for caller: Identity) async throws -> JobID {
        try authorize(caller)
        var filter = JobFilter()
        filter.kind = RebuildIndex.kind
        filter.states = Set(JobState.allCases.filter { !$0.isFinal })
        if let job = try await registry.store.jobs.jobs(filter, after: nil, limit: 1).first {
            throw RegistryError(.locked, "Re-indexing already in progress: job \(job.id)")
        }
        let lanes = registry.store.lanes
        for project in projects ?? [] {
            guard try await registry.store.catalog.facts(of: project, version: nil).project != nil else {
                throw RegistryError(.notFound, "no project '\(project)'")
            }
        }
        let touched = projects.map { Set($0.map { lanes.lane(of: $0) }).sorted() } ?? Array(lanes.all)
        let id = JobID(lane: Lane(0), id: registry.ambient.newID())
        try await registry.commit {
        } deciding: {
            var set = ChangeSet(lane: id.lane)
            set.jobs = [
                .enqueue(RebuildIndex.record(touched, id: id, by: caller.user, now: registry.ambient.now()))
            ]
            return set
        }
        return id
    }
}
