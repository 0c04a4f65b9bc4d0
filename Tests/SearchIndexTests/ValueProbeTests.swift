import JSONDocument
import RegistryQuery
import SearchIndex
import Testing

@Suite("ValueProbe")
struct ValueProbeTests {
    private func probe(_ query: String) throws -> ValueProbe {
        try #require(ValueProbe(SearchQuery(parsing: query).root))
    }

    @Test(arguments: ["*", "field:*", "_exists_:a", "a b", "+a", "*^2", "(a b)^2"])
    func nodesThatAskNothingOfAValueHaveNone(_ query: String) throws {
        #expect(try ValueProbe(SearchQuery(parsing: query).root) == nil)
    }

    @Test func looksWhereTheLeafSays() throws {
        #expect(try probe("a:b").field == "a")
        #expect(try probe("b").field == nil)
        for query in ["a:b^2", "a:\"b\"~1^2", "a:b*^2", "a:b~^2", "a:/b/^2", "a:>5^2"] {
            #expect(try probe(query).field == "a")
        }
    }

    /// What an index may look up for a query.
    struct LookUp: Sendable, CustomTestStringConvertible {
        let query: String
        var keyword: String?
        var number: JSONNumber?
        var bool: Bool?
        var words: [String]?
        var keywordPrefix = ""
        var wordPrefix = ""
        var testDescription: String { query }
    }

    @Test(
        arguments: [
            LookUp(query: "Liver", keyword: "Liver", words: ["liver"], keywordPrefix: "Liver", wordPrefix: "liver"),
            LookUp(
                query: "\"RNA-Seq of\"~2", keyword: "RNA-Seq of", words: ["rna", "seq", "of"],
                keywordPrefix: "RNA-Seq of",
                wordPrefix: "rna"),
            LookUp(
                query: "1.50", keyword: "1.50", number: JSONNumber(text: "1.50"), words: ["1", "50"],
                keywordPrefix: "1.50", wordPrefix: "1"),
            LookUp(
                query: "true", keyword: "true", bool: true, words: ["true"], keywordPrefix: "true", wordPrefix: "true"),
            LookUp(
                query: "\"false\"", keyword: "false", bool: false, words: ["false"], keywordPrefix: "false",
                wordPrefix: "false"),
            LookUp(query: "\"--\"", keyword: "--", keywordPrefix: "--"), LookUp(query: "\"\"", keyword: ""),
            LookUp(query: "Liv*r", keywordPrefix: "Liv", wordPrefix: "liv"), LookUp(query: "*r"),
            LookUp(query: "/Liv.r/", keywordPrefix: "Liv", wordPrefix: "liv"), LookUp(query: "/(a|b)/"),
            LookUp(query: "Liver~1"), LookUp(query: "10~"),
            LookUp(query: "Liver~0", keyword: "Liver", words: ["liver"], keywordPrefix: "Liver", wordPrefix: "liver"),
            LookUp(query: "10~0", keyword: "10", words: ["10"], keywordPrefix: "10", wordPrefix: "10"),
            LookUp(query: "[a TO b]"),
        ])
    func saysWhatCanBeLookedUp(_ expected: LookUp) throws {
        let probe = try probe(expected.query)
        #expect(probe.exactKeyword == expected.keyword)
        #expect(probe.exactNumber == expected.number)
        #expect(probe.exactBool == expected.bool)
        #expect(probe.exactWords == expected.words)
        #expect(probe.keywordPrefix == expected.keywordPrefix)
        #expect(probe.wordPrefix == expected.wordPrefix)
        #expect((probe.range != nil) == expected.query.hasPrefix("["))
    }

    @Test func whatIsLookedUpIsWhatIsFound() throws {
        let values = [
            "Liver", "liver", "10", "1e1", "true", "a b", "2020-01-02", "", "é", "Live", "Lover", "AB", "x-1",
        ]
        let queries = [
            "Liver", "liver~0", "liver~1", "\"a b\"", "10", "true", "Li*", "/[A-Z]i.*/", "[1 TO 20]", "[a TO m]",
            "[2020 TO 2021]", "\"\"", "é", "x-1", "[* TO b]", "\"1e1\"",
        ]
        for query in queries {
            let probe = try probe(query)
            for value in values {
                var steps = 0
                let isFound = probe.findsKeyword(value, steps: &steps)
                #expect(steps > 0)
                if let keyword = probe.exactKeyword { #expect(isFound == (keyword == value)) }
                if isFound { #expect(value.utf8.starts(with: probe.keywordPrefix.utf8), "\(query) \(value)") }
                if let number = JSONNumber(text: value), let wanted = probe.exactNumber {
                    #expect(probe.findsNumber(number, steps: &steps) == (wanted == number))
                }
                for word in TextAnalyzer.tokens(value) where probe.findsWord(word, steps: &steps) {
                    #expect(word.utf8.starts(with: probe.wordPrefix.utf8), "\(query) \(value)")
                    if let words = probe.exactWords { #expect(words[0] == word) }
                }
            }
            #expect(probe.findsBool(true) == (probe.exactBool == true))
            #expect(probe.findsBool(false) == (probe.exactBool == false))
        }
    }

    @Test func aRangeSaysItsLimitsOfEachKind() throws {
        let numbers = try #require(probe("[1 TO 5}").range)
        #expect(numbers.numbers?.lower?.value == 1)
        #expect(numbers.numbers?.lower?.isInclusive == true)
        #expect(numbers.numbers?.upper?.isInclusive == false)
        #expect(numbers.dates == nil)
        #expect(numbers.texts == nil)
        #expect(numbers.words == nil)
        let years = try #require(probe("[2020 TO 2021]").range)
        #expect(years.numbers != nil)
        #expect(years.dates?.lower?.value == DateSpan("2020-01")?.start)
        #expect(years.dates?.upper?.value == DateSpan("2021-12")?.end)
        #expect(years.texts == nil)
        let dates = try #require(probe("{2020-01 TO 2020-03}").range)
        #expect(dates.numbers == nil)
        #expect(dates.dates?.lower?.value == DateSpan("2020-01")?.end)
        #expect(dates.dates?.lower?.isInclusive == false)
        #expect(dates.dates?.upper?.value == DateSpan("2020-03")?.start)
        #expect(dates.texts?.lower?.value == "2020-01")
        let texts = try #require(probe("[* TO Beta]").range)
        #expect(texts.numbers == nil)
        #expect(texts.dates == nil)
        #expect(texts.texts?.lower == nil)
        #expect(texts.texts?.upper?.value == "Beta")
        #expect(texts.words?.upper?.value == "beta")
        let mixed = try #require(probe("[1 TO b]").range)
        #expect(mixed.numbers == nil)
        #expect(mixed.texts?.lower?.value == "1")
    }

    @Test func wordsInARowHaveAPlaceEach() throws {
        #expect(try probe("\"a b a\"~3").places == 3)
        #expect(try probe("\"a b a\"~3").slop == 3)
        #expect(try probe("a-b~1").places == 2)
        #expect(try probe("a*").places == 1)
        #expect(try probe("[a TO b]").places == 1)
        #expect(try probe("\"--\"").places == 0)
        #expect(try probe("\"\"").findsEmptyText)
        #expect(try !probe("\"--\"").findsEmptyText)
        let probe = try probe("alpha-beta~1")
        var steps = 0
        #expect(probe.findsWord("alphas", at: 0, steps: &steps))
        #expect(!probe.findsWord("alphas", at: 1, steps: &steps))
        #expect(probe.findsWord("bta", at: 1, steps: &steps))
        #expect(!probe.findsWord("beta", at: 2, steps: &steps))
    }
}
