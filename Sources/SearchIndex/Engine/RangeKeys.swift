internal import RegistryQuery

/// The keys that a range asks for, the same in every segment; nil where it finds no value of that kind.
struct RangeKeys: Sendable {
    let numbers: KeyInterval?
    let dates: KeyInterval?
    /// Where there are ``dates``, only of keywords that do not read as one.
    let keywords: KeyInterval?
    let words: KeyInterval?
    let probe: RangeProbe

    init(_ probe: RangeProbe) {
        self.probe = probe
        numbers = probe.numbers.map { KeyInterval($0) { TermKey.number($0) } }
        dates = probe.dates.map { KeyInterval($0) { TermKey.date($0) } }
        keywords = probe.texts.map { KeyInterval($0) { TermKey.text($0.text) } }
        words = probe.words.map { KeyInterval($0) { TermKey.text($0.text) } }
    }
}
