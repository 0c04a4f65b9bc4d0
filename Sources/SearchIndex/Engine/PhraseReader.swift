/// Finds documents in which words stand in a row, by their positions.
struct PhraseReader {
    private let segment: Segment
    private let parts: ObservedParts
    /// Positions that may stand between the words in all, beyond none.
    private let slop: Int

    /// Entries that may stand in one row, of all of its words together.
    static let entryMaximum = 1 << 18
    /// Positions of one document that are held at once.
    private static let positionMaximum = 1 << 23
    /// What a position that is compared costs, in steps.
    private static let priceOfPosition = 4
    /// What a document that is looked at costs, in steps, for every word.
    private static let priceOfDocument = 32

    init(_ segment: Segment, _ parts: ObservedParts, slop: Int) {
        self.segment = segment
        self.parts = parts
        self.slop = slop
    }

    /// - Parameter slots: one for each word, in their order: the entries of the words that may stand there, all of one
    ///   field and kind, at most ``entryMaximum`` together.
    /// - Throws: `.tooExpensive` also for a document in which the words stand too often.
    func documents(
        of slots: [[TermEntry]], within set: DocumentSet, _ budget: inout SearchBudget
    ) throws(SearchIndexError) -> DocumentSet {
        var found: [UInt16] = []
        try forEachDocument(of: slots, within: set, &budget) {
            (document: Int, row: RowPositions, budget: inout SearchBudget) throws(SearchIndexError) in
            if try row.occurs(slop: slop, &budget) { found.append(UInt16(truncatingIfNeeded: document)) }
        }
        return DocumentSet(capacity: segment.documentCount, sorted: found)
    }

    /// Calls `body` with the documents of `set` that have words for all slots, ascending, and with their positions.
    func forEachDocument(
        of slots: [[TermEntry]], within set: DocumentSet, _ budget: inout SearchBudget,
        _ body: (Int, RowPositions, inout SearchBudget) throws(SearchIndexError) -> Void
    ) throws(SearchIndexError) {
        let (choices, places) = Self.different(slots)
        var candidates = set
        let missing = parts.missing
        for choice in choices.sorted(by: { Self.size($0) < Self.size($1) }) where !candidates.isEmpty {
            try budget.spend(segment.documentCount / 64 + choice.count * LeafReader.priceOfEntry)
            let before = parts.missing
            let documents = documents(of: choice)
            // What is not known yet narrows nothing, so that the other words name the parts that they need.
            if parts.missing == before { candidates.formIntersection(documents) }
        }
        // Only where all words are: the positions of a frequent word are large.
        if candidates.isEmpty || parts.missing != missing { return }
        var readers = choices.map { $0.compactMap { segment.positions($0, parts) } }
        if parts.missing != missing { return }
        var row = RowPositions(lists: choices.map { _ in [] }, places: places)
        var next = candidates.first(from: 0)
        while let document = next {
            next = candidates.first(from: document + 1)
            var held = 0
            for choice in choices.indices {
                held += try Self.read(document, &readers[choice], into: &row.lists[choice], &budget)
                if held > Self.positionMaximum { throw .exhausted }
            }
            try body(document, row, &budget)
        }
    }

    /// - Returns: how many positions there are.
    private static func read(
        _ document: Int, _ readers: inout [PositionReader], into positions: inout [UInt32],
        _ budget: inout SearchBudget
    ) throws(SearchIndexError) -> Int {
        try budget.spend(priceOfDocument * readers.count)
        if readers.count == 1 {
            readers[0].read(document, into: &positions)
        } else {
            positions.removeAll(keepingCapacity: true)
            var scratch: [UInt32] = []
            for reader in readers.indices {
                readers[reader].read(document, into: &scratch)
                positions += scratch
                if positions.count > positionMaximum { throw .exhausted }
            }
            positions.sort()
        }
        try budget.spend(priceOfPosition * positions.count)
        return positions.count
    }

    /// What may stand somewhere, each choice once, and for each slot the one that is meant.
    private static func different(_ slots: [[TermEntry]]) -> (choices: [[TermEntry]], places: [Int]) {
        var choices: [[TermEntry]] = []
        var known: [[Int]: Int] = [:]
        let places = slots.map { slot in
            let ordinals = slot.map(\.ordinal)
            if let place = known[ordinals] { return place }
            choices.append(slot)
            known[ordinals] = choices.count - 1
            return choices.count - 1
        }
        return (choices, places)
    }
    private static func size(_ slot: [TermEntry]) -> Int { slot.reduce(0) { $0 + $1.count } }

    private func documents(of slot: [TermEntry]) -> DocumentSet {
        if slot.count == 1, let documents = segment.documents(slot[0], parts) { return documents }
        var union = DocumentUnion(segment)
        for entry in slot { union.insert(entry, parts) }
        return union.set()
    }
}
