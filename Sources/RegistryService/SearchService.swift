internal import Catalog
package import JSONDocument
package import RegistryCore
internal import RegistryQuery
internal import RegistryStore
internal import SearchIndex

/// One page of results, as every paged endpoint shows it (`spec/rest-api.md` 0.5).
package struct ResultPage: Sendable {
    package let results: [JSONValue]
    /// All matches that the caller may see.
    package let total: Int
    /// The walk to go on with; nil on the last page.
    package let scroll: RandomID?
}

/// Searches documents, lists those of a project or version, and walks through what does not fit one page.
package struct SearchService: Sendable {
    /// How often a version that is being replaced is looked at again.
    private static let maxLooks = 5
    let registry: Registry
    private let versions: VersionService

    package init(registry: Registry) {
        self.registry = registry
        versions = VersionService(registry: registry)
    }

    /// - Parameters:
    ///   - fields: dotted names of the members that are answered, at most 100 in 8 KiB; empty for whole documents.
    ///   - size: 1 to 500.
    /// - Throws: `.invalidQuery` with the position of the mistake.
    package func search(
        _ text: String, fields: [String], latestOnly: Bool, size: Int, for caller: Identity
    ) async throws -> ResultPage {
        try FieldSelection.check(fields)
        return try await walked(
            Walk(kind: .search(query: text, latestOnly: latestOnly), fields: fields, size: size), for: caller)
    }

    /// The documents of a project.
    ///
    /// - Throws: `.notFound` when the caller may see none.
    package func documents(of project: ProjectID, for caller: Identity) async throws -> ResultPage {
        let page = try await walked(Walk(kind: .project(project), size: Limits.pageDefault), for: caller)
        guard page.total > 0 else { throw RegistryError(.notFound, "No such project/version") }
        return page
    }

    /// The documents of a version.
    ///
    /// - Throws: `.notFound` when the caller may see none.
    package func documents(
        of reference: VersionReference, in project: ProjectID, for caller: Identity
    ) async throws -> ResultPage {
        for _ in 0..<Self.maxLooks {
            guard let version = try await versions.resolve(reference, of: project) else { break }
            let current = try await registry.store.catalog.facts(of: project, version: version.version).current
            // An alias whose version was replaced in between stands for another, or for none.
            if case .revision(let revision) = reference, revision.number != current?.revision { continue }
            let walk = Walk(kind: .version(version, revision: current?.revision), size: Limits.pageDefault)
            guard let page = try await begin(walk, for: caller) else { continue }
            if page.total > 0 { return page }
            break
        }
        throw RegistryError(.notFound, "No such project/version")
    }

    /// Projects in which the caller may read something, each as `{"project_id", "aggs"}`.
    ///
    /// - Parameters:
    ///   - field: the dotted name under which versions are listed.
    ///   - size: 1 to 500.
    package func projects(by field: VersionField, size: Int, for caller: Identity) async throws -> ResultPage {
        try await walked(Walk(kind: .projects(field), size: size), for: caller)
    }

    /// The next page of a walk that this caller began.
    ///
    /// - Throws: `.expired` for one that has ended long ago, never existed, or is somebody else's; `.notFound` past the end.
    package func next(_ scroll: RandomID, for caller: Identity) async throws -> ResultPage {
        let gone = RegistryError(.expired, "scroll expired")
        var page = ResultPage(results: [], total: 0, scroll: nil)
        let lane = registry.store.lanes.lane(of: scroll.description)
        guard var record = try await registry.store.catalog.scroll(scroll) else { throw gone }
        let now = registry.ambient.now()
        guard record.expires > now, Self.owner(of: caller) == record.owner else { throw gone }
        guard let position = record.position else { throw RegistryError(.notFound, "no more results") }
        let walk = try Walk(json: record.request)
        let (answer, next) = try await self.page(of: walk, at: position, for: caller)
        guard try await isUnchanged(walk) else {
            throw RegistryError(.expired, "scroll expired: the version was replaced while it was read; begin again")
        }
        let expected = record.expires
        record.position = next
        // Every step must move it, also two within a millisecond.
        record.expires = max(now + registry.settings.scrollLifetime, expected + .milliseconds(1))
        var set = ChangeSet(lane: lane)
        set.catalog = [.updateScroll(record, expecting: expected)]
        do throws(StoreError) {
            try await registry.store.commit(set)
        } catch {
            guard case .conflict = error else { throw error }
            throw RegistryError(.busy, "this scroll is being read by another request; try again", retryAfter: 1)
        }
        page = ResultPage(results: answer.results, total: answer.total, scroll: next == nil ? nil : scroll)
        return page
    }

    // MARK: Walking

    /// The first page of what no replacement can tear.
    private func walked(_ walk: Walk, for caller: Identity) async throws -> ResultPage {
        guard let page = try await begin(walk, for: caller) else {
            throw RegistryError(.busy, "the version is being replaced; try again", retryAfter: 1)
        }
        return page
    }

    /// - Returns: nil when the version was replaced while its first page was read.
    private func begin(_ walk: Walk, for caller: Identity) async throws -> ResultPage? {
        let (answer, next) = try await page(of: walk, at: nil, for: caller)
        guard try await isUnchanged(walk) else { return nil }
        guard let next else { return answer }
        let id = registry.ambient.newID()
        var set = ChangeSet(lane: registry.store.lanes.lane(of: id.description))
        set.catalog = [
            .insertScroll(
                ScrollRecord(
                    id: id, owner: Self.owner(of: caller), request: walk.json, position: next,
                    expires: registry.ambient.now() + registry.settings.scrollLifetime))
        ]
        try await registry.store.commit(set)
        return ResultPage(results: answer.results, total: answer.total, scroll: id)
    }

    /// A walk over a version is over the upload that it began on: half of each would be neither.
    ///
    /// Asked after the page was read: a revision that is still the same has been the same all the time.
    private func isUnchanged(_ walk: Walk) async throws -> Bool {
        guard case .version(let version, let revision) = walk.kind, let revision else { return true }
        let facts = try await registry.store.catalog.facts(of: version.project, version: version.version)
        return facts.current?.revision == revision
    }

    /// Names the caller so that a user called like another principal is not taken for it.
    private static func owner(of caller: Identity) -> String { caller.user ?? Principal.everybody }

    private func page(
        of walk: Walk, at position: JSONValue?, for caller: Identity
    ) async throws -> (ResultPage, JSONValue?) {
        if case .projects(let field) = walk.kind {
            let after = try position?.stringValue.map { try ProjectID(parsing: $0) }
            let page = try await versions.projects(for: caller, after: after, limit: walk.size)
            let results = page.projects.map { field.render($0) }
            let next = page.hasMore ? page.projects.last.map { JSONValue.string($0.project.description) } : nil
            return (ResultPage(results: results, total: page.total, scroll: nil), next)
        }
        var request = try walk.request()
        request.after = try position.map { try SearchPosition(json: $0) }
        let page = try await search(request, for: caller)
        let rendering = DocumentRendering(registry.settings)
        let selection = walk.fields.isEmpty ? nil : FieldSelection(walk.fields)
        let results = page.documents.map { document in
            let rendered = rendering.render(document)
            return selection?.project(rendered) ?? rendered
        }
        return (ResultPage(results: results, total: page.total, scroll: nil), page.next?.json)
    }

    private func search(_ request: SearchRequest, for caller: Identity) async throws -> SearchPage {
        do throws(SearchIndexError) {
            return try await registry.store.index.search(request, readableBy: caller)
        } catch {
            guard case .tooExpensive(let reason) = error else { throw error }
            throw RegistryError(.invalidQuery, "Query Parse Error: \(reason)")
        }
    }
}
