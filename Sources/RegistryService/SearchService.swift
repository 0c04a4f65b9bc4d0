internal import Catalog
internal import JSONDocument
package import RegistryCore
internal import RegistryQuery
internal import RegistryStore
internal import SearchIndex

/// Searches documents, lists those of a project or version, and walks through what does not fit one page.
package struct SearchService: Sendable {
    /// How often a version that is being replaced is looked at again.
    private static let maxLooks = 5
    let registry: Registry
    let index: TimedIndex
    private let versions: VersionService

    package init(registry: Registry) {
        self.registry = registry
        index = TimedIndex(registry: registry)
        versions = VersionService(registry: registry)
    }

    /// How a walk that does not end on its first page goes on.
    package enum Paging: Sendable {
        /// By a row and its id; its pages can be asked for once.
        case scroll
        /// By what each page hands out; its pages can be asked for again.
        case cursor
    }

    /// The first page of an answer.
    ///
    /// - Throws: `.invalidQuery` with the position of the mistake, what is wrong with the order, or what is too expensive.
    package func search(
        _ question: SearchQuestion, view: SearchView, paging: Paging = .scroll, for caller: Identity
    ) async throws -> ResultPage {
        try FieldSelection.check(question.fields)
        var walk = Walk(kind: .search(question), view: view)
        switch paging {
        case .scroll: return try await walked(walk, for: caller)
        case .cursor:
            walk.start = Walk.Start(sealedBy: registry.ambient.now())
            return try await page(of: walk, at: nil, for: caller)
        }
    }

    /// The page at a cursor.
    ///
    /// - Parameter view: how it is shown; nil as the pages before.
    /// - Throws: as ``search(_:view:paging:for:)``; `.invalidRequest` for a cursor of another release.
    package func next(
        _ cursor: SearchCursor, view: SearchView? = nil, for caller: Identity
    ) async throws -> ResultPage {
        var walk = cursor.walk
        if let view { walk.view = view }
        return try await page(of: walk, at: cursor.position, for: caller)
    }

    private func page(
        of walk: Walk, at position: JSONValue?, for caller: Identity
    ) async throws -> ResultPage {
        var (page, next, statistics) = try await read(walk, at: position, for: caller)
        var rest = walk
        rest.start?.statistics = statistics
        page.cursor = next.map { SearchCursor(walk: rest, position: $0) }
        return page
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
        let lane = registry.store.lanes.lane(of: scroll.description)
        guard var record = try await registry.store.catalog.scroll(scroll) else { throw gone }
        let now = registry.ambient.now()
        guard record.expires > now, Self.owner(of: caller) == record.owner else { throw gone }
        guard let position = record.position else { throw RegistryError(.notFound, "no more results") }
        // One that a former release kept and that means nothing any more.
        guard let walk = try? Walk(json: record.request) else { throw gone }
        var (page, next, _) = try await read(walk, at: position, for: caller)
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
        page.scroll = next == nil ? nil : scroll
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
        let began = registry.ambient.now()
        var (page, next, statistics) = try await read(walk, at: nil, for: caller)
        guard try await isUnchanged(walk) else { return nil }
        guard let next else { return page }
        var rest = walk
        rest.start = Walk.Start(sealedBy: began, statistics: statistics)
        let id = registry.ambient.newID()
        var set = ChangeSet(lane: registry.store.lanes.lane(of: id.description))
        set.catalog = [
            .insertScroll(
                ScrollRecord(
                    id: id, owner: Self.owner(of: caller), request: rest.json, position: next,
                    expires: registry.ambient.now() + registry.settings.scrollLifetime))
        ]
        try await registry.store.commit(set)
        page.scroll = id
        return page
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
}
