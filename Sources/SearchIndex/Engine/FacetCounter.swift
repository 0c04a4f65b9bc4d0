internal import JSONDocument
internal import RegistryQuery

/// Counts facets over one set of documents per segment.
struct FacetCounter {
    let sets: [DocumentSet]
    let segments: [SearchedSegment]
    let parts: ObservedParts
    /// All documents.
    let count: Int

    init(_ sets: [DocumentSet], _ segments: [SearchedSegment], _ parts: ObservedParts) {
        self.sets = sets
        self.segments = segments
        self.parts = parts
        count = sets.reduce(0) { $0 + $1.count }
    }

    /// - Throws: `.tooExpensive` past the deadline, and for a histogram of too many bins.
    func answer(_ facet: Facet, _ budget: inout SearchBudget) throws(SearchIndexError) -> FacetAnswer {
        try budget.check()
        switch facet.kind {
        case .terms(let size, let text):
            return try terms(facet, size: size, filter: text.map { FacetFilter(matching: $0) }, &budget)
        case .distinct:
            let values = try FacetValues(of: facet.field, exactIn: self, &budget)
            return FacetAnswer(field: facet.field, buckets: [], distinct: values.count)
        case .histogram(let width): return try histogram(facet.field, width, &budget)
        case .dates(let unit): return try dates(facet.field, unit, &budget)
        case .ranges(let ranges): return try self.ranges(facet.field, ranges, &budget)
        case .statistics(let percentiles): return try statistics(facet.field, percentiles, &budget)
        }
    }

    func answer(_ field: FieldPath, _ buckets: [FacetAnswer.Bucket]) -> FacetAnswer {
        FacetAnswer(field: field, buckets: buckets, distinct: buckets.count)
    }

    /// Calls `body` with the columns of one kind in the segments where something is counted.
    func forEachColumn(
        of path: FieldPath, _ kind: TermKind, _ budget: inout SearchBudget,
        _ body: (_ segment: Int, _ field: Int, Column) -> Void
    ) throws(SearchIndexError) {
        for (index, set) in sets.enumerated() where !set.isEmpty {
            let segment = segments[index].segment
            guard let field = segment.field(path), segment.entryCount(field: field, kind: kind) > 0 else { continue }
            try budget.spend(segment.documentCount)
            if let column = segment.column(field: field, kind: kind, parts) { body(index, field, column) }
        }
    }

    // MARK: Values

    private func terms(
        _ facet: Facet, size: Int, filter: FacetFilter?, _ budget: inout SearchBudget
    ) throws(SearchIndexError) -> FacetAnswer {
        let values = try FacetValues(of: facet.field, exactIn: self, &budget)
        let top = try values.top(min(max(size, 0), Facet.sizeMaximum), filter, &budget)
        var buckets: [FacetAnswer.Bucket] = []
        for value in top.values {
            var nested: [FacetAnswer] = []
            if !facet.nested.isEmpty {
                let counter = narrowed(to: value, of: facet.field)
                for facet in facet.nested { nested.append(try counter.answer(facet, &budget)) }
            }
            buckets.append(FacetAnswer.Bucket(key: value.key, count: value.count, nested: nested))
        }
        return FacetAnswer(
            field: facet.field, buckets: buckets, distinct: top.distinct,
            others: top.sum - top.values.reduce(0) { $0 + $1.count })
    }
    /// The documents that have a value.
    private func narrowed(to value: FacetValues.Value, of path: FieldPath) -> FacetCounter {
        let narrowed = zip(sets, segments).map { set, searched in
            let segment = searched.segment
            guard !set.isEmpty, let field = segment.field(path),
                let entry = segment.entry(TermKey(field: field, kind: value.kind, key: value.bytes), parts),
                var documents = segment.documents(entry, parts)
            else { return DocumentSet(capacity: segment.documentCount) }
            documents.formIntersection(set)
            return documents
        }
        return FacetCounter(narrowed, segments, parts)
    }

    private func ranges(
        _ path: FieldPath, _ ranges: [Facet.Range], _ budget: inout SearchBudget
    ) throws(SearchIndexError) -> FacetAnswer {
        var buckets: [FacetAnswer.Bucket] = []
        for range in ranges {
            let interval = FacetInterval(range)
            var count = 0
            for (set, searched) in zip(sets, segments) where !set.isEmpty {
                guard let field = searched.segment.field(path) else { continue }
                let reader = RangeReader(LeafReader(segment: searched.segment, parts: parts), field: field)
                var found = DocumentSet(capacity: searched.segment.documentCount)
                if let numbers = interval.numbers {
                    let keys = KeyInterval(numbers) { TermKey.number($0) }
                    found.formUnion(try reader.documents(.number, keys, &budget))
                }
                if let dates = interval.dates {
                    let keys = KeyInterval(dates) { TermKey.date($0) }
                    found.formUnion(try reader.documents(.date, keys, &budget))
                }
                count += found.intersectionCount(set)
            }
            buckets.append(FacetAnswer.Bucket(key: .text(range.key), count: count))
        }
        return answer(path, buckets)
    }

    /// Of a number that is reckoned with, in steps.
    private static let priceOfNumber = 1_000

    private func statistics(
        _ field: FieldPath, _ percentiles: [Double], _ budget: inout SearchBudget
    ) throws(SearchIndexError) -> FacetAnswer {
        var numbers: [(number: JSONNumber, count: Int)] = []
        try FacetValues(of: field, [.number], in: self, &budget).forEach(.number) { key, count in
            if let number = TermKey.number(from: key) { numbers.append((number, count)) }
        }
        try budget.spend(numbers.count * Self.priceOfNumber)
        return FacetAnswer(
            field: field, buckets: [], distinct: 0,
            statistics: NumberSummary.statistics(of: numbers, percentiles: percentiles))
    }
}
