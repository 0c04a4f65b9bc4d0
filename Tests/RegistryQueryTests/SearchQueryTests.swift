import RegistryQuery
import Testing

/// A search text and the canonical text of the tree that it stands for.
struct QueryCase: Sendable, CustomTestStringConvertible {
    let text: String
    let tree: String

    init(_ text: String, _ tree: String) {
        self.text = text
        self.tree = tree
    }
    var testDescription: String { "\(text) → \(tree)" }
}

@Suite("SearchQuery")
struct SearchQueryTests {
    @Test func rowsOfAsManyWordsAsAllowedAreRead() throws {
        let words = Array(repeating: "a", count: QueryLimits.phraseWords)
        for text in ["\"\(words.joined(separator: " "))\"~3", "x:" + words.joined(separator: "-")] {
            _ = try SearchQuery(parsing: text)
        }
        _ = try SearchQuery(parsing: words.prefix(QueryLimits.fuzzyWords).joined(separator: ".") + "~")
    }

    @Test(arguments: QueryCase.all)
    func readsTheTree(_ query: QueryCase) throws {
        #expect(try SearchQuery(parsing: query.text).description == query.tree)
    }

    @Test(arguments: QueryCase.all)
    func readsItsOwnCanonicalText(_ query: QueryCase) throws {
        let parsed = try SearchQuery(parsing: query.text)
        #expect(try SearchQuery(parsing: parsed.description) == parsed)
    }

    @Test func makesTheNodesThatTheTextNames() throws {
        #expect(try SearchQuery(parsing: "*") == .everything)
        #expect(try SearchQuery(parsing: "liver").root == .term(field: nil, "liver"))
        #expect(
            try SearchQuery(parsing: "_extra.project_id:PRJ1").root == .term(field: "_extra.project_id", "PRJ1"))
        #expect(try SearchQuery(parsing: "title:\"a b\"").root == .phrase(field: "title", "a b", slop: 0))
        #expect(try SearchQuery(parsing: "title:*").root == .exists(field: "title"))
        #expect(
            try SearchQuery(parsing: "t:a*b?").root
                == .wildcard(field: "t", WildcardPattern([.literal("a"), .any, .literal("b"), .one])))
        #expect(
            try SearchQuery(parsing: "a OR b AND NOT (c d)").root
                == .boolean([
                    .init(.should, .term(field: nil, "a")), .init(.must, .term(field: nil, "b")),
                    .init(
                        .mustNot,
                        .boolean([.init(.should, .term(field: nil, "c")), .init(.should, .term(field: nil, "d"))])),
                ]))
        #expect(
            try SearchQuery(parsing: "NOT a").root == .boolean([.init(.mustNot, .term(field: nil, "a"))]))
    }

    @Test func keepsTheBytesOfWhatIsSearchedFor() throws {
        let composed = try SearchQuery(parsing: "caf\u{E9}")
        let decomposed = try SearchQuery(parsing: "cafe\u{301}")
        #expect(composed != decomposed)
        #expect(Set([composed, decomposed]).count == 2)
        #expect(try SearchQuery(parsing: "\"caf\u{E9}\"") != SearchQuery(parsing: "\"cafe\u{301}\""))
        #expect(try SearchQuery(parsing: "caf\u{E9}*") != SearchQuery(parsing: "cafe\u{301}*"))
        #expect(try SearchQuery(parsing: "\u{E9}:a") != SearchQuery(parsing: "e\u{301}:a"))
    }

    @Test func readsOperatorsThatCombiningMarksFollow() throws {
        #expect(try SearchQuery(parsing: "a:\u{301}b").root == .term(field: "a", "\u{301}b"))
        #expect(try SearchQuery(parsing: "\"\u{301}a\"").root == .phrase(field: nil, "\u{301}a", slop: 0))
        #expect(try SearchQuery(parsing: "a\r\nb").description == "a b")
    }

    @Test func splitsAFieldAtItsDots() {
        #expect(FieldPath("_extra.project_id").components == ["_extra", "project_id"])
        #expect(FieldPath("a..b.").components == ["a", "", "b", ""])
        #expect(FieldPath(".\u{301}").components == ["", "\u{301}"])
        #expect(FieldPath(String()) == nil)
    }

    @Test func takesAsMuchAsTheLimitsAllow() throws {
        let long = String(repeating: "é", count: QueryLimits.bytes / 2)
        #expect(try SearchQuery(parsing: long).root == .term(field: nil, Term(long)))
        let many = try SearchQuery(parsing: String(repeating: "a ", count: QueryLimits.clauses))
        guard case .boolean(let clauses) = many.root else { throw QueryError("not a list", at: 0) }
        #expect(clauses.count == QueryLimits.clauses)
        let depth = QueryLimits.nesting
        #expect(
            try SearchQuery(parsing: String(repeating: "(", count: depth) + "a" + String(repeating: ")", count: depth))
                .root == .term(field: nil, "a"))
    }

    @Test func printsAnEmptyListAsWhatMatchesNothing() {
        #expect(SearchQuery(root: .boolean([])).description == "-*")
    }
}
