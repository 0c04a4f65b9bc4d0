internal import RegistryQuery

/// The names of fields over the segments of lanes (see ``SearchIndex/fields(beginningWith:limit:readableBy:)``),
/// evaluated again and again until no part is missing.
package struct SegmentFields {
    /// See ``QueryPrice``.
    package let price: Int
    private let prefix: String
    private let limit: Int
    private let segments: [SearchedSegment]
    private var budget: SearchBudget
    /// Of all segments that have been evaluated wholly.
    private var counts: [FieldPath: Int] = [:]
    /// By segment, whether it has been; nothing is looked for in one of which nothing is readable.
    private var evaluated: [Bool]

    /// - Parameter budget: its clock runs only during ``run(_:)``.
    package init(
        beginningWith prefix: String, limit: Int, over lanes: [ReadableLane], budget: SearchBudget = .engine
    ) {
        self.prefix = prefix
        self.limit = limit
        self.budget = budget
        self.budget.pause()
        segments = SearchedSegment.all(of: lanes, in: .everything)
        evaluated = segments.map(\.readable.isEmpty)
        price = QueryPrice.price(ofFieldsBeginningWith: prefix, over: segments)
    }

    /// - Returns: the answer; nil when `parts` was asked for one that it did not have.
    /// - Throws: `.tooExpensive` past the deadline; `.unavailable` in a cancelled task.
    package mutating func run(_ parts: any SegmentParts) throws(SearchIndexError) -> [FieldCount]? {
        budget.resume()
        defer { budget.pause() }
        let parts = ObservedParts(parts)
        for (index, searched) in segments.enumerated() where !evaluated[index] {
            let missing = parts.missing
            let own = try counts(in: searched, parts)
            if parts.missing > missing { continue }
            counts.merge(own, uniquingKeysWith: +)
            evaluated[index] = true
        }
        guard parts.missing == 0 else { return nil }
        return counts.map { FieldCount(field: $0.key, count: $0.value) }
            .sorted { $0.count != $1.count ? $0.count > $1.count : $0.field < $1.field }
            .prefix(max(limit, 0)).map { $0 }
    }

    private mutating func counts(
        in searched: SearchedSegment, _ parts: ObservedParts
    ) throws(SearchIndexError) -> [FieldPath: Int] {
        try budget.check()
        let segment = searched.segment
        var counts: [FieldPath: Int] = [:]
        for (field, path) in segment.fields(beginningWith: prefix) {
            try budget.spend(segment.documentCount / 16 + LeafReader.priceOfEntry)
            guard let entry = segment.entry(TermKey(field: field, kind: .exists, key: []), parts),
                let documents = segment.documents(entry, parts)
            else { continue }
            let count = documents.intersectionCount(searched.readable)
            if count > 0 { counts[path] = count }
        }
        return counts
    }
}
