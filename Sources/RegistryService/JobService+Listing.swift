internal import Catalog
package import JSONDocument
internal import JobQueue
package import RegistryCore
internal import RegistryStore

/// What a list of jobs is narrowed by, as a client says it; what is nil restricts nothing.
package struct JobSearch: Sendable {
    /// Words of the wire (`FAILURE`) or of ours (`discarded`).
    package var statuses: [String] = []
    package var kind: String?
    package var queue: String?
    package var project: ProjectID?
    package var version: VersionID?
    package var parent: String?
    package var tag: String?
    package init() {}
}

/// One page of jobs.
package struct JobListing: Sendable {
    package let jobs: [JSONValue]
    /// What the next page is asked for with; nil on the last one.
    package let next: String?
}

extension JobService {
    /// Jobs, newest first: of a version or a project that the caller may read, and of everything for curators.
    ///
    /// - Parameters:
    ///   - after: the `next` of the former page.
    ///   - limit: 1 to 500 jobs.
    /// - Throws: `.invalidQuery` naming the parameter; `.notFound`, alike for what is absent and for what the caller may not
    ///   read; `.unauthenticated` or `.forbidden` for a list of everything.
    package func list(
        _ search: JobSearch, after: String?, limit: Int, for caller: Identity
    ) async throws -> JobListing {
        let filter = try filter(search)
        let place = try after.map { try JobPlace(token: $0) }
        try await authorize(filter, for: caller)
        let page = try await registry.store.jobs.jobs(filter, after: place, limit: limit + 1)
        let shown = page.prefix(limit)
        return JobListing(
            jobs: shown.map { job in
                var entry = job.details
                entry["status"] = .string(Self.status(of: job))
                return .object(entry)
            },
            next: page.count > limit ? shown.last.map { JobPlace(createdAt: $0.createdAt, id: $0.id).token } : nil)
    }

    private func filter(_ search: JobSearch) throws(RegistryError) -> JobFilter {
        var filter = JobFilter()
        for word in search.statuses {
            guard let states = Self.states(named: word) else {
                throw RegistryError(
                    .invalidQuery,
                    "'status' is one of PENDING, STARTED, RETRY, SUCCESS, FAILURE and REVOKED, or several with commas")
            }
            filter.states.formUnion(states)
        }
        filter.kind = search.kind.map { JobKind($0) }
        if let queue = search.queue {
            guard let name = JobQueueName(parsing: queue) else {
                throw RegistryError(.invalidQuery, "'queue' is 1 to 32 lower-case letters, digits, '-' and '_'")
            }
            filter.queue = name
        }
        if let parent = search.parent {
            guard let id = JobID(parent) else { throw RegistryError(.invalidQuery, "'parent' is the ID of a job") }
            filter.parent = id
        }
        filter.project = search.project
        filter.version = search.version
        guard search.version == nil || search.project != nil else {
            throw RegistryError(.invalidQuery, "'version' goes with 'project'")
        }
        filter.tag = search.tag
        return filter
    }

    /// A list shows what each of its jobs would show: who lists a whole project must be one who manages it.
    private func authorize(_ filter: JobFilter, for caller: Identity) async throws {
        if caller.isCurator { return }
        guard let project = filter.project else {
            throw caller.isAnonymous
                ? RegistryError(.unauthenticated, "Not authenticated, user credentials not supplied")
                : RegistryError(
                    .forbidden, "Forbidden, name a 'project' and 'version', or list everything with the role 'admin'")
        }
        let facts = try await registry.store.catalog.facts(of: project, version: filter.version)
        let right: Right = filter.version == nil ? .manage : .write
        guard !caller.isAnonymous, facts.policy?.policy.grants(right, to: caller) == true else {
            throw RegistryError(.notFound, "No such project/version, or only its owners list its jobs")
        }
    }
}

extension JobPlace {
    /// Opaque to clients: it holds nothing that they could not see in the last job of their page.
    fileprivate var token: String { "\(createdAt.milliseconds)~\(id)" }
    fileprivate init(token: String) throws(RegistryError) {
        let parts = token.split(separator: "~", maxSplits: 1)
        guard parts.count == 2, let time = Int64(parts[0]), let id = JobID(String(parts[1])) else {
            throw RegistryError(.invalidQuery, "'after' is the 'next' of the page before, as it was given")
        }
        self.init(createdAt: Timestamp(milliseconds: time), id: id)
    }
}
