internal import JSONDocument
internal import RegistryQuery

/// The facets of one request over the segments of lanes, evaluated again and again until no part is missing.
///
/// What has been evaluated wholly is kept from one call to the next.
package struct SegmentFacets {
    /// What is known of one segment.
    private struct Evaluated {
        /// The matches of the query, whatever is selected.
        let documents: DocumentSet
        /// By selected field those of them that have one of its values.
        let selections: [DocumentSet]
    }
    /// See ``QueryPrice``.
    package let price: Int
    private let request: FacetsRequest
    private let lanes: [ReadableLane]
    private let segments: [SearchedSegment]
    private let matcher: SegmentMatcher
    private let selected: [(field: FieldPath, texts: [String])]
    private var budget: SearchBudget
    private var evaluated: [Evaluated?]

    /// - Parameters:
    ///   - lanes: all in ``FacetsRequest/reach``; others do no harm.
    ///   - budget: its clock runs only during ``run(_:)``.
    ///   - maximumPrice: of the clauses, and of the facets; see ``ReadablePrice``.
    /// - Throws: `.tooExpensive` for what ``ReadablePrice`` finds too dear.
    package init(
        _ request: FacetsRequest, over lanes: [ReadableLane], budget: SearchBudget = .engine,
        maximumPrice: Int = QueryPrice.maximum
    ) throws(SearchIndexError) {
        self.request = request
        self.lanes = lanes
        self.budget = budget
        self.budget.pause()
        segments = SearchedSegment.all(of: lanes, in: request.reach)
        matcher = SegmentMatcher(plan: QueryPlan(request.query), isScored: false, isCounted: false)
        selected = request.selected.filter { !$0.value.isEmpty }.sorted { $0.key < $1.key }
            .map { (field: $0.key, texts: $0.value) }
        evaluated = segments.map { _ in nil }
        price =
            QueryPrice.price(of: matcher.plan, .newest, isRanked: false, over: segments)
            + QueryPrice.price(of: request.facets, over: segments)
        let documents = segments.reduce(0) { $0 + $1.reach.count }
        try ReadablePrice.check(matcher.plan, .newest, isRanked: false, documents: documents, atMost: maximumPrice)
        try ReadablePrice.check(request.facets, documents: documents, atMost: maximumPrice)
    }

    /// Evaluates what is not known yet.
    ///
    /// - Returns: the answer; nil when `parts` was asked for one that it did not have.
    /// - Throws: `.tooExpensive` past the deadline, and for a histogram of too many bins; `.unavailable` in a cancelled
    ///   task.
    package mutating func run(_ parts: any SegmentParts) throws(SearchIndexError) -> FacetsAnswer? {
        budget.resume()
        defer { budget.pause() }
        let parts = ObservedParts(parts)
        for (index, searched) in segments.enumerated() where evaluated[index] == nil {
            let missing = parts.missing
            let found = try evaluate(searched, parts)
            if parts.missing == missing { evaluated[index] = found }
        }
        let known = evaluated.compactMap { $0 }
        guard known.count == segments.count else { return nil }
        // Facets of fields that are not selected are counted over the same documents.
        var counters: [Int?: FacetCounter] = [:]
        func counter(ignoring field: Int?) -> FacetCounter {
            if let known = counters[field] { return known }
            let made = FacetCounter(matches(known, ignoring: field), segments, parts)
            counters[field] = made
            return made
        }
        let total = counter(ignoring: nil).count
        var facets: [FacetAnswer] = []
        for facet in request.facets.prefix(FacetsRequest.maximum) {
            let own = selected.firstIndex { $0.field == facet.field }
            let missing = parts.missing
            do throws(SearchIndexError) {
                facets.append(try counter(ignoring: own).answer(facet, &budget))
            } catch {
                // What is refused because of a missing part may be none of it.
                if parts.missing == missing { throw error }
            }
        }
        return parts.missing == 0 ? FacetsAnswer(total: total, facets: facets) : nil
    }

    private mutating func evaluate(
        _ searched: SearchedSegment, _ parts: ObservedParts
    ) throws(SearchIndexError) -> Evaluated {
        let segment = searched.segment
        let documents = try matcher.matches(in: searched, parts, &budget).documents
        let selections = selected.map { selection in
            var union = DocumentUnion(segment)
            if !searched.reach.isEmpty, let field = segment.field(selection.field) {
                for text in selection.texts {
                    for key in Self.keys(of: text, field: field) {
                        if let entry = segment.entry(key, parts) { union.insert(entry, parts) }
                    }
                }
            }
            var set = union.set()
            set.formIntersection(documents)
            return set
        }
        return Evaluated(documents: documents, selections: selections)
    }
    /// The values that a selected text stands for.
    private static func keys(of text: String, field: Int) -> [TermKey] {
        var keys = [TermKey(field: field, kind: .keyword, key: TermKey.text(text))]
        if let number = JSONNumber(text: text) {
            keys.append(TermKey(field: field, kind: .number, key: TermKey.number(number)))
        }
        for value in [true, false] where text.utf8.elementsEqual(String(value).utf8) {
            keys.append(TermKey(field: field, kind: .bool, key: TermKey.bool(value)))
        }
        return keys
    }

    /// What is counted where the selection in one field does not narrow.
    private func matches(_ evaluated: [Evaluated], ignoring field: Int?) -> [DocumentSet] {
        var matches = evaluated.map { evaluated in
            var documents = evaluated.documents
            for (index, selection) in evaluated.selections.enumerated() where index != field {
                documents.formIntersection(selection)
            }
            return documents
        }
        if request.latestOnly { LatestRuns.keep(in: &matches, of: segments, lanes) }
        return matches
    }
}
