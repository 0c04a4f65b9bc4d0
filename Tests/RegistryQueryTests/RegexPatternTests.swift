import RegistryQuery
import Testing

@Suite("RegexPattern")
struct RegexPatternTests {
    @Test(
        arguments: [
            ("liver", "liver", true), ("liver", "livers", false), ("liver", "a liver", false), ("li.er", "liver", true),
            ("li.er", "lier", false), (".", "🧬", true), (".", "é", true), (".", "e\u{301}", false),
            ("ab?c", "ac", true),
            ("ab?c", "abc", true), ("ab?c", "abbc", false), ("ab*c", "abbbc", true), ("ab+c", "ac", false),
            ("ab+c", "abbc", true), ("a{2}", "aa", true), ("a{2}", "aaa", false), ("a{2,}", "aaaaa", true),
            ("a{2,}", "a", false), ("a{1,3}", "aaa", true), ("a{1,3}", "aaaa", false), ("a{0}", "", true),
            ("a{0}b", "b", true), ("a{0,0}", "a", false), ("a{0,2}", "aa", true), ("(ab){2}", "abab", true),
            ("a|bc", "bc", true), ("a|bc", "ac", false), ("(a|b)c", "bc", true), ("()", "", true),
            ("()", "a", false), ("a()b", "ab", true), ("()*", "", true), ("(){1000}", "", true), ("[abc]", "b", true),
            ("[abc]", "d", false), ("[^abc]", "d", true), ("[^abc]", "b", false), ("[^abc]", "", false),
            ("[a-c]+", "abcabc", true), ("[a-c]", "d", false), ("[a-cx-z]", "y", true), ("[a-]", "-", true),
            ("[-a]", "-", true), ("[a-c-e]", "-", true), ("[a-c-e]", "d", false), ("[a^]", "^", true),
            ("[.]", "a", false),
            ("[.]", ".", true), ("[\\]]", "]", true), ("[\\^a]", "^", true), ("[(|)]", "|", true), ("[α-ω]", "λ", true),
            ("[🧬]", "🧬", true), ("\\.", ".", true), ("\\.", "a", false), ("\\\\", "\\", true), ("\\/", "/", true),
            ("\\n", "n", true), ("\"a.b\"", "a.b", true), ("\"a.b\"", "axb", false), ("\"a\\\"", "a\\", true),
            ("\"\"", "", true), ("(\"ab\")+", "abab", true), ("\"ab\"+", "abab", true), ("\\d+", "0123", true),
            ("\\d", "a", false), ("\\D", "a", true), ("\\w+", "aZ_9", true), ("\\w", "é", false), ("\\W", "é", true),
            ("a\\sb", "a b", true), ("a\\sb", "a\tb", true), ("\\S", " ", false), ("[\\d_]+", "1_2", true),
            ("[^\\d]", "1", false), ("[\\W_]", "_", true), ("^a$", "a", false), ("^a$", "^a$", true),
            ("a}", "a}", true),
            ("a]", "a]", true), ("a**", "aaa", true), ("a*+?", "aa", true), ("(a*)*", "aaa", true),
            ("(a*)*b", "aab", true),
            ("(a|ab)(c|bcd)", "abcd", true), ("(a?){3}a{3}", "aaa", true), (".*", "", true),
            (".*\\.bam", "x.bam", true),
            ("[A-Z]{2}\\d{4}", "AB1234", true), ("a,b:c=d", "a,b:c=d", true), ("é", "e\u{301}", false),
        ])
    func fitsTheWholeText(_ pattern: String, _ text: String, _ expected: Bool) throws {
        #expect(try RegexPattern(parsing: pattern).matches(text) == expected)
    }

    @Test(
        arguments: [
            ("", 0, "is empty"), ("(", 0, "never closed"), ("a(b", 1, "never closed"),
            ("a)", 1, "closes no parenthesis"),
            ("a|", 2, "part of the regular expression is empty"), ("|a", 0, "part of the regular expression is empty"),
            ("(a|)", 3, "part of the regular expression is empty"),
            ("a||b", 2, "part of the regular expression is empty"),
            ("*a", 0, "nothing before it to repeat"), ("a|+", 2, "nothing before it to repeat"),
            ("(?a)", 1, "nothing before it to repeat"), ("{2}", 0, "nothing before it to repeat"),
            ("a{", 1, "a repetition is written"), ("a{}", 1, "a repetition is written"), ("a{x}", 1, "a repetition"),
            ("a{1", 1, "a repetition"), ("a{1,", 1, "a repetition"), ("a{,2}", 1, "a repetition"),
            ("a{1,2,3}", 1, "a repetition"), ("a{2,1}", 1, "wrong order"), ("a{1001}", 1, "at most 1000 times"),
            ("a{99999999999999999999}", 1, "at most 1000 times"), ("[", 0, "never closed"), ("[a", 0, "never closed"),
            ("[]", 0, "is empty"), ("[]a]", 0, "is empty"), ("[^]", 0, "is empty"), ("x[a-", 1, "never closed"),
            ("[b-a]", 1, "ascending order"), ("[a-\\d]", 1, "ascending order"), ("[\\", 1, "nothing after it"),
            ("a\\", 1, "nothing after it to escape"), ("\"a", 0, "quotation in the regular expression is never closed"),
            ("a@", 1, "'@' is an operator"), ("a&b", 1, "'&' is an operator"), ("~a", 0, "'~' is an operator"),
            ("<1-9>", 0, "'<' is an operator"), (">", 0, "'>' is an operator"), ("#", 0, "'#' is an operator"),
            ("a/b", 1, "must be escaped"), ("\"/\"", 1, "must be escaped"), ("[/]", 1, "must be escaped"),
            ("(a{100}){100}", 0, "too large"), ("x(a{100}){11}", 1, "too large"), ("(a?){0,600}", 0, "too large"),
            ("((a|b|c|d|e|f|g|h|i|j){50})*{3}", 0, "too large"), ("é(", 1, "never closed"),
        ] as [(String, Int, String)])
    func namesTheMistakeAndItsPosition(_ pattern: String, _ position: Int, _ says: String) throws {
        let error = try #require(throws: QueryError.self) { try RegexPattern(parsing: pattern) }
        #expect(error.position == position, "\(error)")
        #expect(error.message.contains(says), "\(error)")
    }

    @Test(arguments: 0..<8 as Range<UInt64>)
    func agreesWithTheDefinition(_ seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        var matches = 0
        for _ in 0..<300 {
            let regex = RandomRegex(depth: 3, using: &generator)
            let pattern = try RegexPattern(parsing: regex.text)
            for _ in 0..<12 {
                let text = (0..<Int.random(in: 0...6, using: &generator)).compactMap { _ in
                    RandomRegex.alphabet.randomElement(using: &generator).map(String.init)
                }.joined()
                let expected = regex.matches(text)
                #expect(pattern.matches(text) == expected, "\(pattern) \(text)")
                if expected {
                    matches += 1
                    #expect(text.utf8.starts(with: pattern.literalPrefix.utf8), "\(pattern) \(text)")
                }
            }
        }
        #expect(matches > 100)
    }

    @Test func agreesWithTheDefinitionWhereATableWouldBeTooLarge() throws {
        var generator = SeededGenerator(seed: 4)
        let pattern = try RegexPattern(parsing: "(a|b)*a(a|b){12}")
        for _ in 0..<200 {
            let letters = (0..<Int.random(in: 8...24, using: &generator)).map { _ in
                Bool.random(using: &generator) ? "a" : "b"
            }
            let expected = letters.count >= 13 && letters[letters.count - 13] == "a"
            #expect(pattern.matches(letters.joined()) == expected)
        }
    }

    @Test(arguments: [
        "(a*)*b", "(a+)+b", "(a|a)*b", "(a|aa)+b", "(.*)*(.*)*(.*)*b", "a*a*a*a*a*a*b", "(a?){100}a{100}b",
    ])
    func takesTimeThatGrowsWithTheText(_ pattern: String) throws {
        let pattern = try RegexPattern(parsing: pattern)
        var steps: [Int] = []
        for length in [1_000, 2_000, 4_000] {
            var count = 0
            #expect(!pattern.matches(String(repeating: "a", count: length), steps: &count))
            steps.append(count)
        }
        #expect(steps[1] <= 2 * steps[0] + 1_000)
        #expect(steps[2] <= 2 * steps[1] + 1_000)
        #expect(steps[2] <= 4_000 * (QueryLimits.regexTransitions + 1))
    }

    @Test func countsTheSameStepsEveryTime() throws {
        for source in ["a+b", "(a|b)*a(a|b){14}"] {
            let pattern = try RegexPattern(parsing: source)
            let counts = Set(
                (0..<3).map { _ in
                    var steps = 0
                    _ = pattern.matches("abababaababbbababaaaab", steps: &steps)
                    return steps
                })
            #expect(counts.count == 1)
        }
    }

    @Test func seesNoMoreThanTheFirst8KiBOfAText() throws {
        let limit = QueryLimits.visibleBytes
        #expect(try RegexPattern(parsing: "a+").matches(String(repeating: "a", count: limit) + "b"))
        #expect(try !RegexPattern(parsing: "a+b").matches(String(repeating: "a", count: limit) + "b"))
        // A character that does not fit whole is not there.
        #expect(try RegexPattern(parsing: "a+").matches(String(repeating: "a", count: limit - 1) + "é"))
        #expect(try RegexPattern(parsing: "a+é").matches(String(repeating: "a", count: limit - 2) + "é"))
    }

    @Test(
        arguments: [
            ("liver", "liver"), ("liv.r", "liv"), ("liv(er)", "liver"), ("a+b", "a"), ("a{3}b", "aaab"),
            ("a{2,3}b", "aa"),
            ("a?b", ""), ("(a|b)c", ""), ("\"a.\"b", "a.b"), ("\\.a[b]c", ".abc"), ("[ab]", ""), ("é🧬.*", "é🧬"),
            ("()a", "a"), ("a*", ""),
        ])
    func tellsWhatAMatchBeginsWith(_ pattern: String, _ prefix: String) throws {
        #expect(try RegexPattern(parsing: pattern).literalPrefix == prefix)
    }

    @Test(
        arguments: [
            ("LIVER", "liver", true), ("[A-Z]+", "liver", true), ("[^A-Z]+", "liver", false), ("[^A-Z]+", "123", true),
            ("\"RNA\"", "rna", true), ("\\W", "a", false), ("\\D+", "ab", true), ("É", "é", true), ("[À-Ý]", "é", true),
            ("İ", "i\u{307}", true), ("(A|B){2}", "ab", true), ("[A-z]", "q", true), ("liver", "liver", true),
            ("[Δ]Np63α", "δnp63α", true), ("[^a]", "b", true), ("[\\w]", "x", true),
        ])
    func fitsLowerCasedWords(_ pattern: String, _ word: String, _ expected: Bool) throws {
        #expect(try RegexPattern(parsing: pattern).lowercased.matches(word) == expected)
    }

    @Test func isComparedByItsBytes() throws {
        #expect(try RegexPattern(parsing: "\u{E9}") != RegexPattern(parsing: "e\u{301}"))
        #expect(try RegexPattern(parsing: "a") == RegexPattern(parsing: "a"))
        #expect(try Set([RegexPattern(parsing: "a"), RegexPattern(parsing: "a")]).count == 1)
        #expect(try RegexPattern(parsing: "a\\/b").description == "/a\\/b/")
    }

    @Test func takesAsMuchAsTheLimitsAllow() throws {
        let longest = String(repeating: "a", count: QueryLimits.regexBytes)
        #expect(try RegexPattern(parsing: longest).matches(longest))
        #expect(
            try RegexPattern(parsing: ".{\(QueryLimits.regexStates)}").matches(String(repeating: "é", count: 1_000)))
        #expect(try !RegexPattern(parsing: "(.{10}){100}").matches(String(repeating: "a", count: 999)))
        let deep = String(repeating: "(", count: 120) + "a" + String(repeating: ")", count: 120)
        #expect(try RegexPattern(parsing: deep).matches("a"))
        #expect(try RegexPattern(parsing: "a" + String(repeating: "+", count: 255)).matches("aa"))
        #expect(try RegexPattern(parsing: "(a{500}){1}").matches(String(repeating: "a", count: 500)))
    }
}
