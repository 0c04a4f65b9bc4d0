internal import JSONDocument
internal import RegistryQuery

/// What a query may cost over segments, told from their headers before anything is read.
///
/// Prices are about nanoseconds of one core and rather too high: what stays within ``maximum`` ends before the deadline of
/// a ``SearchBudget``. A million documents allow hundreds of terms, dozens of phrases, and a few patterns that have to
/// try every value of every field.
package enum QueryPrice {
    /// Of all clauses of a query together.
    package static let maximum = 3_000_000_000
    /// What runs at once, however many others wait for their turn.
    package static let small = 50_000_000

    private static let lookUp = 4_000
    /// Of an entry of the dictionary that is read; of one that is tried by a pattern besides.
    private static let entry = 60
    private static let wildcard = 80
    private static let regex = 250
    private static let fuzzy = 150
    private static let date = 150
    /// Of a document, for every word of a phrase.
    private static let place = 60
    /// Of an object of a nested field, or of a value in one.
    private static let object = 20
    /// Of a document that a clause may count for.
    private static let score = 4
    /// Of a document whose value is counted.
    private static let value = 4
    /// How many times as dear it is to compare each value with a text.
    private static let filter = 8

    /// - Parameter isRanked: whether clauses are counted and scored.
    /// - Returns: the price.
    /// - Throws: `.tooExpensive`, which names the dearest clause.
    static func check(
        _ plan: QueryPlan, over segments: [SearchedSegment], isRanked: Bool, atMost maximum: Int
    ) throws(SearchIndexError) -> Int {
        let searched = segments.filter { !(isRanked ? $0.readable : $0.reach).isEmpty }.map(\.segment)
        var total = 0
        var dearest: (price: Int, leaf: QueryPlan.Leaf)?
        for leaf in plan.leaves {
            var price = searched.reduce(0) { $0 + self.price(of: leaf, in: $1) }
            if plan.leaves.count > 1 { price += searched.reduce(0) { $0 + priceInObjects(of: leaf, in: $1) } }
            total += price
            if price > dearest?.price ?? 0 { dearest = (price, leaf) }
        }
        if isRanked {
            total += plan.clauses.count * searched.reduce(0) { $0 + $1.documentCount * score }
        }
        guard total > maximum, let dearest else { return total }
        throw .tooExpensive(reason: reason(dearest.leaf))
    }

    /// - Returns: the price.
    /// - Throws: `.tooExpensive`, which names the dearest facet.
    static func check(
        _ facets: [Facet], over segments: [SearchedSegment], atMost maximum: Int
    ) throws(SearchIndexError) -> Int {
        let searched = segments.filter { !$0.reach.isEmpty }.map(\.segment)
        var total = 0
        var dearest: (price: Int, facet: Facet)?
        for facet in facets {
            let price = searched.reduce(0) { $0 + self.price(of: facet, in: $1) }
            total += price
            if price > dearest?.price ?? 0 { dearest = (price, facet) }
        }
        guard total > maximum, let dearest else { return total }
        throw .tooExpensive(
            reason: """
                the facet of '\(excerpt(dearest.facet.field.description))' has too many values to count; narrow the query, \
                or ask for fewer facets and smaller ones
                """)
    }

    // MARK: Clauses

    private static func price(of leaf: QueryPlan.Leaf, in segment: Segment) -> Int {
        guard case .finds(let probe) = leaf.question else { return lookUp + segment.documentCount / 8 }
        guard let field = probe.field.map({ segment.field($0) }) ?? 0 else { return 0 }
        if let keys = ExactKeys(probe, field: field) {
            return (keys.alternatives.count + keys.row.count) * lookUp + segment.documentCount / 8
                + keys.row.count * segment.documentCount * place
        }
        if let range = probe.range { return price(of: range, field: field, in: segment) }
        let prefixed: Bool = if case .wildcard(_, let pattern) = leaf.node { pattern.isPrefix } else { false }
        let attempt =
            switch leaf.node {
            case .regex: regex
            case .fuzzy: fuzzy
            default: prefixed ? 0 : wildcard
            }
        func scanned(_ kind: TermKind, _ prefix: String) -> Int {
            let keys = RangeReader.Interval(prefix: prefix)
            return segment.entryCountAtMost(field: field, kind: kind, from: keys.lower, through: keys.upper)
                * (entry + attempt)
        }
        var price = lookUp + scanned(.keyword, probe.keywordPrefix)
        for index in 0..<probe.places { price += scanned(.word, index == 0 ? probe.wordPrefix : "") }
        if probe.places > 1 { price += probe.places * segment.documentCount * place }
        return price
    }

    /// What a clause costs besides where it may be asked of the objects of nested fields one by one.
    private static func priceInObjects(of leaf: QueryPlan.Leaf, in segment: Segment) -> Int {
        guard !segment.nestedFields.isEmpty, let path = leaf.field, let field = segment.field(path) else { return 0 }
        let nested = segment.nestedFields.filter { path.isBelow($0) }.compactMap { segment.field($0) }
        if nested.isEmpty { return 0 }
        let objects = nested.reduce(0) {
            $0 + segment.positionBytesAtMost(field: $1, kind: .objects, from: nil, through: nil)
        }
        return PlacedScan.all(of: leaf, field: field).reduce(objects * object) { price, scan in
            let (lower, upper) = (scan.interval.lower, scan.interval.upper)
            let entries = segment.entryCountAtMost(field: field, kind: .placed, from: lower, through: upper)
            let places = segment.positionBytesAtMost(field: field, kind: .placed, from: lower, through: upper)
            return price + lookUp + entries * (entry + fuzzy) + places * object
        }
    }

    private static func price(of range: RangeProbe, field: Int, in segment: Segment) -> Int {
        func scanned(_ kind: TermKind, _ keys: RangeReader.Interval) -> Int {
            let count = segment.entryCountAtMost(field: field, kind: kind, from: keys.lower, through: keys.upper)
            return field != 0 && kind.hasColumn ? min(count * entry, segment.documentCount) : count * entry
        }
        var price = lookUp
        if let numbers = range.numbers {
            price += scanned(.number, RangeReader.Interval(numbers) { TermKey.number($0) })
        }
        if let dates = range.dates { price += scanned(.date, RangeReader.Interval(dates) { TermKey.date($0) }) }
        if let texts = range.texts {
            let keys = RangeReader.Interval(texts) { TermKey.text($0.text) }
            price += scanned(.keyword, keys)
            if range.dates != nil, segment.entryCount(field: field, kind: .date) > 0 {
                price +=
                    segment.entryCountAtMost(field: field, kind: .keyword, from: keys.lower, through: keys.upper) * date
            }
        }
        if let words = range.words { price += scanned(.word, RangeReader.Interval(words) { TermKey.text($0.text) }) }
        return price
    }

    private static func reason(_ leaf: QueryPlan.Leaf) -> String {
        let advice =
            switch leaf.node {
            case .wildcard(nil, _), .regex(nil, _), .fuzzy(nil, _, _), .range(nil, _): "name a field for it"
            case .wildcard, .regex: "let it begin with letters that are known"
            default: "use fewer clauses"
            }
        return """
            the search is too expensive, above all for '\(excerpt(leaf.node.description))'; \(advice), or search one \
            project, as in '_extra.project_id:PRJ1 AND …'
            """
    }
    /// The beginning of a text that a client wrote.
    private static func excerpt(_ text: String) -> String {
        text.unicodeScalars.count <= 100
            ? text : String(String.UnicodeScalarView(text.unicodeScalars.prefix(100))) + "…"
    }

    // MARK: Facets

    private static func price(of facet: Facet, in segment: Segment) -> Int {
        var own = price(of: facet.field, in: segment)
        guard case .terms(let size, let text) = facet.kind else { return own }
        if text != nil { own *= filter }
        if facet.nested.isEmpty { return own }
        let buckets = min(max(size, 0), Facet.sizeMaximum, segment.documentCount)
        // Each bucket counts its own documents, and at least looks at the set of them.
        let each = facet.nested.reduce(0) {
            $0 + lookUp + segment.documentCount / 8 + price(of: $1.field, in: segment) / 8
        }
        return own + buckets * each
    }
    private static func price(of path: FieldPath, in segment: Segment) -> Int {
        guard let field = segment.field(path) else { return 0 }
        let kinds: [TermKind] = [.bool, .number, .date, .keyword]
        return kinds.reduce(lookUp) { price, kind in
            let count = segment.entryCount(field: field, kind: kind)
            return count == 0 ? price : price + segment.documentCount * value + count * (entry + wildcard)
        }
    }
}
