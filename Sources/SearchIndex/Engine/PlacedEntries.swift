/// The entries of ``TermKind/placed`` that a leaf of a query finds in one segment.
struct PlacedEntries {
    /// Each of them is a match.
    private(set) var single: [TermEntry] = []
    /// For each word of a row the entries of the words that may stand there; empty when no row can be found.
    private(set) var row: [[TermEntry]] = []
    let slop: Int

    var count: Int { row.reduce(single.count) { $0 + $1.count } }

    /// - Throws: `.tooExpensive` also where more than ``PhraseReader/entryMaximum`` words may stand in a row.
    init(
        of leaf: QueryPlan.Leaf, _ reader: LeafReader, _ budget: inout SearchBudget
    ) throws(SearchIndexError) {
        switch leaf.question {
        case .existence, .range: slop = 0
        case .keys(let keys): slop = keys.slop
        case .pattern(let probe): slop = probe.slop
        }
        guard let path = leaf.field, let field = reader.segment.field(path) else { return }
        for scan in PlacedScan.all(of: leaf) {
            var found: [TermEntry] = []
            try reader.scan(
                field: field, kind: .placed, from: scan.interval.lower, through: scan.interval.upper,
                price: LeafReader.priceOfEntry, &budget
            ) { key, entry, steps in
                steps += key.count
                if scan.interval.contains(key), scan.finds(UnsafeRawBufferPointer(rebasing: key.dropFirst()), &steps) {
                    found.append(entry)
                }
                return scan.slot == nil || found.count <= PhraseReader.entryMaximum
            }
            if scan.slot == nil { single += found } else { row.append(found) }
            if row.reduce(0, { $0 + $1.count }) > PhraseReader.entryMaximum { throw .exhausted }
        }
        if row.contains(where: \.isEmpty) { row = [] }
    }
}
