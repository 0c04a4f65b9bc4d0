internal import JSONDocument
package import RegistryQuery

/// Counts one facet over documents whose values are at hand.
struct FacetTally {
    /// The values of one document by field, of all the fields that are asked for.
    typealias Values = [FieldPath: [FieldValue]]

    private let facet: Facet
    private let documents: [Values]

    init(_ facet: Facet, over documents: [Values]) {
        self.facet = facet
        self.documents = documents
    }

    /// - Throws: `.tooExpensive` where a histogram would have more bins than it may.
    func answer() throws(SearchIndexError) -> FacetAnswer {
        switch facet.kind {
        case .terms(let size, let text): try terms(size: size, filter: text.map { FacetFilter(matching: $0) })
        case .histogram(let width): try histogram(width)
        case .dates(let unit): try dates(unit)
        case .ranges(let ranges): self.ranges(ranges)
        case .statistics(let percentiles): statistics(percentiles)
        case .distinct: FacetAnswer(field: facet.field, buckets: [], distinct: byKey.count)
        }
    }

    private func terms(size: Int, filter: FacetFilter?) throws(SearchIndexError) -> FacetAnswer {
        var kept: [(key: FacetKey, nearness: FacetFilter.Nearness, documents: [Values])] = []
        for (value, documents) in byKey {
            let key = FacetKey(value)
            guard let nearness = filter.map({ $0.nearness(of: key) }) ?? .begins else { continue }
            kept.append((key, nearness, documents))
        }
        kept.sort { one, two in
            if one.nearness != two.nearness { return one.nearness < two.nearness }
            return one.documents.count != two.documents.count
                ? one.documents.count > two.documents.count : one.key.precedes(two.key)
        }
        let shown = kept.prefix(min(max(size, 0), Facet.sizeMaximum))
        var buckets: [FacetAnswer.Bucket] = []
        for (key, _, documents) in shown {
            var nested: [FacetAnswer] = []
            for facet in facet.nested { nested.append(try FacetTally(facet, over: documents).answer()) }
            buckets.append(FacetAnswer.Bucket(key: key, count: documents.count, nested: nested))
        }
        return FacetAnswer(
            field: facet.field, buckets: buckets, distinct: kept.count,
            others: kept.dropFirst(shown.count).reduce(0) { $0 + $1.documents.count })
    }

    private func histogram(_ width: Double?) throws(SearchIndexError) -> FacetAnswer {
        // What is beyond the range of doubles is in no bin.
        let byNumber = byNumber.filter { $0.number.double.isFinite }
        guard let first = byNumber.first?.number, let last = byNumber.last?.number else { return empty }
        let bins = width.map { NumberBins(width: $0) } ?? NumberBins(from: first, through: last)
        guard let bins, let lowest = bins.bin(of: first), let highest = bins.bin(of: last),
            highest - lowest < NumberBins.maximum
        else { throw .tooManyBins(of: facet.field, limit: NumberBins.maximum) }
        var documents: [Int: Set<Int>] = [:]
        for (number, holders) in byNumber {
            guard let bin = bins.bin(of: number) else { continue }
            documents[bin, default: []].formUnion(holders)
        }
        return answer(
            (lowest...highest).map { bin in
                FacetAnswer.Bucket(key: FacetKey(number: bins.start(of: bin)), count: documents[bin]?.count ?? 0)
            })
    }

    private func dates(_ unit: Facet.CalendarUnit?) throws(SearchIndexError) -> FacetAnswer {
        let dates = documents.map { Set(values(of: $0).compactMap(\.date)) }
        let all = dates.reduce(into: Set()) { $0.formUnion($1) }
        guard let first = all.min(), let last = all.max() else { return empty }
        let bins = unit.map { CalendarBins($0) } ?? CalendarBins(from: first, through: last)
        let (lowest, highest) = (bins.bin(of: first), bins.bin(of: last))
        guard highest - lowest < CalendarBins.maximum else {
            throw .tooManyBins(of: facet.field, limit: CalendarBins.maximum)
        }
        var counts: [Int: Int] = [:]
        for dates in dates {
            for bin in Set(dates.map { bins.bin(of: $0) }) { counts[bin, default: 0] += 1 }
        }
        return answer(
            (lowest...highest).map { bin in
                FacetAnswer.Bucket(key: .text(bins.start(of: bin)), count: counts[bin] ?? 0)
            })
    }

    private func ranges(_ ranges: [Facet.Range]) -> FacetAnswer {
        answer(
            ranges.map { range in
                let interval = FacetInterval(range)
                let count = documents.count { document in values(of: document).contains { interval.contains($0) } }
                return FacetAnswer.Bucket(key: .text(range.key), count: count)
            })
    }

    private func statistics(_ percentiles: [Double]) -> FacetAnswer {
        let values = byNumber.map { (number: $0.number, count: $0.documents.count) }
        return FacetAnswer(
            field: facet.field, buckets: [], distinct: 0,
            statistics: NumberSummary.statistics(of: values, percentiles: percentiles))
    }

    private var empty: FacetAnswer { answer([]) }
    private func answer(_ buckets: [FacetAnswer.Bucket]) -> FacetAnswer {
        FacetAnswer(field: facet.field, buckets: buckets, distinct: buckets.count)
    }
    private func values(of document: Values) -> [FieldValue] { document[facet.field] ?? [] }

    /// The documents of each value; a value that a document has several times counts once.
    private var byKey: [SortValue: [Values]] {
        var documentsByKey: [SortValue: [Values]] = [:]
        for document in documents {
            for key in Set(values(of: document).compactMap(\.exact)) {
                documentsByKey[key, default: []].append(document)
            }
        }
        return documentsByKey
    }
    /// The numbers in ascending order, each with the documents that have it.
    private var byNumber: [(number: JSONNumber, documents: [Int])] {
        var documentsByNumber: [JSONNumber: [Int]] = [:]
        for (index, document) in documents.enumerated() {
            for number in Set(values(of: document).compactMap(\.number)) {
                documentsByNumber[number, default: []].append(index)
            }
        }
        return documentsByNumber.sorted { $0.key < $1.key }.map { (number: $0.key, documents: $0.value) }
    }
}

extension FieldValue {
    /// The value where it is found whole: a keyword, which may read as a date, a number, a truth value; never a text.
    var exact: SortValue? {
        switch self {
        case .keyword(let text): .text(text)
        case .number(let number): .number(number)
        case .bool(let value): .bool(value)
        case .text: nil
        }
    }
    var number: JSONNumber? { if case .number(let number) = self { number } else { nil } }
    /// The moment that a keyword reads as.
    var date: DateInstant? { if case .keyword(let text) = self { DateSpan(text)?.start } else { nil } }
}

extension FacetKey {
    /// The key of ``FieldValue/exact``.
    fileprivate init(_ value: SortValue) {
        switch value {
        case .bool(let value): self = .bool(value)
        case .number(let number): self.init(number: number)
        case .text(let text): self = .text(text)
        case .date(let date): self = .text(String(describing: date))
        }
    }
}

extension SearchIndexError {
    /// A histogram of `field` would have more bins than one may, or too narrow ones.
    package static func tooManyBins(of field: FieldPath, limit: Int) -> Self {
        .tooExpensive(
            reason: """
                the histogram of '\(field)' would have more than \(limit) bins; take a larger width or unit, or leave it \
                out to have it chosen
                """)
    }
}
