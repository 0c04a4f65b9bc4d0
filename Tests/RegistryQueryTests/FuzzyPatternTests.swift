import RegistryQuery
import Testing

@Suite("FuzzyPattern")
struct FuzzyPatternTests {
    @Test(
        arguments: [
            ("liver", "liver", 0, true), ("liver", "livers", 0, false), ("liver", "livers", 1, true),
            ("liver", "live", 1, true), ("liver", "lover", 1, true), ("liver", "ilver", 1, true),
            ("liver", "liverst", 1, false), ("liver", "liverst", 2, true), ("liver", "vile", 2, false),
            ("liver", "Liver", 0, false), ("liver", "Liver", 1, true), ("ca", "abc", 2, false), ("ab", "ba", 1, true),
            ("abcd", "badc", 1, false), ("abcd", "badc", 2, true), ("a", "", 1, true), ("ab", "", 2, true),
            ("abc", "", 2, false), ("é", "e", 1, true), ("🧬a", "a🧬", 1, true), ("日本語", "日語本", 1, true),
            ("日本語", "本", 2, true), ("日本語", "本", 1, false), ("é", "e\u{301}", 1, false), ("é", "e\u{301}", 2, true),
            ("", "", 0, true), ("", "ab", 2, true), ("aaaaa", "aaaaaaaa", 2, false), ("🧬🧬", "ab", 2, true),
            ("abcdef", "abXdYf", 2, true), ("abcdef", "aXcdYZ", 2, false),
        ])
    func findsWhatIsNear(_ word: String, _ text: String, _ edits: Int, _ expected: Bool) {
        #expect(FuzzyPattern(word, edits: edits).matches(text) == expected)
        #expect(FuzzyPattern(text, edits: edits).matches(word) == expected)
    }

    @Test(arguments: ["ab", "aé", "aé🧬"])
    func agreesWithTheDefinition(_ alphabet: String) {
        var generator = SeededGenerator(seed: 5)
        let scalars = Array(alphabet.unicodeScalars)
        func text() -> String {
            (0..<Int.random(in: 0...9, using: &generator)).compactMap { _ in
                scalars.randomElement(using: &generator).map(String.init)
            }.joined()
        }
        for _ in 0..<4_000 {
            let (left, right) = (text(), text())
            let distance = Self.distance(Array(left.unicodeScalars), Array(right.unicodeScalars))
            for edits in 0...2 {
                #expect(
                    FuzzyPattern(left, edits: edits).matches(right) == (distance <= edits), "\(left) \(right) \(edits)")
            }
        }
    }

    /// The whole table of the optimal string alignment.
    private static func distance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
        var table = Array(repeating: Array(0...right.count), count: left.count + 1)
        for row in 0...left.count { table[row][0] = row }
        for row in left.indices.map({ $0 + 1 }) {
            for column in right.indices.map({ $0 + 1 }) {
                let isSame = left[row - 1] == right[column - 1]
                var cell = min(
                    table[row - 1][column] + 1, table[row][column - 1] + 1,
                    table[row - 1][column - 1] + (isSame ? 0 : 1))
                if row > 1, column > 1, left[row - 1] == right[column - 2], left[row - 2] == right[column - 1] {
                    cell = min(cell, table[row - 2][column - 2] + 1)
                }
                table[row][column] = cell
            }
        }
        return table[left.count][right.count]
    }

    @Test func wordsOfAnyLengthAreComparedAlike() {
        for length in [1, 2, 30, 62, 63, 64, 65, 66, 67, 200] {
            let word = String((0..<length).map { "abcdefghijk"[String.Index(utf16Offset: $0 % 11, in: "abcdefghijk")] })
            for pattern in [word, "é" + word] {
                #expect(FuzzyPattern(pattern, edits: 0).matches(pattern))
                #expect(!FuzzyPattern(pattern, edits: 0).matches(pattern + "a"))
                #expect(FuzzyPattern(pattern, edits: 1).matches(pattern + "x"))
                #expect(!FuzzyPattern(pattern, edits: 1).matches("x" + pattern + "x"))
                #expect(FuzzyPattern(pattern, edits: 2).matches("x" + pattern + "x"))
                #expect(FuzzyPattern(pattern, edits: 2).matches("é" + pattern + "x"))
                #expect(!FuzzyPattern(pattern, edits: 2).matches("é" + pattern + "xy"))
                #expect(FuzzyPattern(pattern, edits: 1).matches(String(pattern.dropLast()) + "x"))
            }
        }
    }

    @Test func takesTimeThatGrowsWithTheText() {
        let word = String(repeating: "ab", count: 4_000)
        var steps = 0
        #expect(FuzzyPattern(word, edits: 2).matches("x" + word.dropLast(), steps: &steps))
        #expect(FuzzyPattern(word, edits: 2).matches(word, steps: &steps))
        #expect(!FuzzyPattern(word, edits: 2).matches(String(repeating: "ba", count: 4_002), steps: &steps))
        #expect(steps < 8_000 * 20)
    }

    @Test func keepsTheEditsWithinTheLimit() {
        #expect(FuzzyPattern("a", edits: 9).edits == QueryLimits.edits)
        #expect(FuzzyPattern("a", edits: -1).edits == 0)
        #expect(FuzzyPattern("\u{E9}", edits: 1) != FuzzyPattern("e\u{301}", edits: 1))
        #expect(FuzzyPattern("a", edits: 1) != FuzzyPattern("a", edits: 2))
    }
}
