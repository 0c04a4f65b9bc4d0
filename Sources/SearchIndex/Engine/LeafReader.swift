internal import RegistryQuery

/// Finds the documents of one segment that a leaf of a query asks for.
struct LeafReader {
    let segment: Segment
    let parts: ObservedParts

    var none: DocumentSet { DocumentSet(capacity: segment.documentCount) }

    /// The documents of `set` that match; those that a missing part would show are left out.
    ///
    /// - Parameter known: what its keys stand for, where it was looked up before.
    /// - Throws: what ``SearchBudget/spend(_:)`` does.
    func documents(
        of leaf: QueryPlan.Leaf, known: LeafEntries? = nil, within set: DocumentSet, _ budget: inout SearchBudget
    ) throws(SearchIndexError) -> DocumentSet {
        try budget.spend(segment.documentCount / 64 + 64)
        var found = try candidates(leaf, known ?? LeafEntries(of: leaf, in: segment, parts), within: set, &budget)
        found.formIntersection(set)
        return found
    }

    /// The documents that match, of phrases only those of `set`.
    private func candidates(
        _ leaf: QueryPlan.Leaf, _ entries: LeafEntries?, within set: DocumentSet, _ budget: inout SearchBudget
    ) throws(SearchIndexError) -> DocumentSet {
        if let entries { return try documents(entries, within: set, &budget) }
        guard let field = segment.field(of: leaf) else { return none }
        switch leaf.question {
        case .existence, .keys: return none
        case .range(let range): return try RangeReader(self, field: field).documents(in: range, &budget)
        case .pattern(let probe):
            return try PatternReader(self, field: field, probe, leaf.node).documents(within: set, &budget)
        }
    }
    private func documents(
        _ entries: LeafEntries, within set: DocumentSet, _ budget: inout SearchBudget
    ) throws(SearchIndexError) -> DocumentSet {
        var found = none
        for entry in entries.single {
            if let documents = segment.documents(entry, parts) { found.formUnion(documents) }
        }
        if entries.row.isEmpty { return found }
        found.formUnion(
            try PhraseReader(segment, parts, slop: entries.slop)
                .documents(of: entries.row.map { [$0] }, within: set, &budget))
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

extension Segment {
    /// The number of the field that a leaf looks in, 0 for all of them together; nil where no document here has it.
    func field(of leaf: QueryPlan.Leaf) -> Int? { leaf.field.map { field($0) } ?? 0 }
}
