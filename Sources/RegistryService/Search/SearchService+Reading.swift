internal import Catalog
internal import JSONDocument
internal import RegistryCore
internal import RegistryQuery
internal import RegistryStore
internal import SearchIndex

extension SearchService {
    /// Reads one page of a walk.
    ///
    /// - Returns: the page, where the next one begins, and what the scores of the rest are reckoned with.
    func read(
        _ walk: Walk, at position: JSONValue?, for caller: Identity
    ) async throws -> (page: ResultPage, next: JSONValue?, statistics: RelevanceStatistics?) {
        if case .projects(let field) = walk.kind {
            let (page, next) = try await projects(by: field, walk.view.size, at: position, for: caller)
            return (page, next, nil)
        }
        let (query, order) = try walk.plan()
        var request = walk.request(query, order)
        if let position {
            guard let after = try? SearchPosition(json: position) else {
                throw RegistryError(.invalidRequest, SearchCursor.invalid)
            }
            request.after = after
        }
        let start = ContinuousClock.now
        let found = try await index.search(request, for: caller)
        let rendering = DocumentRendering(registry.settings)
        let selection = walk.fields.isEmpty ? nil : FieldSelection(walk.fields)
        let rendered = found.documents.map { rendering.render($0) }
        var page = ResultPage(results: rendered.map { selection?.project($0) ?? $0 }, total: found.total)
        if walk.view.highlights, case .search = walk.kind {
            var highlighter = Highlighter(query)
            page.highlights = zip(found.documents, rendered).map { document, rendered in
                highlighter.highlights(of: rendered, textFields: document.staged.textFields)
            }
        }
        if request.explains { page.explanations = found.explanations.map(\.json) }
        if page.total == 0, position == nil, case .search = walk.kind {
            page.suggestion = await suggestion(for: request, caller: caller, since: start)
        }
        // A page of nothing has no end after which another begins.
        let next = walk.view.size > 0 ? try found.next?.json(in: order) : nil
        return (page, next, found.statistics ?? request.statistics)
    }

    private func projects(
        by field: VersionField, _ size: Int, at position: JSONValue?, for caller: Identity
    ) async throws -> (ResultPage, JSONValue?) {
        let after = try position?.stringValue.map { try ProjectID(parsing: $0) }
        let page = try await registry.store.catalog.projects(readableBy: caller, after: after, limit: size)
        let next = page.hasMore ? page.projects.last.map { JSONValue.string($0.project.description) } : nil
        return (ResultPage(results: page.projects.map { field.render($0) }, total: page.total), next)
    }
}

extension RelevanceExplanation {
    fileprivate var json: JSONValue {
        [
            "score": Self.number(score), "length": .number(JSONNumber(length)),
            "average_length": Self.number(averageLength),
            "parts": .array(
                parts.map { part in
                    [
                        "clause": .string(part.clause), "score": Self.number(part.score),
                        "boost": Self.number(part.boost), "idf": Self.number(part.idf),
                        "frequency": .number(JSONNumber(part.frequency)), "bonus": Self.number(part.bonus),
                    ]
                }),
        ]
    }
    private static func number(_ value: Double) -> JSONValue { JSONNumber(value).map { .number($0) } ?? .null }
}
