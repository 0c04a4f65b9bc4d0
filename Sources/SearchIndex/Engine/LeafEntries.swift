/// What the keys of a leaf stand for in the dictionary of one segment.
struct LeafEntries {
    /// Each of them is a match.
    private(set) var single: [TermEntry] = []
    /// Words that have to stand in a row; empty where there are none, or where one of them is nowhere.
    private(set) var row: [TermEntry] = []
    private(set) var slop = 0

    /// How many times as dear as a document a phrase is to look at.
    private static let priceOfPhrase = 16

    /// About how many documents match, with what is dear to find out counted as more.
    var estimate: Int {
        single.reduce(Self.priceOfPhrase * (row.map(\.count).min() ?? 0)) { $0 + $1.count }
    }

    /// - Returns: nil for a leaf that scans the dictionary.
    init?(of leaf: QueryPlan.Leaf, in segment: Segment, _ parts: ObservedParts) {
        let number = segment.field(of: leaf)
        func entry(_ kind: TermKind, _ key: [UInt8]) -> TermEntry? {
            number.flatMap { segment.entry(TermKey(field: $0, kind: kind, key: key), parts) }
        }
        switch leaf.question {
        case .existence: single = entry(.exists, []).map { [$0] } ?? []
        case .keys(let keys):
            single = keys.alternatives.compactMap { entry($0.kind, $0.key) }
            slop = keys.slop
            if keys.row.isEmpty { return }
            row = keys.row.compactMap { entry(.word, $0) }
            if row.count < keys.row.count { row = [] }
        case .range, .pattern: return nil
        }
    }
}
