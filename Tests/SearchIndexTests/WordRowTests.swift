import RegistryQuery
import SearchIndex
import Testing

@Suite("WordRow")
struct WordRowTests {
    @Test func agreesWithTheDefinition() throws {
        var random = SystemRandomNumberGenerator()
        var found = 0
        for _ in 0..<3_000 {
            let words = (0..<Int.random(in: 1...4, using: &random)).map { _ in ["a", "b", "c"].randomElement() ?? "a" }
            let text = (0..<Int.random(in: 0...10, using: &random)).map { _ in
                ["a", "b", "c", "d"].randomElement() ?? "a"
            }
            let slop = Int.random(in: 0...4, using: &random)
            let probe = try #require(ValueProbe(.phrase(field: nil, words.joined(separator: " "), slop: slop)))
            var row = WordRow(probe)
            var steps = 0
            let isFound = text.contains { row.ends(with: $0, steps: &steps) }
            #expect(isFound == Self.holds(words[...], text[...], slop: slop, isFirst: true), "\(words) \(text) \(slop)")
            if isFound { found += 1 }
        }
        #expect(found > 300)
    }

    /// Whether `words` stand in `text` in their order, with at most `slop` others between them in all.
    private static func holds(
        _ words: ArraySlice<String>, _ text: ArraySlice<String>, slop: Int, isFirst: Bool
    ) -> Bool {
        guard let word = words.first else { return true }
        return text.indices.contains { place in
            let skipped = isFirst ? 0 : place - text.startIndex
            return skipped <= slop && text[place] == word
                && holds(words.dropFirst(), text[(place + 1)...], slop: slop - skipped, isFirst: false)
        }
    }

    @Test func fuzzyWordsAreLookedForInARow() throws {
        let probe = try #require(ValueProbe(.fuzzy(field: nil, "mouse-liver", edits: 1)))
        func finds(_ text: String) -> Bool {
            var row = WordRow(probe)
            var steps = 0
            return TextAnalyzer.tokens(text).contains { row.ends(with: $0, steps: &steps) }
        }
        #expect(finds("the Mose livers"))
        #expect(!finds("mouse of liver"))
        #expect(!finds("liver mouse"))
    }
}
