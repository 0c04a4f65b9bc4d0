internal import RegistryQuery

/// Finds the documents of one segment that have a value which fits a pattern, by trying the values of the dictionary.
struct PatternReader {
    private let reader: LeafReader
    private let field: Int
    private let probe: ValueProbe
    private let node: QueryNode

    init(_ reader: LeafReader, field: Int, _ probe: ValueProbe, _ node: QueryNode) {
        self.reader = reader
        self.field = field
        self.probe = probe
        self.node = node
    }

    func documents(
        within set: DocumentSet, _ budget: inout SearchBudget
    ) throws(SearchIndexError) -> DocumentSet {
        var found = try documents(.keyword, prefix: probe.keywordPrefix, &budget)
        switch probe.places {
        case 0: break
        case 1: found.formUnion(try documents(.word, prefix: probe.wordPrefix, &budget))
        default: found.formUnion(try row(within: set, &budget))
        }
        return found
    }

    private func documents(
        _ kind: TermKind, prefix: String, _ budget: inout SearchBudget
    ) throws(SearchIndexError) -> DocumentSet {
        let interval = KeyInterval(prefix: prefix)
        if case .wildcard(_, let pattern) = node, pattern.isPrefix {
            return try RangeReader(reader, field: field).documents(kind, interval, &budget)
        }
        var union = DocumentUnion(reader.segment)
        try scan(kind, interval, &budget) { text, steps in
            kind == .word ? probe.findsWord(text, steps: &steps) : probe.findsKeyword(text, steps: &steps)
        } _: {
            union.insert($0, reader.parts)
            return true
        }
        return union.set()
    }

    /// Each word of the text as it is meant, in a row.
    ///
    /// - Throws: `.tooExpensive` also where more than ``PhraseReader/entryMaximum`` words are like one of them.
    private func row(within set: DocumentSet, _ budget: inout SearchBudget) throws(SearchIndexError) -> DocumentSet {
        var slots: [[TermEntry]] = []
        var count = 0
        for place in 0..<probe.places {
            if case let twin = probe.twins[place], twin < place {
                slots.append(slots[twin])
                continue
            }
            var entries: [TermEntry] = []
            let interval = KeyInterval(prefix: place == 0 ? probe.wordPrefix : "")
            try scan(.word, interval, &budget) { word, steps in
                probe.findsWord(word, at: place, steps: &steps)
            } _: {
                entries.append($0)
                count += 1
                return count <= PhraseReader.entryMaximum
            }
            if count > PhraseReader.entryMaximum { throw .exhausted }
            slots.append(entries)
        }
        if slots.contains(where: \.isEmpty) { return reader.none }
        return try PhraseReader(reader.segment, reader.parts, slop: probe.slop)
            .documents(of: slots, within: set, &budget)
    }

    /// Calls `body` with the entries that fit, until it returns false.
    private func scan(
        _ kind: TermKind, _ interval: KeyInterval, _ budget: inout SearchBudget,
        where fits: (String, inout Int) -> Bool, _ body: (TermEntry) -> Bool
    ) throws(SearchIndexError) {
        try reader.scan(
            field: field, kind: kind, from: interval.lower, through: interval.upper, price: LeafReader.priceOfEntry,
            &budget
        ) { key, entry, steps in
            guard interval.contains(key) else { return true }
            steps += key.count
            return fits(String(decoding: key, as: UTF8.self), &steps) ? body(entry) : true
        }
    }
}
