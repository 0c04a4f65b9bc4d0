internal import RegistryQuery

/// Finds the documents of one segment that a leaf of a query asks for.
struct LeafReader {
    let segment: Segment
    let parts: ObservedParts

    /// How many times as dear as a document a phrase is to look at.
    private static let priceOfPhrase = 16

    var none: DocumentSet { DocumentSet(capacity: segment.documentCount) }

    /// About how many documents match, with what is dear to find out counted as more; never dearer than a look-up.
    func estimate(_ leaf: QueryPlan.Leaf) -> Int {
        switch leaf.question {
        case .exists(let path):
            guard let field = segment.field(path) else { return 0 }
            return count(TermKey(field: field, kind: .exists, key: []))
        case .finds(let probe):
            guard let field = probe.field.map({ segment.field($0) }) ?? 0 else { return 0 }
            guard let keys = ExactKeys(probe, field: field) else { return 2 * segment.documentCount }
            let single = keys.alternatives.reduce(0) { $0 + count($1) }
            if keys.row.isEmpty { return single }
            return single + Self.priceOfPhrase * (keys.row.map(count).min() ?? 0)
        }
    }
    private func count(_ key: TermKey) -> Int { segment.entry(key, parts)?.count ?? 0 }

    /// The documents of `set` that match; those that a missing part would show are left out.
    ///
    /// - Throws: what ``SearchBudget/spend(_:)`` does.
    func documents(
        of leaf: QueryPlan.Leaf, within set: DocumentSet, _ budget: inout SearchBudget
    ) throws(SearchIndexError) -> DocumentSet {
        var found = try candidates(leaf, within: set, &budget)
        found.formIntersection(set)
        return found
    }

    /// The documents that match, of phrases only those of `set`.
    private func candidates(
        _ leaf: QueryPlan.Leaf, within set: DocumentSet, _ budget: inout SearchBudget
    ) throws(SearchIndexError) -> DocumentSet {
        try budget.spend(segment.documentCount / 64 + 64)
        switch leaf.question {
        case .exists(let path):
            guard let field = segment.field(path) else { return none }
            return documents(TermKey(field: field, kind: .exists, key: []))
        case .finds(let probe):
            guard let field = probe.field.map({ segment.field($0) }) ?? 0 else { return none }
            if let keys = ExactKeys(probe, field: field) {
                return try documents(keys, within: set, &budget)
            }
            if let range = probe.range {
                return try RangeReader(self, field: field).documents(in: range, &budget)
            }
            return try PatternReader(self, field: field, probe, leaf.node).documents(within: set, &budget)
        }
    }

    private func documents(_ key: TermKey) -> DocumentSet {
        segment.entry(key, parts).flatMap { segment.documents($0, parts) } ?? none
    }
    private func documents(
        _ keys: ExactKeys, within set: DocumentSet, _ budget: inout SearchBudget
    ) throws(SearchIndexError) -> DocumentSet {
        var found = keys.alternatives.first.map(documents) ?? none
        for key in keys.alternatives.dropFirst() { found.formUnion(documents(key)) }
        if !keys.row.isEmpty {
            let missing = parts.missing
            let entries = keys.row.map { segment.entry($0, parts) }
            guard parts.missing == missing, !entries.contains(nil) else { return found }
            found.formUnion(
                try PhraseReader(segment, parts, slop: keys.slop)
                    .documents(of: entries.compactMap { $0.map { [$0] } }, within: set, &budget))
        }
        return found
    }

    /// Calls `body` with every entry between two keys; counts what it takes.
    ///
    /// - Parameter price: of an entry, in steps, besides what `body` counts.
    func scan(
        field: Int, kind: TermKind, from lower: [UInt8]? = nil, through upper: [UInt8]? = nil, price: Int,
        _ budget: inout SearchBudget, _ body: (UnsafeRawBufferPointer, TermEntry, inout Int) -> Bool
    ) throws(SearchIndexError) {
        var failure: SearchIndexError?
        var steps = 0
        segment.scan(field: field, kind: kind, from: lower, through: upper, parts) { key, entry in
            steps += price
            let goesOn = body(key, entry, &steps)
            if steps >= Self.stepsBetweenChecks {
                do throws(SearchIndexError) { try budget.spend(steps) } catch { failure = error }
                steps = 0
            }
            return goesOn && failure == nil
        }
        if let failure { throw failure }
        try budget.spend(steps)
    }
    private static let stepsBetweenChecks = 1 << 14
    /// Of an entry that is read, in steps.
    static let priceOfEntry = 24
}
