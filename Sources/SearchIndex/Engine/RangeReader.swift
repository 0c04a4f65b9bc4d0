internal import JSONDocument
internal import RegistryQuery

/// Finds the documents of one segment that have a value within bounds.
struct RangeReader {
    private let reader: LeafReader
    private let field: Int
    private var segment: Segment { reader.segment }
    private var parts: ObservedParts { reader.parts }

    /// Up to so many entries their postings are put together, beyond that a column is read.
    private static let fewEntries = 64

    init(_ reader: LeafReader, field: Int) {
        self.reader = reader
        self.field = field
    }

    func documents(in range: RangeKeys, _ budget: inout SearchBudget) throws(SearchIndexError) -> DocumentSet {
        var found = reader.none
        if let numbers = range.numbers { found.formUnion(try documents(.number, numbers, &budget)) }
        if let dates = range.dates { found.formUnion(try documents(.date, dates, &budget)) }
        if let keywords = range.keywords {
            found.formUnion(
                range.dates == nil
                    ? try documents(.keyword, keywords, &budget)
                    : try undated(keywords, range.probe, beside: found, &budget))
        }
        if let words = range.words { found.formUnion(try documents(.word, words, &budget)) }
        return found
    }

    /// The documents that have an entry in `interval`.
    func documents(
        _ kind: TermKind, _ interval: KeyInterval, _ budget: inout SearchBudget
    ) throws(SearchIndexError) -> DocumentSet {
        let count = segment.entryCountAtMost(field: field, kind: kind, from: interval.lower, through: interval.upper)
        if count == 0 { return reader.none }
        if field != 0, kind.hasColumn, count > Self.fewEntries {
            let column = segment.column(field: field, kind: kind, parts)
            let codes = codes(kind, interval)
            try budget.spend(segment.documentCount / 8)
            return column?.documents(withCodesIn: codes, capacity: segment.documentCount) ?? reader.none
        }
        return try documents(kind, interval, &budget) { _, _ in true }
    }

    private func documents(
        _ kind: TermKind, _ interval: KeyInterval, _ budget: inout SearchBudget,
        where holds: (UnsafeRawBufferPointer, inout Int) -> Bool
    ) throws(SearchIndexError) -> DocumentSet {
        var union = DocumentUnion(segment)
        try reader.scan(
            field: field, kind: kind, from: interval.lower, through: interval.upper, price: LeafReader.priceOfEntry,
            &budget
        ) { key, entry, steps in
            if interval.contains(key), holds(key, &steps) { union.insert(entry, parts) }
            return true
        }
        return union.set()
    }

    /// The documents with a keyword in `interval` that does not read as a date; of `found` perhaps not all.
    private func undated(
        _ interval: KeyInterval, _ range: RangeProbe, beside found: DocumentSet, _ budget: inout SearchBudget
    ) throws(SearchIndexError) -> DocumentSet {
        if segment.entryCount(field: field, kind: .date) == 0 { return try documents(.keyword, interval, &budget) }
        guard field != 0 else { return try each(interval, range, &budget) }
        let columns = [TermKind.keyword, .date].map { segment.column(field: field, kind: $0, parts) }
        guard let keywords = columns[0], let dated = columns[1] else { return reader.none }
        guard keywords.isSingle else { return try each(interval, range, &budget) }
        // With one string each, who has a date has nothing else.
        var undated = keywords.documents(withCodesIn: codes(.keyword, interval), capacity: segment.documentCount)
        undated.subtract(found)
        undated.subtract(dated.holders(among: undated))
        return undated
    }
    /// The same, by looking at each keyword.
    private func each(
        _ interval: KeyInterval, _ range: RangeProbe, _ budget: inout SearchBudget
    ) throws(SearchIndexError) -> DocumentSet {
        try documents(.keyword, interval, &budget) { key, steps in
            range.containsKeyword(String(decoding: key, as: UTF8.self), steps: &steps)
        }
    }

    /// The ordinals of the entries in `interval`.
    private func codes(_ kind: TermKind, _ interval: KeyInterval) -> Range<Int> {
        let lower = interval.lower.map { ordinal(kind, after: $0, orAt: interval.includesLower) } ?? 0
        let end = segment.entryCount(field: field, kind: kind)
        let upper = interval.upper.map { ordinal(kind, after: $0, orAt: !interval.includesUpper) } ?? end
        return lower..<max(lower, upper)
    }
    /// The first ordinal whose key comes after `bound`, or is it.
    private func ordinal(_ kind: TermKind, after bound: [UInt8], orAt includesBound: Bool) -> Int {
        let first = segment.firstOrdinal(field: field, kind: kind, notBefore: bound, parts)
        return first.isThere && !includesBound ? first.ordinal + 1 : first.ordinal
    }
}
