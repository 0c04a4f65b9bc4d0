import RegistryQuery
import Testing

@Suite("WildcardPattern")
struct WildcardPatternTests {
    @Test(
        arguments: [
            ("liv*", "liver", true), ("liv*", "liv", true), ("liv*", "li", false), ("liv*", "Liver", false),
            ("*ver", "liver", true), ("*ver", "verb", false), ("l?ver", "liver", true), ("l?ver", "lver", false),
            ("l?ver", "l🧬ver", true), ("?", "é", true), ("?", "e\u{301}", false), ("??", "é", false),
            ("*?a", "éa", true), ("*é*?", "éé", true), ("*é*?", "é", false), ("?*", "", false),
            ("a*b*c", "aXbYc", true),
            ("a*b*c", "aXcYb", false), ("*aab", "aaaab", true), ("a\\**", "a*b", true), ("a\\**", "ab", false),
            ("*\u{301}", "é", false), ("a*a", "a", false),
        ])
    func matchesTheWholeText(_ pattern: String, _ text: String, _ matches: Bool) throws {
        #expect(try Self.compiled(pattern).matches(text) == matches)
    }

    @Test(arguments: 0..<4 as Range<UInt64>)
    func agreesWithTheDefinition(_ seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let choices: [WildcardPattern.Part] = [
            .any, .any, .one, .literal("a"), .literal("b"), .literal("aab"), .literal("é"), .literal("🧬"),
        ]
        for _ in 0..<3_000 {
            let parts = (0..<Int.random(in: 0...8, using: &generator)).compactMap { _ in
                choices.randomElement(using: &generator)
            }
            let text = (0..<Int.random(in: 0...12, using: &generator)).compactMap { _ in
                ["a", "a", "b", "é", "🧬"].randomElement(using: &generator)
            }.joined()
            let expected = Self.fits(parts[...], Array(text.unicodeScalars)[...])
            #expect(WildcardPattern(parts).matches(text) == expected, "\(parts) \(text)")
        }
    }

    @Test func looksAtNoByteTwiceForEachOfManyStars() {
        let stars = (0..<2_000).flatMap { _ in [WildcardPattern.Part.any, .literal("a")] } + [.literal("b")]
        let almost = [WildcardPattern.Part.any, .literal(String(repeating: "a", count: 200) + "b"), .any]
        let repeated = [WildcardPattern.Part.any, .literal(String(repeating: "ab", count: 120) + "c"), .any]
        for (pattern, unit) in [(stars, "a"), (almost, "a"), (repeated, "ab")] {
            var steps = 0
            let text = String(repeating: unit, count: 8_000 / unit.utf8.count)
            #expect(!WildcardPattern(pattern).matches(text, steps: &steps))
            #expect(steps <= 2 * 8_000 + WildcardPattern(pattern).length)
        }
    }

    @Test func takesNoMoreThanTheProductOfBothLengths() {
        let pattern = WildcardPattern(
            [.any] + (0..<120).flatMap { _ in [WildcardPattern.Part.literal("a"), .one] } + [.literal("b"), .any])
        var steps = 0
        #expect(!pattern.matches(String(repeating: "a", count: 8_000), steps: &steps))
        #expect(steps <= 8_000 * pattern.length)
        #expect(pattern.matches(String(repeating: "a", count: 300) + "b"))
    }

    @Test func seesNoMoreThanTheFirst8KiBOfAText() {
        let limit = QueryLimits.visibleBytes
        let text = String(repeating: "a", count: limit) + "b"
        #expect(!WildcardPattern([.any, .literal("b")]).matches(text))
        #expect(!WildcardPattern([.any, .literal("b"), .any]).matches(text))
        #expect(WildcardPattern([.literal("a"), .any, .literal("a")]).matches(text))
        #expect(WildcardPattern([.literal("aa"), .any]).matches(text))
        // A character that does not fit whole is not there.
        let cut = String(repeating: "a", count: limit - 1) + "é"
        #expect(WildcardPattern([.any, .literal("a")]).matches(cut))
        #expect(!WildcardPattern([.any, .literal("é"), .any]).matches(cut))
        #expect(WildcardPattern([.any, .literal("é")]).matches(String(repeating: "a", count: limit - 2) + "é"))
    }

    @Test func countsItsLengthInBytesAndWildcards() throws {
        #expect(try Self.compiled("é*b?").length == 5)
        let longest = String(repeating: "a", count: QueryLimits.patternBytes - 1) + "*"
        #expect(try Self.compiled(longest).length == QueryLimits.patternBytes)
        #expect(try Self.compiled("\\a" + longest.dropFirst()).length == QueryLimits.patternBytes)
    }

    @Test func tellsWhatAMatchBeginsWith() throws {
        #expect(try Self.compiled("liv*").prefix == "liv")
        #expect(try Self.compiled("liv*").isPrefix)
        #expect(try !Self.compiled("liv*r*").isPrefix)
        #expect(try !Self.compiled("?*").isPrefix)
        #expect(try !Self.compiled("*r").isPrefix)
        #expect(try Self.compiled("*r").prefix.isEmpty)
        #expect(WildcardPattern([.any]).isPrefix)
        #expect(try Self.compiled("LIV?R*").lowercased == Self.compiled("liv?r*"))
    }

    private static func compiled(_ text: String) throws -> WildcardPattern {
        guard case .wildcard(field: nil, let pattern) = try SearchQuery(parsing: text).root else {
            throw QueryError("not a pattern", at: 0)
        }
        return pattern
    }

    private static func fits(_ parts: ArraySlice<WildcardPattern.Part>, _ text: ArraySlice<Unicode.Scalar>) -> Bool {
        guard let first = parts.first else { return text.isEmpty }
        switch first {
        case .any: return (text.startIndex...text.endIndex).contains { fits(parts.dropFirst(), text[$0...]) }
        case .one: return !text.isEmpty && fits(parts.dropFirst(), text.dropFirst())
        case .literal(let literal):
            return text.starts(with: literal.unicodeScalars)
                && fits(parts.dropFirst(), text.dropFirst(literal.unicodeScalars.count))
        }
    }
}
