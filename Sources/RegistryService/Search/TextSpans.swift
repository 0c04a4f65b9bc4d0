internal import RegistryQuery

/// The words of a text with where they stand in it.
struct TextSpans {
    /// As ``TextAnalyzer`` gives them.
    let words: [String]
    /// Unicode scalars of the text, the end excluded; one per word.
    let spans: [Range<Int>]

    /// - Parameter limit: scalars of the text that are looked at.
    init(_ text: String, limit: Int) {
        let scalars = Array(text.unicodeScalars.prefix(limit))
        var cut = String.UnicodeScalarView()
        cut.append(contentsOf: scalars)
        words = TextAnalyzer.tokens(String(cut))
        var spans: [Range<Int>] = []
        var place = 0
        for word in words {
            var rest = Array(word.unicodeScalars)[...]
            // A word is a run of scalars, each lower-cased by itself: the first that fits the word's beginning begins it.
            while place < scalars.count, Self.rest(of: rest, after: scalars[place]) == nil { place += 1 }
            let start = place
            while !rest.isEmpty, place < scalars.count, let left = Self.rest(of: rest, after: scalars[place]) {
                rest = left
                place += 1
            }
            spans.append(start..<place)
        }
        self.spans = spans
    }

    /// What is left of a word when `scalar` was its next one; nil when it is not.
    private static func rest(
        of word: ArraySlice<Unicode.Scalar>, after scalar: Unicode.Scalar
    ) -> ArraySlice<Unicode.Scalar>? {
        if scalar.isASCII {
            let isCapital = (0x41...0x5A).contains(scalar.value)
            let lower = isCapital ? Unicode.Scalar(UInt8(scalar.value + 0x20)) : scalar
            return word.first == lower ? word.dropFirst() : nil
        }
        let lower = scalar.properties.lowercaseMapping.unicodeScalars
        return word.starts(with: lower) ? word.dropFirst(lower.count) : nil
    }
}
