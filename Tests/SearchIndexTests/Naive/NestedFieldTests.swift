import SearchIndex
import Testing

/// Which documents match clauses about objects that are searched one by one.
@Suite struct NestedFieldTests {
    struct Example: Sendable, CustomTestStringConvertible {
        let query: String
        let expected: Bool
        var testDescription: String { "\(query) → \(expected)" }
        init(_ query: String, _ expected: Bool) {
            self.query = query
            self.expected = expected
        }
    }

    static let document = """
        {"authors": [{"given": "Ada", "family": "Byron", "notes": ["first cut", "second try"], "age": 36,
                      "posts": [{"city": "London", "from": 1833}, {"city": "Ockham", "from": 1835}],
                      "prizes": [{"name": "A", "year": 1}, {"name": "B", "year": 2}]},
                     [{"given": "Jane", "family": "Doe", "notes": "third cut", "age": [50, "old"], "born": "1970-01-02",
                       "posts": {"city": "Basel", "from": 2001}}],
                     {"given": "Zoe", "age": 99}, {}, {"given": null}, "nobody", 7],
         "rooms": [{"n": 1, "m": 2}, {"n": 3, "m": 4}], "place": {"city": "Ulm", "code": "89"},
         "kind": "report", "authors.given": "Max", "authors.family": "Moritz",
         "plain": [{"x": 1, "y": 2}, {"x": 3, "y": 4}], "dotted.x": 1, "dotted.y": 2}
        """
    static let nested = ["rooms", "authors", "authors.prizes", "authors.posts", "place", "dotted", "absent", ""]

    static let examples: [Example] = [
        // One object meets all of what is asked of the field.
        .init("authors.given:Ada AND authors.family:Byron", true),
        .init("authors.given:Ada AND authors.family:Doe", false),
        .init("+authors.given:Jane +authors.family:Doe +authors.age:50", true),
        .init("+authors.given:Jane +authors.family:Doe +authors.age:36", false),
        .init("(authors.given:Ada AND authors.family:Doe) OR kind:report", true),
        // By itself a clause is met by any of them.
        .init("authors.given:Ada", true), .init("authors.given:Ada authors.family:Nobody", true),
        .init("authors.given:Ada OR authors.family:Doe", true), .init("+authors.given:Ada authors.family:Doe", true),
        .init("authors.given:Ada AND kind:report", true), .init("authors.given:Ada AND Doe", true),
        // What is excluded is excluded from the document.
        .init("+authors.given:Ada -authors.family:Doe", false), .init("+authors.given:Ada -authors.family:X", true),
        .init("+authors.given:Ada +authors.age:36 -(+authors.given:Ada +authors.family:Doe)", true),
        .init("kind:report -(+authors.given:Ada +authors.family:Byron)", false),
        .init("+authors.given:Ada +(+authors.family:Doe -authors.family:X)", true),
        // A choice is one clause, and so is a group.
        .init("authors.given:Ada AND authors.family:(Doe OR Byron)", true),
        .init("authors.given:Ada AND authors.family:(Doe OR Moe)", false),
        .init("+authors.age:50 +(+authors.given:Ada +authors.family:Byron)", false),
        .init("+authors.age:36 +(+authors.given:Ada +authors.family:Byron)^2", true),
        .init("(+authors.given:Ada +authors.family:Byron) (+authors.given:Ada +authors.family:X)", true),
        // Every kind of leaf is asked of the object.
        .init("authors.given:Ad* AND authors.family:?oe", false),
        .init("authors.given:Ja* AND authors.family:?oe", true),
        .init("authors.given:jane~1 AND authors.age:[40 TO 60]", true),
        .init("authors.given:Ada AND authors.age:[40 TO 60]", false),
        .init("authors.given:Ada AND authors.age:36.0", true), .init("authors.given:Jane AND authors.age:>60", false),
        .init("authors.given:Zoe AND authors.age:>60", true),
        .init("authors.given:Zoe AND authors.age:[n TO *]", false),
        .init("authors.given:/A.a/ AND authors.age:>36", false),
        .init("authors.given:Ada AND authors.born:*", false),
        .init("authors.given:Jane AND _exists_:authors.born", true),
        .init("authors.given:Jane AND authors.born:[1970 TO 1971]", true),
        .init("authors.given:Ada AND authors.born:[1970 TO 1971]", false),
        .init("authors.given:Ada AND authors.notes:\"first cut\"", true),
        .init("authors.given:Ada AND authors.notes:\"cut first\"~5", false),
        .init("authors.given:Ada AND authors.notes:\"cut second\"", false),
        .init("authors.given:Ada AND authors.notes:third", false),
        .init("authors.given:Ada AND authors.notes:cut", true),
        .init("authors.notes:\"third cut\" AND authors.family:Doe", true),
        // The field itself is not below itself.
        .init("authors.given:Ada AND authors:nobody", true), .init("_exists_:authors AND authors.family:Doe", true),
        // Objects in objects: the inner one lies in the outer one that is asked for.
        .init("authors.posts.city:London AND authors.posts.from:1833", true),
        .init("authors.posts.city:London AND authors.posts.from:1835", false),
        .init("authors.given:Ada AND authors.posts.city:Ockham", true),
        .init("authors.given:Jane AND authors.posts.city:Ockham", false),
        .init("+authors.given:Ada +authors.posts.city:London +authors.posts.from:1835", false),
        .init("+authors.given:Ada +authors.posts.city:London +authors.posts.from:1833", true),
        .init("+authors.given:Jane +authors.posts.city:London +authors.posts.from:1833", false),
        .init("+authors.given:Ada +(authors.posts.city:Basel authors.posts.from:1835)", true),
        .init("+authors.given:Ada +(+authors.posts.city:London +authors.posts.from:1835)", false),
        .init("+(+authors.given:Ada +authors.posts.city:London) +authors.posts.from:1835", true),
        // Each field has its own object.
        .init("+authors.given:Ada +authors.family:Byron +rooms.n:1 +rooms.m:2", true),
        .init("+authors.given:Ada +authors.family:Byron +rooms.n:1 +rooms.m:4", false),
        .init("+authors.given:Ada +authors.family:Doe +rooms.n:1 +rooms.m:2", false),
        .init(
            "+authors.posts.city:London +authors.posts.from:1833 +authors.prizes.name:B +authors.prizes.year:2", true),
        .init(
            "+authors.posts.city:London +authors.posts.from:1833 +authors.prizes.name:B +authors.prizes.year:1", false),
        .init("+authors.posts.city:Basel +authors.prizes.name:A", false),
        // A single object is one of one.
        .init("place.city:Ulm AND place.code:89", true), .init("place.city:Ulm AND place.code:88", false),
        // Names with dots lead past the objects; alone they mean what they mean elsewhere.
        .init("authors.given:Max AND authors.family:Moritz", false), .init("authors.given:Max", true),
        .init("dotted.x:1 AND dotted.y:2", true),
        // Nobody asked for it here.
        .init("plain.x:1 AND plain.y:4", true),
    ]

    @Test(arguments: examples)
    func areAskedObjectByObject(_ example: Example) throws {
        let document = try Documents.make(
            Self.document, textFields: ["authors.notes"], nestedFields: Self.nested)
        #expect(try Documents.matches(example.query, document) == example.expected)
    }

    @Test func areAskedFieldByFieldWhereTheSchemaDoesNotSay() throws {
        let document = try Documents.make(Self.document, nestedFields: ["plain"])
        #expect(try Documents.matches("authors.given:Ada AND authors.family:Doe", document))
        #expect(try !Documents.matches("plain.x:1 AND plain.y:4", document))
        let inner = try Documents.make(Self.document, nestedFields: ["authors.posts"])
        #expect(try Documents.matches("authors.given:Jane AND authors.posts.city:Ockham", inner))
        #expect(try !Documents.matches("authors.posts.city:London AND authors.posts.from:1835", inner))
    }
}
