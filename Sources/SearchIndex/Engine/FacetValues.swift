internal import JSONDocument
internal import RegistryQuery

/// The distinct values of a field over the documents of a ``FacetCounter``, each with how many of them have it.
struct FacetValues {
    struct Value {
        let kind: TermKind
        let bytes: [UInt8]
        let count: Int
        /// How it is shown.
        let key: FacetKey
        /// To what the filter looks for; the same for all without one.
        let nearness: FacetFilter.Nearness
    }
    struct Top {
        /// The nearest first, of those that are as near the most frequent.
        let values: [Value]
        /// All values that were kept, and the sum of their counts.
        let distinct: Int
        let sum: Int
    }
    /// By kind, those that have values.
    private var counts: [(kind: TermKind, keys: KeyCounts)] = []
    /// Of a value, in steps.
    private static let priceOfValue = 100
    /// Of all values of one kind.
    private static let bytesMaximum = 64 << 20
    /// Bytes of a value that are copied, for a step.
    private static let bytesOfStep = 8
    /// Of a value that is compared with a text, in steps, besides what ``FacetFilter`` counts.
    private static let priceOfFilter = 200

    var count: Int { counts.reduce(0) { $0 + $1.keys.count } }

    /// Values that are found whole: keywords, numbers, truth values.
    init(
        of path: FieldPath, exactIn counter: FacetCounter, _ budget: inout SearchBudget
    ) throws(SearchIndexError) {
        try self.init(of: path, [.bool, .number, .keyword], in: counter, &budget)
    }
    init(
        of path: FieldPath, _ kinds: [TermKind], in counter: FacetCounter, _ budget: inout SearchBudget
    ) throws(SearchIndexError) {
        for kind in kinds {
            var lists: [KeyCounts] = []
            for (index, set) in counter.sets.enumerated() where !set.isEmpty {
                let segment = counter.segments[index].segment
                guard let field = segment.field(path), segment.entryCount(field: field, kind: kind) > 0,
                    let column = segment.column(field: field, kind: kind, counter.parts)
                else { continue }
                let reader = LeafReader(segment: segment, parts: counter.parts)
                lists.append(try Self.keys(column, set, field, kind, reader, &budget))
                guard lists.reduce(0, { $0 + $1.byteCount }) <= Self.bytesMaximum else {
                    throw .tooExpensive(
                        reason:
                            "the values of '\(path)' are too long to be counted: they have more than 64 MiB together")
                }
            }
            let keys = KeyCounts.merged(lists)
            try budget.spend(keys.count * Self.priceOfValue)
            if keys.count > 0 { counts.append((kind, keys)) }
        }
    }

    private static func keys(
        _ column: Column, _ set: DocumentSet, _ field: Int, _ kind: TermKind, _ reader: LeafReader,
        _ budget: inout SearchBudget
    ) throws(SearchIndexError) -> KeyCounts {
        try budget.spend(reader.segment.documentCount)
        var keys = KeyCounts()
        func append(_ ordinal: Int, _ count: Int) {
            let key = reader.segment.key(field: field, kind: kind, ordinal: ordinal, reader.parts)
            if let key { keys.append(key, count) }
        }
        // A few documents of many values: nothing as long as the list of values is made.
        let size = set.count
        if size * Self.rareness < column.valueCount {
            var codes: [UInt32] = []
            column.forEachCode(in: set) { codes.append($1) }
            codes.sort()
            var start = 0
            while start < codes.count {
                var end = start + 1
                while end < codes.count, codes[end] == codes[start] { end += 1 }
                append(Int(codes[start]), end - start)
                start = end
            }
            return keys
        }
        let found = column.counts(in: set)
        let distinct = found.reduce(0) { $0 + ($1 > 0 ? 1 : 0) }
        guard distinct * Self.rareness > found.count else {
            for (ordinal, count) in found.enumerated() where count > 0 { append(ordinal, Int(count)) }
            return keys
        }
        // Keys in a row are read faster than one by one.
        try reader.scan(field: field, kind: kind, price: LeafReader.priceOfEntry, &budget) { key, entry, _ in
            if entry.ordinal < found.count, case let count = found[entry.ordinal], count > 0 {
                keys.append(key, Int(count))
            }
            return true
        }
        return keys
    }
    private static let rareness = 16

    /// Calls `body` with the values of one kind in their order.
    func forEach(_ kind: TermKind, _ body: ([UInt8], Int) -> Void) {
        for (own, keys) in counts where own == kind {
            for index in 0..<keys.count { body(keys.key(index), keys.counts[index]) }
        }
    }

    /// The first of those that `filter` keeps: by nearness, then the most frequent, ties by their keys.
    func top(
        _ size: Int, _ filter: FacetFilter?, _ budget: inout SearchBudget
    ) throws(SearchIndexError) -> Top {
        var heap = BoundedHeap<Value>(capacity: size)
        var distinct = 0
        var sum = 0
        for (kind, keys) in counts {
            for index in 0..<keys.count {
                let count = keys.counts[index]
                if filter == nil {
                    distinct += 1
                    sum += count
                    guard size > 0 else { continue }
                    if let last = heap.last {
                        // Texts come in the order of their bytes, which is that of their keys.
                        if last.count > count || (last.count == count && kind == .keyword && last.kind == .keyword) {
                            continue
                        }
                    }
                }
                var nearness = FacetFilter.Nearness.begins
                if let filter {
                    // The filter sees no more of a key; what is behind that need not be copied.
                    var steps = Self.priceOfFilter
                    let found = filter.nearness(
                        of: Self.key(kind, keys.key(index, atMost: QueryLimits.visibleBytes + 4)), steps: &steps)
                    try budget.spend(steps)
                    guard let found else { continue }
                    nearness = found
                    distinct += 1
                    sum += count
                }
                let bytes = keys.key(index)
                try budget.spend(Self.priceOfValue + bytes.count / Self.bytesOfStep)
                let value = Value(
                    kind: kind, bytes: bytes, count: count, key: Self.key(kind, bytes), nearness: nearness)
                heap.insert(value, by: Self.precedes)
            }
        }
        return Top(values: heap.sorted(by: Self.precedes), distinct: distinct, sum: sum)
    }
    private static func key(_ kind: TermKind, _ bytes: [UInt8]) -> FacetKey {
        switch kind {
        case .bool: .bool(TermKey.bool(from: bytes) ?? false)
        case .number: FacetKey(number: TermKey.number(from: bytes) ?? 0)
        default: .text(String(decoding: bytes, as: UTF8.self))
        }
    }
    private static func precedes(_ one: Value, _ other: Value) -> Bool {
        if one.nearness != other.nearness { return one.nearness < other.nearness }
        return one.count != other.count ? one.count > other.count : one.key.precedes(other.key)
    }
}
