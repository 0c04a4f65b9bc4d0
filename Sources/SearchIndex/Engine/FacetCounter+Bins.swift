internal import JSONDocument
internal import RegistryQuery

extension FacetCounter {
    func histogram(
        _ field: FieldPath, _ width: Double?, _ budget: inout SearchBudget
    ) throws(SearchIndexError) -> FacetAnswer {
        // What is beyond the range of doubles is in no bin.
        let counts = try counts(of: field, .number, &budget) { key in
            TermKey.number(from: key).flatMap { $0.double.isFinite ? $0 : nil }
        }
        guard let first = counts.compactMap(\.first).min(), let last = counts.compactMap(\.last).max() else {
            return answer(field, [])
        }
        let bins = width.map { NumberBins(width: $0) } ?? NumberBins(from: first, through: last)
        guard let bins, let lowest = bins.bin(of: first), let highest = bins.bin(of: last),
            highest - lowest < NumberBins.maximum
        else { throw .tooManyBins(of: field, limit: NumberBins.maximum) }
        let totals = try totals(counts, lowest...highest, &budget) {
            TermKey.number(bins.start(of: $0))
        } bin: {
            TermKey.number(from: $0).flatMap { bins.bin(of: $0) }
        }
        return answer(
            field,
            zip(lowest...highest, totals).map { bin, count in
                FacetAnswer.Bucket(key: FacetKey(number: bins.start(of: bin)), count: count)
            })
    }

    func dates(
        _ field: FieldPath, _ unit: Facet.CalendarUnit?, _ budget: inout SearchBudget
    ) throws(SearchIndexError) -> FacetAnswer {
        let counts = try counts(of: field, .date, &budget) { TermKey.date(from: $0) }
        guard let first = counts.compactMap(\.first).min(), let last = counts.compactMap(\.last).max() else {
            return answer(field, [])
        }
        let bins = unit.map { CalendarBins($0) } ?? CalendarBins(from: first, through: last)
        let (lowest, highest) = (bins.bin(of: first), bins.bin(of: last))
        guard highest - lowest < CalendarBins.maximum else {
            throw .tooManyBins(of: field, limit: CalendarBins.maximum)
        }
        let totals = try totals(counts, lowest...highest, &budget) {
            DateSpan(bins.start(of: $0)).map { TermKey.date($0.start) }
        } bin: {
            TermKey.date(from: $0).map { bins.bin(of: $0) }
        }
        return answer(
            field,
            zip(lowest...highest, totals).map { bin, count in
                FacetAnswer.Bucket(key: .text(bins.start(of: bin)), count: count)
            })
    }

    /// The documents by value in one segment, for values that can be put into bins.
    private struct Counts<Value> {
        let segment: Int
        let field: Int
        let kind: TermKind
        let column: Column
        /// By ordinal.
        let documents: [UInt32]
        /// Ordinals from the first value to the last one that some document has.
        let ordinals: Range<Int>
        let first: Value?
        let last: Value?
    }

    /// - Parameter value: what a key stands for; nil, at the ends of the order alone, for what is in no bin.
    private func counts<Value>(
        of path: FieldPath, _ kind: TermKind, _ budget: inout SearchBudget, _ value: ([UInt8]) -> Value?
    ) throws(SearchIndexError) -> [Counts<Value>] {
        var all: [Counts<Value>] = []
        try forEachColumn(of: path, kind, &budget) { index, field, column in
            let documents = column.counts(in: sets[index])
            let missing = parts.missing
            // What is missing ends this: not every key from there on is needed.
            func first(_ ordinals: some Sequence<Int>) -> (ordinal: Int, value: Value)? {
                for ordinal in ordinals where documents[ordinal] > 0 && parts.missing == missing {
                    let key = segments[index].segment.key(field: field, kind: kind, ordinal: ordinal, parts)
                    if let value = key.flatMap(value) { return (ordinal, value) }
                }
                return nil
            }
            guard let least = first(documents.indices), let most = first(documents.indices.reversed()) else { return }
            all.append(
                Counts(
                    segment: index, field: field, kind: kind, column: column, documents: documents,
                    ordinals: least.ordinal..<(most.ordinal + 1), first: least.value, last: most.value))
        }
        return all
    }

    /// How many documents have a value in each bin.
    ///
    /// - Parameters:
    ///   - start: the key at which a bin begins; nil where it has none.
    ///   - bin: the bin of a key.
    private func totals<Value>(
        _ counts: [Counts<Value>], _ bins: ClosedRange<Int>, _ budget: inout SearchBudget,
        start: (Int) -> [UInt8]?, bin: ([UInt8]) -> Int?
    ) throws(SearchIndexError) -> [Int] {
        var totals = [Int](repeating: 0, count: bins.count)
        // The beginnings of the bins but the first; nil where one of them has none.
        var starts: [[UInt8]]?
        if counts.contains(where: { Self.hasFew(bins, $0) }) {
            let keys = bins.dropFirst().compactMap(start)
            try budget.spend(keys.count * Self.priceOfKey)
            if keys.count == bins.count - 1 { starts = keys }
        }
        for counts in counts {
            let segment = segments[counts.segment].segment
            let places =
                if let starts, Self.hasFew(bins, counts) {
                    places(of: counts, startingAt: starts, segment)
                } else {
                    try places(of: counts, bins, segment, &budget, bin: bin)
                }
            if counts.column.isSingle {
                for ordinal in counts.ordinals where counts.documents[ordinal] > 0 {
                    let place = places[ordinal - counts.ordinals.lowerBound]
                    if place >= 0 { totals[Int(place)] += Int(counts.documents[ordinal]) }
                }
                continue
            }
            // A document counts once in a bin; its codes ascend, and so do their bins.
            var latest: (position: Int, place: Int32) = (-1, -1)
            try budget.spend(segment.documentCount)
            counts.column.forEachCode(in: sets[counts.segment]) { position, code in
                guard counts.ordinals.contains(Int(code)) else { return }
                let place = places[Int(code) - counts.ordinals.lowerBound]
                guard place >= 0, latest != (position, place) else { return }
                latest = (position, place)
                totals[Int(place)] += 1
            }
        }
        return totals
    }

    /// Whether there are so few bins that their beginnings are looked up among the keys; else each key is put into its
    /// bin.
    private static func hasFew<Value>(_ bins: ClosedRange<Int>, _ counts: Counts<Value>) -> Bool {
        bins.count * priceOfBin < counts.ordinals.count
    }

    /// By ordinal the place of its bin.
    private func places<Value>(
        of counts: Counts<Value>, startingAt starts: [[UInt8]], _ segment: Segment
    ) -> [Int32] {
        var places = [Int32](repeating: -1, count: counts.ordinals.count)
        var lower = counts.ordinals.lowerBound
        for place in 0...starts.count {
            var upper = counts.ordinals.upperBound
            if place < starts.count {
                let first = segment.firstOrdinal(
                    field: counts.field, kind: counts.kind, notBefore: starts[place], parts)
                upper = min(upper, first.ordinal)
            }
            upper = max(upper, lower)
            for ordinal in lower..<upper { places[ordinal - counts.ordinals.lowerBound] = Int32(place) }
            lower = upper
        }
        return places
    }
    /// By ordinal the place of its bin; -1 for none.
    private func places<Value>(
        of counts: Counts<Value>, _ bins: ClosedRange<Int>, _ segment: Segment, _ budget: inout SearchBudget,
        bin: ([UInt8]) -> Int?
    ) throws(SearchIndexError) -> [Int32] {
        var places = [Int32](repeating: -1, count: counts.ordinals.count)
        try budget.spend(counts.ordinals.count * Self.priceOfKey)
        for ordinal in counts.ordinals where counts.documents[ordinal] > 0 {
            guard let key = segment.key(field: counts.field, kind: counts.kind, ordinal: ordinal, parts),
                let bin = bin(key), bins.contains(bin)
            else { continue }
            places[ordinal - counts.ordinals.lowerBound] = Int32(bin - bins.lowerBound)
        }
        return places
    }
    /// What looking up the beginning of a bin costs, in keys that are put into their bins.
    private static let priceOfBin = 4
    /// Of a key that is made, or put into its bin, in steps.
    private static let priceOfKey = 1_000
}
