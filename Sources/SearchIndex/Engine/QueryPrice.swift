internal import JSONDocument
internal import RegistryQuery

/// What a query may cost over segments, told from their headers before anything is read.
///
/// Prices are about nanoseconds of one core and rather too high. They decide alone what waits for its turn: segments
/// hold what the caller may not read, so that a refusal by them would tell of it (see ``ReadablePrice``).
package enum QueryPrice {
    /// Of all clauses of a query together, by ``ReadablePrice``.
    package static let maximum = 3_000_000_000
    /// What runs at once, however many others wait for their turn.
    package static let small = 50_000_000

    enum Costs {
        static let lookUp = 4_000
        /// Of an entry of the dictionary that is read; of one that is tried by a pattern besides.
        static let entry = 60
        static let wildcard = 80
        static let regex = 250
        static let fuzzy = 150
        static let date = 150
        /// Of a document, for every word of a phrase.
        static let place = 60
        /// Of an object of a nested field that is read, of one that may have a value that is looked up, and of one that
        /// may have a value that a pattern or a range fits.
        static let object = 10
        static let objectOfValue = 25
        static let objectOfMany = 80
        /// Of a document that a clause may count for.
        static let score = 4
        /// Of a document whose value is counted, or sorted by.
        static let value = 4
        /// How many times as dear it is to compare each value with a text.
        static let filter = 8

        /// Of an entry that is tried.
        static func attempt(_ node: QueryNode) -> Int {
            switch node {
            case .regex: regex
            case .fuzzy: fuzzy
            case .wildcard(_, let pattern): pattern.isPrefix ? 0 : wildcard
            default: wildcard
            }
        }
    }

    /// - Parameter isRanked: whether clauses are counted and scored.
    static func price(
        of plan: QueryPlan, _ order: SearchOrder, isRanked: Bool, over segments: [SearchedSegment]
    ) -> Int {
        let searched = segments.filter { !(isRanked ? $0.readable : $0.reach).isEmpty }.map(\.segment)
        var total = 0
        for leaf in plan.leaves {
            total += searched.reduce(0) { $0 + price(of: leaf, in: $1) }
            if plan.leaves.count > 1 { total += searched.reduce(0) { $0 + priceInObjects(of: leaf, in: $1) } }
        }
        if isRanked { total += plan.clauses.count * searched.reduce(0) { $0 + $1.documentCount * Costs.score } }
        guard case .fields(let keys) = order else { return total }
        return keys.reduce(total) { total, key in searched.reduce(total) { $0 + price(of: key, in: $1) } }
    }

    static func price(of facets: [Facet], over segments: [SearchedSegment]) -> Int {
        let searched = segments.filter { !$0.reach.isEmpty }.map(\.segment)
        return facets.reduce(0) { total, facet in searched.reduce(total) { $0 + price(of: facet, in: $1) } }
    }

    /// Of the names of fields and how many documents have each.
    static func price(ofFieldsBeginningWith prefix: String, over segments: [SearchedSegment]) -> Int {
        segments.lazy.filter { !$0.readable.isEmpty }.map(\.segment).reduce(0) {
            $0 + $1.fieldCount(beginningWith: prefix) * (Costs.lookUp + $1.documentCount / 16)
        }
    }

    // MARK: Clauses

    private static func price(of leaf: QueryPlan.Leaf, in segment: Segment) -> Int {
        guard let field = segment.field(of: leaf) else { return 0 }
        switch leaf.question {
        case .existence: return Costs.lookUp + segment.documentCount / 8
        case .keys(let keys):
            return keys.count * Costs.lookUp + segment.documentCount / 8
                + keys.row.count * segment.documentCount * Costs.place
        case .range(let range): return price(of: range, field: field, in: segment)
        case .pattern(let probe): return price(of: probe, leaf.node, field: field, in: segment)
        }
    }
    private static func price(of probe: ValueProbe, _ node: QueryNode, field: Int, in segment: Segment) -> Int {
        let each = Costs.entry + Costs.attempt(node)
        func scanned(_ kind: TermKind, _ prefix: String) -> Int {
            let keys = KeyInterval(prefix: prefix)
            return segment.entryCountAtMost(field: field, kind: kind, from: keys.lower, through: keys.upper) * each
        }
        var price = Costs.lookUp + scanned(.keyword, probe.keywordPrefix)
        for index in 0..<probe.places { price += scanned(.word, index == 0 ? probe.wordPrefix : "") }
        if probe.places > 1 { price += probe.places * segment.documentCount * Costs.place }
        return price
    }

    /// What a clause costs besides where it may be asked of the objects of nested fields one by one.
    private static func priceInObjects(of leaf: QueryPlan.Leaf, in segment: Segment) -> Int {
        guard !segment.nestedFields.isEmpty, let path = leaf.field, let field = segment.field(path) else { return 0 }
        let objects = segment.nestedFields.filter { path.isBelow($0) }.reduce(0) { $0 + segment.objectCount(of: $1) }
        if objects == 0 { return 0 }
        return PlacedScan.all(of: leaf).reduce(objects * Costs.object) { price, scan in
            let (lower, upper) = (scan.interval.lower, scan.interval.upper)
            let bytes = segment.positionBytesAtMost(field: field, kind: .placed, from: lower, through: upper)
            let values = min(objects, bytes) * (scan.isExact ? Costs.objectOfValue : Costs.objectOfMany)
            if scan.isExact { return price + Costs.lookUp + values }
            let entries = segment.entryCountAtMost(field: field, kind: .placed, from: lower, through: upper)
            return price + Costs.lookUp + entries * (Costs.entry + Costs.fuzzy) + values
        }
    }

    private static func price(of range: RangeKeys, field: Int, in segment: Segment) -> Int {
        func scanned(_ kind: TermKind, _ keys: KeyInterval) -> Int {
            let count = segment.entryCountAtMost(field: field, kind: kind, from: keys.lower, through: keys.upper)
            let price = count * Costs.entry
            return field != 0 && kind.hasColumn ? min(price, segment.documentCount) : price
        }
        var price = Costs.lookUp
        if let numbers = range.numbers { price += scanned(.number, numbers) }
        if let dates = range.dates { price += scanned(.date, dates) }
        if let keys = range.keywords {
            price += scanned(.keyword, keys)
            if range.dates != nil, segment.entryCount(field: field, kind: .date) > 0 {
                let count = segment.entryCountAtMost(
                    field: field, kind: .keyword, from: keys.lower, through: keys.upper)
                price += count * Costs.date
            }
        }
        if let words = range.words { price += scanned(.word, words) }
        return price
    }

    // MARK: Orders and facets

    private static func price(of key: SortKey, in segment: Segment) -> Int {
        guard let field = segment.field(key.field) else { return 0 }
        let columns = price(of: field, in: segment, each: 0)
        // Where some of its texts are dates, each of them has to be read.
        let dated = segment.entryCount(field: field, kind: .date) > 0
        return dated ? columns + segment.entryCount(field: field, kind: .keyword) * (Costs.entry + Costs.date) : columns
    }

    private static func price(of facet: Facet, in segment: Segment) -> Int {
        guard let field = segment.field(facet.field) else { return 0 }
        let own = price(of: field, in: segment, each: Costs.entry + Costs.wildcard)
        switch facet.kind {
        case .ranges(let ranges): return own + ranges.count * (2 * Costs.lookUp + segment.documentCount / 8)
        case .terms(let size, let text):
            let buckets = min(max(size, 0), Facet.sizeMaximum, segment.documentCount)
            // Each bucket counts its own documents, and at least looks at the set of them.
            let each = facet.nested.reduce(0) {
                $0 + Costs.lookUp + segment.documentCount / 8 + price(of: $1, in: segment) / 8
            }
            return (text == nil ? own : own * Costs.filter) + buckets * each
        case .histogram, .dates, .statistics, .distinct: return own
        }
    }
    /// - Parameter each: the price of a value.
    private static func price(of field: Int, in segment: Segment, each: Int) -> Int {
        let kinds: [TermKind] = [.bool, .number, .date, .keyword]
        return kinds.reduce(Costs.lookUp) { price, kind in
            let count = segment.entryCount(field: field, kind: kind)
            return count == 0 ? price : price + segment.documentCount * Costs.value + count * each
        }
    }
}
