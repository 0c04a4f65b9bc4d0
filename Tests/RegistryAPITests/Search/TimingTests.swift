import HTTPTypes
import JSONDocument
import RegistryTestSupport
import Testing

@Suite struct `Server-Timing` {
    @Test func `is on every answer, with searches where there were some`() async throws {
        try await withTestRegistry { registry in
            let name = try #require(HTTPField.Name("Server-Timing"))
            for target in ["/", "/nothing", "/search", "/jobs/x"] {
                let timing = try #require(try await registry.get(target)[name])
                #expect(timing.wholeMatch(of: /total;dur=[0-9]+/) != nil, "\(target): \(timing)")
            }
            for target in [
                "/search?q=*", "/aggregate?q=*&agg_field=x", "/suggest/fields?prefix=x", "/search?q=*&format=ids",
            ] {
                let timing = try #require(try await registry.get(target)[name])
                #expect(
                    timing.wholeMatch(of: /search;dur=[0-9]+, total;dur=[0-9]+/) != nil,
                    "\(target): \(timing)")
            }
        }
    }
}

@Suite struct `A query that would cost too much` {
    /// Each of these is refused, or answered within its deadline.
    private static let hostile: [String] = [
        "*a", "*a*b*c*d*e*", "?????????????????????", "title:*", "_exists_:title", "[* TO *]", "title:[* TO *]",
        "path:[* TO zzzz]", "pages:[-1e308 TO 1e308]", String(repeating: "(", count: 8_000),
        String(repeating: "(", count: 60) + "a" + String(repeating: ")", count: 60), "a^1e308", "a^999999", "a^0",
        "a^-1",
        "/(a+)+$/", "/(a|aa)*b/", "/.*.*.*.*.*.*x/", "/[a-z]{1,1000}{1,1000}/",
        "/(((((a{0,9}){0,9}){0,9}){0,9}){0,9})/",
        "/" + String(repeating: "(a|", count: 80) + "b" + String(repeating: ")", count: 80) + "/", "a~2",
        "aaaaaaaaaaaa~2",
        String((0..<10_000).map { "a\($0)" }.joined(separator: " OR ").prefix(8_000)),
        (0..<500).map { "a\($0)" }.joined(separator: " "), (0..<500).map { "*a\($0)*" }.joined(separator: " "),
        (0..<400).map { "a\($0)~2" }.joined(separator: " "), String(repeating: "*a*", count: 2_700),
        String(repeating: "\"a b\"~64 ", count: 400), "-" + String(repeating: "-(a -", count: 60), "\u{0}", "\"", "\\",
        "a:b:c", "AND", "NOT", "- -", "+", "~", "^", "{a TO", "title:{* TO *}", "\u{202E}*", "*:*", "-*:*",
        "_exists_:*",
    ]
    /// Words in a row, and boosts around each other.
    private static let rows: [String] = [
        row("a", 128), row("a", 129), row("a", 500), "\(row("a b", 60))~64", row("absent", 128), "a\(dashed("a", 500))",
        "title:a\(dashed("b", 127))", "a\(dashed("a", 7))~", "a\(dashed("a", 500))~2",
        [String](repeating: row("a", 128), count: 30).joined(separator: " "),
        (0..<60).map { "aaaa\($0)\(dashed("a", 7))~" }.joined(separator: " "),
        [String](repeating: "(", count: 52).joined() + "a" + [String](repeating: ")^1000000", count: 52).joined(),
    ]
    private static func row(_ word: String, _ count: Int) -> String {
        "\"\([String](repeating: word, count: count).joined(separator: " "))\""
    }
    private static func dashed(_ word: String, _ count: Int) -> String { String(repeating: "-\(word)", count: count) }

    @Test func `is a 400 that says why, or is answered in time`() async throws {
        try await withTestRegistry { registry in
            var files: [String: String] = [:]
            for number in 0..<50 {
                files.merge(
                    SearchNotes.files(
                        "f\(number)", title: String(repeating: "aaaa\(number) ", count: 50),
                        ["pages": .number(JSONNumber(number))])
                ) { $1 }
            }
            try await registry.upload("demo", "v1", files: files)
            for query in Self.hostile + Self.rows {
                for target in [
                    "/search?q=", "/search?sort=-path&q=", "/facets?facets=path,pages&q=",
                    "/aggregate?agg_field=path&q=",
                ] {
                    let start = ContinuousClock.now
                    let answer = try await registry.get(target + query.encoded)
                    let shown = String(query.prefix(60))
                    #expect(
                        answer.status == 200 || answer.status == 400, "\(target)\(shown): \(answer.text.prefix(200))")
                    if answer.status == 400 { #expect(!answer.reason.isEmpty) }
                    #expect(ContinuousClock.now - start < .seconds(20), "\(target)\(shown)")
                }
            }
        }
    }

    @Test func `is bounded where one text has the same word over and over`() async throws {
        let text = String(repeating: "a a b ", count: 4_000)
        let key = JSONValue.string(String(repeating: "a", count: 1 << 18))
        try await withTestRegistry { registry in
            try await registry.upload("demo", "v1", files: SearchNotes.files("long", title: text, ["key": key]))
            for query in [
                Self.row("a", 128), Self.row("a a b", 42), "\(Self.row("b", 128))~64", "a\(Self.dashed("a", 7))~2",
                [String](repeating: Self.row("a a a", 30), count: 20).joined(separator: " OR "),
            ] {
                for target in ["/search?q=", "/search?highlight=true&q=", "/facets?facets=path&q="] {
                    let start = ContinuousClock.now
                    let answer = try await registry.get(target + query.encoded)
                    let shown = "\(target)\(query.prefix(60)): \(answer.text.prefix(200))"
                    #expect(answer.status == 200 || answer.status == 400, "\(shown)")
                    #expect(ContinuousClock.now - start < .seconds(20), "\(shown)")
                }
            }
            let start = ContinuousClock.now
            let prefix = String(repeating: "a", count: 1_000)
            let answer = try await registry.get("/suggest/values?field=key&prefix=\(prefix)b")
            #expect(answer.status == 200, "\(answer.text.prefix(200))")
            #expect(ContinuousClock.now - start < .seconds(20))
        }
    }
}
