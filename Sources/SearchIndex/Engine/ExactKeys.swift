internal import JSONDocument
internal import RegistryQuery

/// What a term or phrase looks up in a segment.
struct ExactKeys {
    /// Each of them is a match.
    private(set) var alternatives: [TermKey] = []
    /// Words that have to stand in a row, at least two; empty when there are none.
    private(set) var row: [TermKey] = []
    let slop: Int
    /// The only word that is looked for.
    let word: TermKey?

    /// Nil for what cannot be looked up.
    init?(_ probe: ValueProbe, field: Int) {
        guard let keyword = probe.exactKeyword else { return nil }
        func term(_ kind: TermKind, _ key: [UInt8]) -> TermKey { TermKey(field: field, kind: kind, key: key) }
        let words = (probe.exactWords ?? []).map { term(.word, TermKey.text($0)) }
        slop = probe.slop
        word = words.count == 1 ? words.first : nil
        alternatives = [term(.keyword, TermKey.text(keyword))]
        if let number = probe.exactNumber { alternatives.append(term(.number, TermKey.number(number))) }
        if let bool = probe.exactBool { alternatives.append(term(.bool, TermKey.bool(bool))) }
        if probe.findsEmptyText { alternatives.append(term(.text, TermKey.emptyText)) }
        if words.count > 1 { row = words } else { alternatives += words }
    }
}
