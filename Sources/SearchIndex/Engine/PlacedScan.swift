internal import RegistryQuery

/// A look at keys of ``TermKind/placed`` in one field: what a leaf of a query asks of the objects of a nested field.
struct PlacedScan {
    /// Of the keys as they are, with the kind in front.
    let interval: RangeReader.Interval
    /// For which word of a row; nil where a value by itself is found.
    let slot: Int?
    /// Whether the key of a value is found; gets it without the kind.
    let finds: (UnsafeRawBufferPointer, inout Int) -> Bool

    /// Whether there is one key at most.
    var isExact: Bool { interval.lower == interval.upper }

    private init(
        _ kind: TermKind, _ values: RangeReader.Interval, slot: Int? = nil,
        finds: @escaping (UnsafeRawBufferPointer, inout Int) -> Bool = { _, _ in true }
    ) {
        interval = values.placed(kind)
        self.slot = slot
        self.finds = finds
    }

    /// All looks that a leaf takes: by key where that is enough, as ``LeafReader`` does.
    static func all(of leaf: QueryPlan.Leaf, field: Int) -> [PlacedScan] {
        switch leaf.question {
        case .exists: [PlacedScan(.exists, .init(exactly: []))]
        case .finds(let probe):
            if let keys = ExactKeys(probe, field: field) {
                exact(keys)
            } else if let range = probe.range {
                ranged(range)
            } else {
                matching(probe)
            }
        }
    }
    private static func exact(_ keys: ExactKeys) -> [PlacedScan] {
        keys.alternatives.map { PlacedScan($0.kind, .init(exactly: $0.key)) }
            + keys.row.enumerated().map { PlacedScan($1.kind, .init(exactly: $1.key), slot: $0) }
    }
    private static func ranged(_ range: RangeProbe) -> [PlacedScan] {
        var scans: [PlacedScan] = []
        if let numbers = range.numbers { scans.append(PlacedScan(.number, .init(numbers) { TermKey.number($0) })) }
        if let dates = range.dates { scans.append(PlacedScan(.date, .init(dates) { TermKey.date($0) })) }
        if let texts = range.texts {
            let hasDates = range.dates != nil
            scans.append(
                PlacedScan(.keyword, .init(texts) { TermKey.text($0.text) }) { key, steps in
                    !hasDates || range.containsKeyword(String(decoding: key, as: UTF8.self), steps: &steps)
                })
        }
        if let words = range.words { scans.append(PlacedScan(.word, .init(words) { TermKey.text($0.text) })) }
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

extension RangeReader.Interval {
    fileprivate init(exactly key: [UInt8]) { self.init(lower: key, upper: key) }

    /// The same values in ``TermKind/placed``.
    fileprivate func placed(_ kind: TermKind) -> Self {
        Self(
            lower: TermKey.placed(kind, lower ?? []), includesLower: lower == nil || includesLower,
            upper: upper.map { TermKey.placed(kind, $0) } ?? [kind.rawValue + 1],
            includesUpper: upper != nil && includesUpper)
    }
}
