internal import RegistryQuery

/// Which keys a search inside the values of a facet keeps (see ``Facet/Kind/terms(size:matching:)``).
///
/// Of a key longer than ``QueryLimits/visibleBytes`` only the scalars that fit into so many bytes are looked at.
package struct FacetFilter: Sendable {
    /// How near a key is to what is looked for, the nearest first.
    package enum Nearness: Int, Sendable, Comparable {
        case begins, contains, resembles

        package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
    }
    private let text: String
    private let search: ByteSearch
    private let pattern: FuzzyPattern?
    /// Letters from which on an edit is forgiven, and two.
    private static let (word, longWord) = (4, 6)
    /// Of a byte of a key, in steps: it is put in lower case, compared and cut into words.
    private static let priceOfByte = 8

    package init(matching text: String) {
        let text = TextAnalyzer.lowercased(text)
        self.text = text
        search = ByteSearch(text.utf8)
        let letters = text.unicodeScalars.count
        pattern = letters < Self.word ? nil : FuzzyPattern(text, edits: letters >= Self.longWord ? 2 : 1)
    }

    /// - Parameter steps: grows by about the bytes that were looked at.
    /// - Returns: nil for a key that is not kept.
    package func nearness(of key: FacetKey, steps: inout Int) -> Nearness? {
        let spelling = TextAnalyzer.lowercased(Self.visible(key.spelling))
        steps += Self.priceOfByte * spelling.utf8.count
        if spelling.utf8.starts(with: text.utf8) { return .begins }
        if search.isFound(in: spelling.utf8) { return .contains }
        guard let pattern else { return nil }
        return TextAnalyzer.tokens(spelling).contains { pattern.matches($0, steps: &steps) } ? .resembles : nil
    }

    package func nearness(of key: FacetKey) -> Nearness? {
        var steps = 0
        return nearness(of: key, steps: &steps)
    }

    private static func visible(_ text: String) -> String {
        guard text.utf8.count > QueryLimits.visibleBytes else { return text }
        let scalars = text.unicodeScalars
        var end = text.utf8.index(text.startIndex, offsetBy: QueryLimits.visibleBytes)
        while end.samePosition(in: scalars) == nil { text.utf8.formIndex(before: &end) }
        return String(scalars[..<end])
    }
}
