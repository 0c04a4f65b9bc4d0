internal import RegistryQuery

/// A look at keys of ``TermKind/placed`` in one field: what a leaf of a query asks of the objects of a nested field.
struct PlacedScan {
    /// Of the keys as they are, with the kind in front.
    let interval: KeyInterval
    /// For which word of a row; nil where a value by itself is found.
    let slot: Int?
    /// Whether the key of a value is found; gets it without the kind.
    let finds: (UnsafeRawBufferPointer, inout Int) -> Bool

    /// Whether there is one key at most.
    var isExact: Bool { interval.lower == interval.upper }

    private init(
        _ kind: TermKind, _ values: KeyInterval, slot: Int? = nil,
        finds: @escaping (UnsafeRawBufferPointer, inout Int) -> Bool = { _, _ in true }
    ) {
        interval = values.placed(kind)
        self.slot = slot
        self.finds = finds
    }

    /// All looks that a leaf takes: by key where that is enough, as ``LeafReader`` does.
    static func all(of leaf: QueryPlan.Leaf) -> [PlacedScan] {
        switch leaf.question {
        case .existence: [PlacedScan(.exists, .init(exactly: []))]
        case .keys(let keys): exact(keys)
        case .range(let range): ranged(range)
        case .pattern(let probe): matching(probe)
        }
    }
    private static func exact(_ keys: ExactKeys) -> [PlacedScan] {
        keys.alternatives.map { PlacedScan($0.kind, .init(exactly: $0.key)) }
            + keys.row.enumerated().map { PlacedScan(.word, .init(exactly: $1), slot: $0) }
    }
    private static func ranged(_ range: RangeKeys) -> [PlacedScan] {
        var scans: [PlacedScan] = []
        if let numbers = range.numbers { scans.append(PlacedScan(.number, numbers)) }
        if let dates = range.dates { scans.append(PlacedScan(.date, dates)) }
        if let keywords = range.keywords {
            let hasDates = range.dates != nil
            scans.append(
                PlacedScan(.keyword, keywords) { key, steps in
                    !hasDates || range.probe.containsKeyword(String(decoding: key, as: UTF8.self), steps: &steps)
                })
        }
        if let words = range.words { scans.append(PlacedScan(.word, words)) }
        return scans
    }
    private static func matching(_ probe: ValueProbe) -> [PlacedScan] {
        let keywords = PlacedScan(.keyword, .init(prefix: probe.keywordPrefix)) { key, steps in
            probe.findsKeyword(String(decoding: key, as: UTF8.self), steps: &steps)
        }
        return [keywords]
            + (0..<probe.places).map { place in
                let slot = probe.places > 1 ? place : nil
                return PlacedScan(.word, .init(prefix: place == 0 ? probe.wordPrefix : ""), slot: slot) { key, steps in
                    probe.findsWord(String(decoding: key, as: UTF8.self), at: place, steps: &steps)
                }
            }
    }
}
