internal import RegistryCore
package import RegistryQuery

/// One search over candidates that are given one by one: filters, reduces to the latest, orders, counts and cuts a page.
///
/// The candidates are published documents that the caller may read, each once and in any order: all of those in
/// ``SearchRequest/candidates``, others do no harm.
package struct NaiveSearch {
    private struct Match {
        let document: ArtifactDocument
        let position: SearchPosition
        /// What it is scored by, when it is.
        let hits: NaiveScorer.Hits?
        /// A field to sort by that cannot be sorted here.
        let unsortable: FieldPath?
        var explanation: RelevanceExplanation?
    }

    private let request: SearchRequest
    private let order: SearchOrder
    private let matcher: NaiveMatcher
    private let limit: Int
    private var budget: SearchBudget
    private var scorer: NaiveScorer?
    private var total = 0
    /// Unless something has to wait for the end, a few more than a page, the first ones of those seen.
    private var matches: [Match] = []

    /// - Parameter budget: for all of the candidates, its clock running; nil is one of the request's time.
    package init(_ request: SearchRequest, budget: SearchBudget? = nil) {
        self.request = request
        self.budget = budget ?? SearchBudget(time: request.time ?? SearchBudget.time)
        limit = min(max(request.limit, 0), Limits.pageMaximum)
        // What only counts has no order, so that nothing is unsortable.
        order = limit == 0 ? .newest : request.order
        matcher = NaiveMatcher(request.query)
        scorer = request.isRanked ? NaiveScorer(request.query) : nil
    }

    /// - Throws: `.tooExpensive`, or `.unavailable` in a cancelled task; `.unsortable`; the search has ended then.
    package mutating func consider(_ document: ArtifactDocument) throws(SearchIndexError) {
        try budget.check()
        let isWithin = request.extent.contains(document.id) && request.sealedBy.map { document.sealedAt <= $0 } ?? true
        let isCounted = scorer != nil && request.statistics == nil
        guard isWithin || isCounted else { return }
        var fields = try DocumentFields(document, &budget)
        let terms = scorer == nil ? nil : try NaiveTerms(document, &budget)
        if isCounted, let terms { try scorer?.count(&fields, terms, &budget) }
        guard isWithin, try matcher.matches(&fields, within: &budget) else { return }
        let (values, unsortable) = try sortValues(&fields)
        var hits: NaiveScorer.Hits?
        if let scorer, let terms { hits = try scorer.hits(of: document.id, &fields, terms, &budget) }
        let match = Match(
            document: document,
            position: SearchPosition(
                rank: values.map { .values($0) } ?? .newest, sealedAt: document.sealedAt, id: document.id.description),
            hits: hits, unsortable: unsortable)
        // Which is the latest and what its score is, only the end knows.
        if request.latestOnly || scorer != nil { matches.append(match) } else { try count(match) }
    }

    /// The page, once all candidates have been considered.
    ///
    /// - Throws: as ``consider(_:)`` does.
    package consuming func page() throws(SearchIndexError) -> SearchPage {
        let statistics = scorer.map { request.statistics ?? $0.statistics }
        if request.latestOnly || scorer != nil {
            let waiting = matches
            matches = []
            let latest = Dictionary(
                waiting.map { ($0.document.id.project, $0.document.revision) }, uniquingKeysWith: max)
            for match in waiting {
                if request.latestOnly, match.document.revision != latest[match.document.id.project] { continue }
                try count(scored(match, with: statistics))
            }
        }
        cut()
        let shown = matches.prefix(limit)
        return SearchPage(
            documents: shown.map(\.document), total: total,
            next: matches.count > limit ? shown.last?.position : nil, statistics: statistics,
            explanations: request.explains ? shown.compactMap(\.explanation) : [])
    }

    package static func page(
        documents: some Sequence<ArtifactDocument>, request: SearchRequest
    ) throws(SearchIndexError) -> SearchPage {
        var search = NaiveSearch(request)
        for document in documents { try search.consider(document) }
        return try search.page()
    }

    private mutating func count(_ match: Match) throws(SearchIndexError) {
        if let field = match.unsortable { throw .hasNoOrder(field) }
        total += 1
        if let after = request.after, !after.precedes(match.position, in: order) { return }
        matches.append(match)
        if matches.count > 4 * limit + 64 { cut() }
    }
    /// Keeps a page and the one match that says whether there is another.
    private mutating func cut() {
        matches.sort { [order] in $0.position.precedes($1.position, in: order) }
        if matches.count > limit + 1 { matches.removeSubrange((limit + 1)...) }
    }

    private func scored(_ match: Match, with statistics: RelevanceStatistics?) -> Match {
        guard let scorer, let hits = match.hits, let statistics else { return match }
        let explanation = scorer.score(hits, with: statistics)
        return Match(
            document: match.document,
            position: SearchPosition(
                rank: .score(explanation.score), sealedAt: match.position.sealedAt, id: match.position.id),
            hits: nil, unsortable: nil, explanation: explanation)
    }

    /// The values that a document is sorted by, nil unless there are sort keys; and the first key that is a text in it.
    private mutating func sortValues(
        _ fields: inout DocumentFields
    ) throws(SearchIndexError) -> (values: [SortValue?]?, unsortable: FieldPath?) {
        guard case .fields(let keys) = order else { return (nil, nil) }
        var ranks: [SortValue?] = []
        for key in keys {
            var values: [SortValue] = []
            for value in try fields.values(of: key.field, &budget) {
                switch value {
                case .text(_, let words): if !words.isEmpty { return (ranks, key.field) }
                case .bool, .number, .keyword: if let value = value.sortValue { values.append(value) }
                }
            }
            try budget.spend(values.count)
            ranks.append(key.isDescending ? values.max() : values.min())
        }
        return (ranks, nil)
    }
}

extension FieldValue {
    /// As ``exact``, but a keyword that reads as a date is one.
    fileprivate var sortValue: SortValue? { date.map { .date($0) } ?? exact }
}

extension SearchIndexError {
    /// `field` is searched by word in a match, so that results cannot be sorted by it.
    package static func hasNoOrder(_ field: FieldPath) -> Self {
        .unsortable(
            reason: """
                '\(field)' is a text that is searched by word; sort by a field of keywords, numbers, dates or truth values
                """)
    }
}
