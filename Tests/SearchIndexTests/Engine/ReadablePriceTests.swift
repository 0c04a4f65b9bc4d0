import Catalog
import RegistryCore
import RegistryQuery
import SearchIndex
import Testing

/// What is refused before it runs, and by what.
struct ReadablePriceTests {
    /// A lane of the readable documents and, in other segments or the same ones, of hidden ones.
    private func lane(_ readable: [FixtureUpload], hidden: [FixtureUpload], apart: Bool) throws -> ReadableLane {
        let groups = (apart ? [readable, hidden] : [readable + hidden]).filter { !$0.isEmpty }
        let views = try groups.enumerated().map { number, group in
            let segment = try SegmentFixture(group, id: Int64(number + 1)).segment
            let runs = segment.runs.map { run in
                ShownRun(
                    upload: run.upload, revision: run.revision.number, sealedAt: run.sealedAt,
                    policy: hidden.contains { $0.key == run.upload } ? 2 : 1, first: run.first, count: run.count,
                    words: run.words)
            }
            return SegmentView(segment: segment, runs: runs)
        }
        let view = LaneView(lane: Lane(0), segments: views)
        return ReadableLane(view: view, readable: Readable(view: view, policies: [1]))
    }
    private func upload(_ project: String, _ documents: [String]) throws -> FixtureUpload {
        let documents = try documents.enumerated().map { number, json in
            try Documents.make(json, id: "\(project):\(number)@1", textFields: ["title"], nestedFields: ["rows"])
        }
        return FixtureUpload(
            key: UploadKey(version: documents[0].id.versionKey, id: UploadID(RandomID())), fence: 1,
            documents: documents)
    }

    private static let queries = [
        "lung", "patient.hiv:x", "patient.hiv:*x*", "*x*", "/x.*y/", "lung~ OR liver~", "_exists_:patient.hiv",
        "patient.hiv:[a TO b]", "[2020 TO 2021]", "title:\"a b c\"", "rows.x:1 AND rows.y:2", "patient.hiv:a*",
    ]

    /// The least price at which a search is not refused.
    private func price(_ isAllowed: (Int) throws(SearchIndexError) -> Void) -> Int {
        var (tooLow, enough) = (-1, QueryPrice.maximum)
        while enough - tooLow > 1 {
            let middle = (tooLow + enough) / 2
            do throws(SearchIndexError) {
                try isAllowed(middle)
                enough = middle
            } catch { tooLow = middle }
        }
        return enough
    }

    @Test func whatIsRefusedDoesNotDependOnWhatIsHidden() throws {
        let readable = [try upload("P", (0..<30).map { "{\"title\":\"lung \($0)\",\"n\":\($0)}" })]
        let hidden = [
            try upload(
                "H",
                (0..<200).map {
                    """
                    {"patient":{"hiv":"xy\($0)"},"title":"liver \($0)","when":"2020-01-01","rows":[{"x":1,"y":2},{"x":\($0)}]}
                    """
                })
        ]
        let worlds = [
            try lane(readable, hidden: [], apart: false), try lane(readable, hidden: hidden, apart: false),
            try lane(readable, hidden: hidden, apart: true),
        ]
        for text in Self.queries {
            let query = try SearchQuery(parsing: text)
            for order: SearchOrder in [.newest, .relevance, .fields([SortKey("patient.hiv"), SortKey("when")])] {
                let request = SearchRequest(query: query, order: order)
                let prices = worlds.map { world in
                    price { maximum throws(SearchIndexError) in
                        _ = try SegmentSearch(request, over: [world], maximumPrice: maximum)
                    }
                }
                #expect(Set(prices).count == 1, "\(text): \(prices)")
                #expect(prices[0] > 0)
            }
        }
        let facet = Facet("patient.hiv", .terms(size: 10, matching: "x"), nested: [Facet("when", .dates(nil))])
        let request = FacetsRequest(facets: [facet, Facet("n", .histogram(width: nil))])
        let prices = worlds.map { world in
            price { maximum throws(SearchIndexError) in
                _ = try SegmentFacets(request, over: [world], maximumPrice: maximum)
            }
        }
        #expect(Set(prices).count == 1, "\(prices)")
    }

    @Test func ordersRangesAndNamesOfFieldsHaveAPrice() throws {
        let dated = try lane(
            [try upload("P", (0..<50).map { "{\"a\":[\"2020-01-01\",\"x\($0)\"],\"n\":\($0)}" })], hidden: [],
            apart: true)
        func price(_ order: SearchOrder) throws -> Int {
            try SegmentSearch(SearchRequest(order: order), over: [dated]).price
        }
        #expect(try price(.newest) == 0)
        #expect(try price(.fields([SortKey("a")])) > price(.fields([SortKey("n")])))
        #expect(try price(.fields([SortKey("n")])) > 0)
        func price(ranges count: Int) throws -> Int {
            let ranges = (0..<count).map { Facet.Range(key: "\($0)", from: "\($0)", to: nil) }
            return try SegmentFacets(FacetsRequest(facets: [Facet("n", .ranges(ranges))]), over: [dated]).price
        }
        #expect(try price(ranges: 100) > 20 * price(ranges: 1))
        #expect(SegmentFields(beginningWith: "zz", limit: 9, over: [dated]).price == 0)
        #expect(
            SegmentFields(beginningWith: "", limit: 9, over: [dated]).price
                > SegmentFields(beginningWith: "a", limit: 9, over: [dated]).price)
    }
}
