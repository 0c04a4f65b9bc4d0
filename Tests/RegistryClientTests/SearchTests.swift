import JSONDocument
import RegistryClient
import Testing

@Suite("A search of the client")
struct SearchTests {
    @Test func asksForWhatItIsTold() {
        var options = SearchOptions("a b")
        #expect(options.members.map { "\($0.name)=\($0.value)" } == ["q=a b", "size=50"])
        options.fields = ["path", "_extra.id"]
        options.sort = ["-size", "path"]
        options.latestOnly = true
        options.explains = true
        options.pageSize = 9_999
        #expect(
            options.members.map { "\($0.name)=\($0.value)" } == [
                "q=a b", "fields=path,_extra.id", "sort=-size,path", "latest=true", "size=500", "explain=true",
            ])
    }

    @Test func goesOnByCursorWhereTheRegistryGivesOne() throws {
        let page = try DocumentPage(["results": [["path": "a"]], "count": 1, "total": 3, "cursor": "c1.x.y"])
        #expect(page.hasMore && page.cursor == "c1.x.y" && page.next == nil)
        #expect(try !DocumentPage(["results": [], "total": 3, "cursor": "c1.x.y"]).hasMore)
        #expect(try DocumentPage(["results": [], "total": 0, "suggestion": "liver"]).suggestion == "liver")
    }

    @Test func readsFacetsInTheirOrder() throws {
        let report = try FacetReport([
            "total": 3,
            "facets": [
                "organism": ["buckets": [["key": "mouse", "count": 2], ["key": 7, "count": 1]], "distinct": 5],
                "is": ["buckets": [["key": true, "count": 3]]],
            ],
        ])
        #expect(report.total == 3)
        #expect(report.facets.map(\.field) == ["organism", "is"])
        #expect(report.facets[0].buckets.map(\.key) == ["mouse", "7"])
        #expect(report.facets.map(\.distinct) == [5, 1])
        #expect(report.facets[1].buckets[0].key == "true")
        #expect(throws: RegistryClientError.self) { try FacetReport(["total": 3]) }
    }

    @Test func explainsAScoreTheMostFirst() {
        let explanation: JSONValue = [
            "score": 1003.456,
            "parts": [
                ["clause": "liver", "score": 1.204, "boost": 1, "idf": 0.5, "frequency": 2, "bonus": 0],
                ["clause": "a.txt\u{1B}[2J", "score": 1002.25, "boost": 2, "idf": 3, "frequency": 1, "bonus": 1000],
            ],
        ]
        #expect(
            SearchExplanation.lines(explanation, of: "P:a.txt@1") == [
                "1003.46  P:a.txt@1",
                "  1002.25  a.txt\u{FFFD}[2J (1×, rarity 3.00, boost 2.00, exact name +1000.00)",
                "  1.20  liver (2×, rarity 0.50)",
            ])
        #expect(SearchExplanation.lines([:], of: "x") == ["0.00  x"])
    }
}
