package import RegistryCore

/// One search over candidates that are given one by one: filters, reduces to the latest, orders, counts and cuts a page.
///
/// The candidates are published documents that the caller may read, each once and in any order.
package struct NaiveSearch {
    private typealias Match = (position: SearchPosition, document: ArtifactDocument)

    private let request: SearchRequest
    private let matcher: NaiveMatcher
    private let limit: Int
    private var budget: SearchBudget
    private var total = 0
    /// With `latestOnly` empty until the end; else a few more than a page, the first ones of those seen.
    private var matches: [Match] = []
    private var latest: [ProjectID: (revision: Revision, documents: [ArtifactDocument])] = [:]

    /// - Parameter budget: for all of the candidates; its clock is running.
    package init(_ request: SearchRequest, budget: SearchBudget = SearchBudget()) {
        self.request = request
        self.budget = budget
        matcher = NaiveMatcher(request.query)
        limit = min(max(request.limit, 1), Limits.pageMaximum)
    }

    /// - Throws: `.tooExpensive`, or `.unavailable` in a cancelled task; the search has ended then.
    package mutating func consider(_ document: ArtifactDocument) throws(SearchIndexError) {
        guard request.extent.contains(document.id), try matcher.matches(document, within: &budget) else { return }
        guard request.latestOnly else { return count(document) }
        guard let best = latest[document.id.project], best.revision >= document.revision else {
            latest[document.id.project] = (document.revision, [document])
            return
        }
        if best.revision == document.revision { latest[document.id.project]?.documents.append(document) }
    }

    /// The page, once all candidates have been considered.
    package consuming func page() -> SearchPage {
        for best in latest.values {
            for document in best.documents { count(document) }
        }
        cut()
        let documents = matches.prefix(limit).map(\.document)
        return SearchPage(
            documents: documents, total: total, next: matches.count > limit ? matches[limit - 1].position : nil)
    }

    package static func page(
        documents: some Sequence<ArtifactDocument>, request: SearchRequest
    ) throws(SearchIndexError) -> SearchPage {
        var search = NaiveSearch(request)
        for document in documents { try search.consider(document) }
        return search.page()
    }

    private mutating func count(_ document: ArtifactDocument) {
        total += 1
        let position = document.position
        if let after = request.after, position <= after { return }
        matches.append((position, document))
        if matches.count > 4 * limit + 64 { cut() }
    }
    /// Keeps a page and the one match that says whether there is another.
    private mutating func cut() {
        matches.sort { $0.position < $1.position }
        if matches.count > limit + 1 { matches.removeSubrange((limit + 1)...) }
    }
}

extension SearchRequest.Extent {
    package func contains(_ artifact: ArtifactID) -> Bool {
        switch self {
        case .everything: true
        case .project(let project): artifact.project == project
        case .version(let version): artifact.versionKey == version
        }
    }
}
