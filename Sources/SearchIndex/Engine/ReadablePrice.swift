internal import RegistryQuery

/// What a query may cost as far as its caller can tell: from its text and the number of documents the caller may read.
///
/// By this alone a search is refused before it runs, so that a refusal tells nothing of what is hidden, nor of how
/// documents lie in segments. It is rather too low; what is dearer than that is ended by the clock of a
/// ``SearchBudget``. A million documents allow hundreds of words and phrases, and a few patterns that have to try every
/// value of every field.
enum ReadablePrice {
    private typealias Costs = QueryPrice.Costs

    /// Values that are tried, in halves for every document: of all fields, and of one.
    private static let valuesOfAll = 4
    private static let valuesOfOne = 1
    /// For so many keywords there is one word that no other text has.
    private static let wordiness = 8
    /// Of so many values one begins with letters that are known.
    private static let selectivity = 16
    /// Of so many documents one has all words of a phrase.
    private static let rareness = 16

    /// - Parameters:
    ///   - documents: what is looked at: all that is readable where clauses are counted, else what is in reach.
    ///   - maximum: see ``QueryPrice/maximum``.
    /// - Throws: `.tooExpensive`, which names the dearest clause.
    static func check(
        _ plan: QueryPlan, _ order: SearchOrder, isRanked: Bool, documents: Int, atMost maximum: Int
    ) throws(SearchIndexError) {
        if documents == 0 { return }
        var total = isRanked ? plan.clauses.count * documents * Costs.score : 0
        if case .fields(let keys) = order { total += keys.count * (Costs.lookUp + documents * Costs.value) }
        var dearest: (price: Int, leaf: QueryPlan.Leaf)?
        for leaf in plan.leaves {
            let price = self.price(of: leaf, documents)
            total += price
            if price > dearest?.price ?? 0 { dearest = (price, leaf) }
        }
        if total <= maximum { return }
        throw dearest.map { .tooExpensive(reason: reason($0.leaf)) } ?? .exhausted
    }

    /// - Throws: `.tooExpensive`, which names the dearest facet.
    static func check(_ facets: [Facet], documents: Int, atMost maximum: Int) throws(SearchIndexError) {
        if documents == 0 { return }
        var total = 0
        var dearest: (price: Int, facet: Facet)?
        for facet in facets {
            let price = self.price(of: facet, documents)
            total += price
            if price > dearest?.price ?? 0 { dearest = (price, facet) }
        }
        guard total > maximum, let dearest else { return }
        throw .tooExpensive(
            reason: """
                the facet of '\(excerpt(dearest.facet.field.description))' has too many values to count; narrow the query, \
                or ask for fewer facets and smaller ones
                """)
    }

    private static func price(of leaf: QueryPlan.Leaf, _ documents: Int) -> Int {
        let lookUp = Costs.lookUp + documents / 8
        let values = (leaf.field == nil ? valuesOfAll : valuesOfOne) * documents / 2
        switch leaf.question {
        case .existence: return lookUp
        case .keys(let keys):
            return keys.count * Costs.lookUp + documents / 8 + keys.row.count * documents * Costs.place / rareness
        case .range: return lookUp + (leaf.field == nil ? values * Costs.entry : documents * Costs.value)
        case .pattern(let probe): return lookUp + price(of: probe, leaf.node, values, documents)
        }
    }
    private static func price(of probe: ValueProbe, _ node: QueryNode, _ values: Int, _ documents: Int) -> Int {
        func tried(_ values: Int, _ prefix: String) -> Int {
            let share = prefix.isEmpty ? values : values / selectivity
            return share * (Costs.entry + Costs.attempt(node))
        }
        var price = tried(values, probe.keywordPrefix)
        for place in 0..<probe.places { price += tried(values / wordiness, place == 0 ? probe.wordPrefix : "") }
        if probe.places > 1 { price += probe.places * documents * Costs.place / rareness }
        return price
    }

    private static func price(of facet: Facet, _ documents: Int) -> Int {
        let own = Costs.lookUp + documents * Costs.value
        switch facet.kind {
        case .ranges(let ranges): return own + ranges.count * (Costs.lookUp + documents / 8)
        case .terms(let size, let text):
            let buckets = min(max(size, 0), Facet.sizeMaximum, documents)
            // Each bucket counts its own documents, and at least looks at the set of them.
            let each = facet.nested.reduce(0) { $0 + Costs.lookUp + documents / 8 + price(of: $1, documents) / 8 }
            return (text == nil ? own : own * Costs.filter) + buckets * each
        case .histogram, .dates, .statistics, .distinct: return own
        }
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
}
