/// Finds documents in which words stand in a row, by their positions.
struct PhraseReader {
    private let segment: Segment
    private let parts: ObservedParts
    /// Positions that may stand between the words in all, beyond none.
    private let slop: Int
    /// What a position that is compared costs, in steps.
    private static let priceOfPosition = 4
    /// What a document that is looked at costs, in steps, for every word.
    private static let priceOfDocument = 32

    init(_ segment: Segment, _ parts: ObservedParts, slop: Int) {
        self.segment = segment
        self.parts = parts
        self.slop = slop
    }

    /// - Parameter slots: one for each word, in their order: the entries of the words that may stand there.
    func documents(
        of slots: [[TermEntry]], within set: DocumentSet, _ budget: inout SearchBudget
    ) throws(SearchIndexError) -> DocumentSet {
        var found: [UInt16] = []
        try forEachDocument(of: slots, within: set, &budget) { document, positions in
            if Self.occurs(positions, slop: slop) { found.append(UInt16(truncatingIfNeeded: document)) }
        }
        return DocumentSet(capacity: segment.documentCount, sorted: found)
    }

    /// Calls `body` with the documents of `set` that have words for all slots, ascending, and with the positions for each
    /// slot.
    func forEachDocument(
        of slots: [[TermEntry]], within set: DocumentSet, _ budget: inout SearchBudget,
        _ body: (Int, [[UInt32]]) -> Void
    ) throws(SearchIndexError) {
        var candidates = set
        let missing = parts.missing
        for slot in slots.sorted(by: { Self.size($0) < Self.size($1) }) where !candidates.isEmpty {
            try budget.spend(segment.documentCount / 64 + slot.count)
            let before = parts.missing
            let documents = documents(of: slot)
            // What is not known yet narrows nothing, so that the other words name the parts that they need.
            if parts.missing == before { candidates.formIntersection(documents) }
        }
        // Only where all words are: the positions of a frequent word are large.
        if candidates.isEmpty || parts.missing != missing { return }
        var readers = slots.map { $0.compactMap { segment.positions($0, parts) } }
        if parts.missing != missing { return }
        var positions: [[UInt32]] = slots.map { _ in [] }
        var scratch: [UInt32] = []
        var next = candidates.first(from: 0)
        while let document = next {
            next = candidates.first(from: document + 1)
            var steps = 0
            for slot in slots.indices {
                if readers[slot].count == 1 {
                    readers[slot][0].read(document, into: &positions[slot])
                } else {
                    positions[slot].removeAll(keepingCapacity: true)
                    for reader in readers[slot].indices {
                        readers[slot][reader].read(document, into: &scratch)
                        positions[slot] += scratch
                    }
                    positions[slot].sort()
                }
                steps += Self.priceOfDocument * readers[slot].count + Self.priceOfPosition * positions[slot].count
            }
            try budget.spend(steps)
            body(document, positions)
        }
    }

    private static func size(_ slot: [TermEntry]) -> Int { slot.reduce(0) { $0 + $1.count } }

    private func documents(of slot: [TermEntry]) -> DocumentSet {
        if slot.count == 1, let documents = segment.documents(slot[0], parts) { return documents }
        var union = DocumentUnion(segment)
        for entry in slot { union.insert(entry, parts) }
        return union.set()
    }

    /// Whether one position of each list can be taken so that they ascend with at most `slop` others between them.
    ///
    /// - Parameter positions: each list ascending.
    static func occurs(_ positions: [[UInt32]], slop: Int) -> Bool {
        guard let first = positions.first else { return false }
        if positions.count == 2 { return isFollowed(first, by: positions[1], slop: slop) }
        var next = positions.map { _ in 0 }
        for start in first {
            // From each beginning the nearest word each time: none ends earlier.
            var last = start
            for slot in positions.indices.dropFirst() {
                while next[slot] < positions[slot].count, positions[slot][next[slot]] <= last { next[slot] += 1 }
                guard next[slot] < positions[slot].count else { return false }
                last = positions[slot][next[slot]]
            }
            if Int(last) - Int(start) - (positions.count - 1) <= slop { return true }
        }
        return false
    }

    private static func isFollowed(_ ones: [UInt32], by others: [UInt32], slop: Int) -> Bool {
        var next = 0
        for start in ones {
            while next < others.count, others[next] <= start { next += 1 }
            if next == others.count { return false }
            if Int(others[next]) - Int(start) - 1 <= slop { return true }
        }
        return false
    }
}
