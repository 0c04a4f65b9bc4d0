import RegistryQuery
import Testing

@Suite("TextAnalyzer")
struct TextAnalyzerTests {
    @Test(
        arguments: [
            ("", []), (" .-_ ", []), ("Mouse liver", ["mouse", "liver"]), ("foo-bar.txt", ["foo", "bar", "txt"]),
            ("a_b", ["a", "b"]), ("GRCh38.p14", ["grch38", "p14"]), ("IL-2", ["il", "2"]), ("a a", ["a", "a"]),
            ("don't", ["don", "t"]), ("ÉCOLE Straße", ["école", "straße"]), ("ΔNp63α", ["δnp63α"]),
            ("cafe\u{301}s", ["cafe\u{301}s"]), ("\u{301}a", ["a"]), ("İ", ["i\u{307}"]), ("日本 語", ["日本", "語"]),
            ("x²", ["x²"]), ("🧬dna🧬", ["dna"]), ("٣٤", ["٣٤"]),
        ] as [(String, [String])])
    func splitsIntoLowerCasedWords(_ text: String, _ words: [String]) {
        #expect(TextAnalyzer.tokens(text).map { Array($0.utf8) } == words.map { Array($0.utf8) })
    }

    @Test func cutsEndlessWords() {
        let words = TextAnalyzer.tokens(String(repeating: "A", count: 600))
        #expect(words.map(\.count) == [255, 255, 90])
        #expect(TextAnalyzer.tokens(String(repeating: "A", count: 255)).count == 1)
    }

    @Test func keepsWhatIsNoWordWhenLowerCasing() {
        #expect(TextAnalyzer.lowercased("Foo-BAR É!") == "foo-bar é!")
    }

    @Test func findsTheSameWordsInItsOwnWords() {
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<500 {
            var text = String.UnicodeScalarView()
            for _ in 0..<40 {
                if let scalar = Unicode.Scalar(UInt32.random(in: 0x20...0x2FFF, using: &generator)) {
                    text.append(scalar)
                }
            }
            let words = TextAnalyzer.tokens(String(text))
            let again = TextAnalyzer.tokens(words.joined(separator: " "))
            #expect(again.map { Array($0.utf8) } == words.map { Array($0.utf8) })
        }
    }
}
