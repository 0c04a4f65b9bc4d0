internal import RegistryCore

/// One search over the segments of lanes, evaluated again and again until no part is missing.
///
/// What has been evaluated wholly is kept from one call to the next. It is a function of its arguments: it reads nothing
/// but parts, looks at the clock only to stop, and its answer does not depend on how documents lie in segments.
package struct SegmentSearch {
    /// See ``QueryPrice``.
    package let price: Int
    private let request: SearchRequest
    private let limit: Int
    private let lanes: [ReadableLane]
    private let segments: [SearchedSegment]
    private let matcher: SegmentMatcher
    private var budget: SearchBudget
    /// By segment, once nothing was missing.
    private var evaluated: [SegmentMatches?]

    /// - Parameters:
    ///   - lanes: all in ``SearchRequest/candidates``; others do no harm.
    ///   - budget: nil is one of the request's time; its clock runs only during ``run(_:)``.
    ///   - maximumPrice: see ``ReadablePrice``; nil is the request's.
    /// - Throws: `.tooExpensive` for what ``ReadablePrice`` finds too dear.
    package init(
        _ request: SearchRequest, over lanes: [ReadableLane], budget: SearchBudget? = nil, maximumPrice: Int? = nil
    ) throws(SearchIndexError) {
        self.request = request
        self.lanes = lanes
        self.budget = budget ?? .engine(time: request.time)
        self.budget.pause()
        limit = min(max(request.limit, 0), Limits.pageMaximum)
        segments = SearchedSegment.all(of: lanes, in: request.reach, sealedBy: request.sealedBy)
        matcher = SegmentMatcher(
            plan: QueryPlan(request.query), isScored: request.isRanked,
            isCounted: request.isRanked && request.statistics == nil)
        evaluated = segments.map { _ in nil }
        let order = limit > 0 ? request.order : .newest
        price = QueryPrice.price(of: matcher.plan, order, isRanked: request.isRanked, over: segments)
        try ReadablePrice.check(
            matcher.plan, order, isRanked: request.isRanked,
            documents: segments.reduce(0) { $0 + (request.isRanked ? $1.readable : $1.reach).count },
            atMost: maximumPrice ?? request.maximumPrice ?? QueryPrice.maximum)
    }

    /// Evaluates what is not known yet.
    ///
    /// - Returns: the answer; nil when `parts` was asked for one that it did not have.
    /// - Throws: `.tooExpensive` past the deadline; `.unsortable`; `.unavailable` in a cancelled task.
    package mutating func run(_ parts: any SegmentParts) throws(SearchIndexError) -> SearchHits? {
        budget.resume()
        defer { budget.pause() }
        let parts = ObservedParts(parts)
        for (index, searched) in segments.enumerated() where evaluated[index] == nil {
            let missing = parts.missing
            let matches = try matcher.matches(in: searched, parts, &budget)
            if parts.missing == missing { evaluated[index] = matches }
        }
        let known = evaluated.compactMap { $0 }
        guard known.count == segments.count else { return nil }
        let hits = try hits(known, parts)
        return parts.missing == 0 ? hits : nil
    }

    private mutating func hits(
        _ evaluated: [SegmentMatches], _ parts: ObservedParts
    ) throws(SearchIndexError) -> SearchHits {
        var matches = evaluated.map(\.documents)
        if request.latestOnly { LatestRuns.keep(in: &matches, of: segments, lanes) }
        let total = matches.reduce(0) { $0 + $1.count }
        let reader = HitReader(segments: segments, parts: parts)
        guard limit > 0 else { return SearchHits(hits: [], total: total, next: nil, statistics: nil) }
        switch request.order {
        case .newest:
            let places = NewestOrder(matches, reader, after: request.after).first(limit + 1)
            return page(places.map { ($0, .newest) }, total, reader)
        case .fields(let keys):
            let ordered = try FieldOrder(matches, reader, keys: keys, after: request.after).first(limit + 1, &budget)
            return page(ordered.map { ($0.place, .values($0.values)) }, total, reader)
        case .relevance:
            let statistics = request.statistics ?? statistics(evaluated)
            let order = ScoreOrder(evaluated, matcher.plan, statistics, reader)
            let scored = try order.first(limit + 1, of: matches, after: request.after, &budget)
            return page(scored.map { ($0.place, .score($0.score)) }, total, reader, order)
        }
    }

    private func statistics(_ evaluated: [SegmentMatches]) -> RelevanceStatistics {
        let documents = lanes.reduce(0) { $0 + $1.readable.documents }
        let words = lanes.reduce(0) { $0 + $1.readable.words }
        return RelevanceStatistics(
            documents: documents, averageLength: documents == 0 ? 0 : Double(words) / Double(documents),
            matching: matcher.plan.clauses.indices.map { clause in
                evaluated.reduce(0) { $0 + ($1.clauses.isEmpty ? 0 : $1.clauses[clause].matching) }
            })
    }

    /// - Parameter places: one more than the page has when there is another page.
    private func page(
        _ places: [(place: HitPlace, rank: SearchPosition.Rank)], _ total: Int, _ reader: HitReader,
        _ order: ScoreOrder? = nil
    ) -> SearchHits {
        let hits = places.prefix(limit).compactMap { place, rank -> SegmentHit? in
            let searched = segments[place.segment]
            guard let run = searched.view.runs[place.run], let name = reader.name(of: place) else { return nil }
            return SegmentHit(
                lane: lanes[searched.lane].view.lane, upload: run.upload, path: name.path,
                position: SearchPosition(rank: rank, sealedAt: run.sealedAt, id: name.id),
                explanation: request.explains ? order?.explanation(of: place) : nil)
        }
        return SearchHits(
            hits: hits, total: total, next: places.count > limit ? hits.last?.position : nil,
            statistics: order?.statistics)
    }
}
