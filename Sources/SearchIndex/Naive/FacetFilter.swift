internal import RegistryQuery

/// Which keys a search inside the values of a facet keeps (see ``Facet/Kind/terms(size:matching:)``).
///
/// Of a key longer than ``QueryLimits/visibleBytes`` only the scalars that fit into so many bytes are looked at.
package struct FacetFilter: Sendable {
    private let search: ByteSearch
    private let pattern: FuzzyPattern
    /// Letters from which on two edits are forgiven.
    private static let longWord = 6
    /// Of a byte of a key, in steps: it is put in lower case, compared and cut into words.
    private static let priceOfByte = 8

    package init(matching text: String) {
        let text = TextAnalyzer.lowercased(text)
        search = ByteSearch(text.utf8)
        pattern = FuzzyPattern(text, edits: text.unicodeScalars.count >= Self.longWord ? 2 : 1)
    }

    /// - Parameter steps: grows by about the bytes that were looked at.
    package func keeps(_ key: FacetKey, steps: inout Int) -> Bool {
        let spelling = TextAnalyzer.lowercased(Self.visible(key.spelling))
        steps += Self.priceOfByte * spelling.utf8.count
        if search.isFound(in: spelling.utf8) { return true }
        return TextAnalyzer.tokens(spelling).contains { pattern.matches($0, steps: &steps) }
    }

    package func keeps(_ key: FacetKey) -> Bool {
        var steps = 0
        return keeps(key, steps: &steps)
    }

    private static func visible(_ text: String) -> String {
        guard text.utf8.count > QueryLimits.visibleBytes else { return text }
        let scalars = text.unicodeScalars
        var end = text.utf8.index(text.startIndex, offsetBy: QueryLimits.visibleBytes)
        while end.samePosition(in: scalars) == nil { text.utf8.formIndex(before: &end) }
        return String(scalars[..<end])
    }
}
