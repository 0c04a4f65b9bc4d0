/// Evaluates a query over segments, one at a time.
struct SegmentMatcher {
    let plan: QueryPlan
    /// Whether it is wanted which clauses match and how often.
    let isScored: Bool
    /// Whether clauses are counted over all that is readable.
    let isCounted: Bool

    func matches(
        in searched: SearchedSegment, _ parts: ObservedParts, _ budget: inout SearchBudget
    ) throws(SearchIndexError) -> SegmentMatches {
        try budget.check()
        let segment = searched.segment
        if searched.readable.isEmpty || (searched.reach.isEmpty && !isCounted) { return .none(segment) }
        let reader = LeafReader(segment: segment, parts: parts)
        var query = SegmentQuery(plan, reader, isScored: isScored)
        if isScored {
            try query.readClauses(within: isCounted ? searched.readable : searched.reach, &budget)
        }
        let documents = try query.matches(within: searched.reach, &budget)
        guard isScored else { return SegmentMatches(documents: documents, clauses: []) }
        if !documents.isEmpty { _ = segment.lengths(parts) }
        var clauses: [SegmentMatches.Clause] = []
        for (clause, matching) in zip(plan.clauses, query.clauseSets) {
            try budget.spend(segment.documentCount / 16)
            clauses.append(
                SegmentMatches.Clause(
                    documents: matching, frequencies: frequencies(of: clause, in: matching, reader),
                    named: named(by: clause, in: matching, reader),
                    matching: isCounted ? query.leafSets[clause.leaf]?.count ?? 0 : 0))
        }
        return SegmentMatches(documents: documents, clauses: clauses)
    }

    /// How often each document has the only word that the clause looks for, at least 1.
    private func frequencies(
        of clause: QueryPlan.Clause, in documents: DocumentSet, _ reader: LeafReader
    ) -> [UInt32]? {
        guard case let leaf = plan.leaves[clause.leaf], case .keys(let keys) = leaf.question, let word = keys.word,
            let field = reader.segment.field(of: leaf),
            let entry = reader.segment.entry(TermKey(field: field, kind: .word, key: word), reader.parts)
        else { return nil }
        // Asked for also where the documents are not known yet, so that both are fetched at once.
        let all = reader.segment.frequencies(entry, reader.parts)
        guard !documents.isEmpty, let all, let holders = reader.segment.documents(entry, reader.parts),
            holders.count == all.count
        else { return nil }
        if holders == documents { return all }
        var frequencies: [UInt32] = []
        frequencies.reserveCapacity(documents.count)
        var index = 0
        var holder = holders.first(from: 0)
        documents.forEach { document in
            while let position = holder, position < document {
                index += 1
                holder = holders.first(from: position + 1)
            }
            frequencies.append(holder == document ? all[index] : 1)
        }
        return frequencies
    }

    private func named(
        by clause: QueryPlan.Clause, in documents: DocumentSet, _ reader: LeafReader
    ) -> DocumentSet? {
        guard let name = clause.name,
            let entry = reader.segment.entry(TermKey(field: 0, kind: .name, key: TermKey.text(name)), reader.parts),
            var named = reader.segment.documents(entry, reader.parts)
        else { return nil }
        named.formIntersection(documents)
        return named.isEmpty ? nil : named
    }
}
