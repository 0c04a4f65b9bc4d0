internal import JSONDocument
internal import RegistryQuery

/// What a term or phrase looks up, the same in every segment.
struct ExactKeys: Sendable {
    /// Each of them is a match.
    private(set) var alternatives: [(kind: TermKind, key: [UInt8])] = []
    /// Words that have to stand in a row, at least two; empty when there are none.
    private(set) var row: [[UInt8]] = []
    let slop: Int
    /// The only word that is looked for.
    let word: [UInt8]?

    var count: Int { alternatives.count + row.count }

    /// Nil for what cannot be looked up.
    init?(_ probe: ValueProbe) {
        guard let keyword = probe.exactKeyword else { return nil }
        let words = (probe.exactWords ?? []).map { TermKey.text($0) }
        slop = probe.slop
        word = words.count == 1 ? words.first : nil
        alternatives = [(.keyword, TermKey.text(keyword))]
        if let number = probe.exactNumber { alternatives.append((.number, TermKey.number(number))) }
        if let bool = probe.exactBool { alternatives.append((.bool, TermKey.bool(bool))) }
        if probe.findsEmptyText { alternatives.append((.text, TermKey.emptyText)) }
        if let word { alternatives.append((.word, word)) } else { row = words }
    }
}
