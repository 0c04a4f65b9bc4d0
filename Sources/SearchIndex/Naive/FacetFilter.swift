internal import RegistryQuery

/// Which keys a search inside the values of a facet keeps (see ``Facet/Kind/terms(size:matching:)``).
package struct FacetFilter: Sendable {
    private let text: String
    private let pattern: FuzzyPattern
    /// Letters from which on two edits are forgiven.
    private static let longWord = 6

    package init(matching text: String) {
        self.text = TextAnalyzer.lowercased(text)
        pattern = FuzzyPattern(self.text, edits: self.text.unicodeScalars.count >= Self.longWord ? 2 : 1)
    }

    package func keeps(_ key: FacetKey) -> Bool {
        let spelling = TextAnalyzer.lowercased(key.spelling)
        if spelling.utf8.containsSequence(text.utf8) { return true }
        var steps = 0
        return TextAnalyzer.tokens(spelling).contains { pattern.matches($0, steps: &steps) }
    }
}

extension String.UTF8View {
    fileprivate func containsSequence(_ other: String.UTF8View) -> Bool {
        if other.isEmpty { return true }
        return indices.contains { self[$0...].starts(with: other) }
    }
}
