import Catalog
import RegistryCore
import RegistryQuery
import SearchIndex
import Testing

/// Objects that are searched one by one, over segments.
struct NestedSegmentTests {
    /// Documents of one upload in one segment.
    private struct Shelf {
        private let fixture: SegmentFixture
        private let lane: ReadableLane

        init(_ documents: [ArtifactDocument]) throws {
            let key = UploadKey(version: documents[0].id.versionKey, id: UploadID(RandomID()))
            fixture = try SegmentFixture([FixtureUpload(key: key, fence: 1, documents: documents)])
            let run = fixture.segment.runs[0]
            let shown = ShownRun(
                upload: key, revision: 1, sealedAt: run.sealedAt, policy: 1, first: run.first, count: run.count,
                words: run.words)
            let view = LaneView(lane: Lane(0), segments: [SegmentView(segment: fixture.segment, runs: [shown])])
            lane = ReadableLane(view: view, readable: Readable(view: view, policies: nil))
        }

        func search(_ query: String) throws -> SegmentSearch {
            try SegmentSearch(SearchRequest(query: try SearchQuery(parsing: query), limit: 500), over: [lane])
        }
        /// The ids of what is found.
        func found(_ query: String) throws -> [String] {
            var search = try search(query)
            return try #require(try search.run(fixture.parts)).hits.map(\.position.id)
        }
    }

    @Test(arguments: NestedFieldTests.examples)
    func areAskedObjectByObject(_ example: NestedFieldTests.Example) throws {
        let document = try Documents.make(
            NestedFieldTests.document, textFields: ["authors.notes"], nestedFields: NestedFieldTests.nested)
        #expect(try Shelf([document]).found(example.query).isEmpty == !example.expected)
    }

    @Test func areToldApartDocumentByDocument() throws {
        let json = #"{"a":[{"x":1,"b":[{"y":1},{"y":2,"z":1}]},{"x":2,"b":{"y":3,"z":2}}]}"#
        let shelf = try Shelf(
            [[], ["a"], ["a.b"], ["a", "a.b"]].enumerated().map { number, nested in
                try Documents.make(json, id: "P:\(number)@1", nestedFields: nested)
            })
        for (query, numbers) in [
            ("a.x:1 AND a.b.y:3", [0, 2]), ("a.b.y:1 AND a.b.z:1", [0, 1]), ("a.b.y:2 AND a.b.z:1", [0, 1, 2, 3]),
            ("a.x:1 AND a.b.y:1 AND a.b.z:1", [0, 1]), ("a.x:2 AND a.b.y:2 AND a.b.z:1", [0, 2]),
            ("a.x:1 AND a.b.y:2 AND a.b.z:1", [0, 1, 2, 3]),
        ] { #expect(try shelf.found(query) == numbers.map { "P:\($0)@1" }, "\(query)") }
    }

    @Test(arguments: [(1, 1), (2, 3)])
    func areFoundAsTheNaiveEngineFindsThem(_ seed: UInt64, _ segments: Int) throws {
        let world = try EngineWorld(seed: seed, lanes: 1, segments: segments, uploads: 60)
        let documents = world.documents(readable: nil)
        let flat = try documents.map {
            try Documents.make(
                "\($0.staged.document)", id: "\($0.id)", textFields: $0.staged.textFields, sealedAt: $0.sealedAt)
        }
        var trees = RandomTrees(seed: seed &* 83)
        var different = 0
        for number in 0..<120 {
            let query = SearchQuery(root: trees.conjunction(depth: number % 3))
            let request = SearchRequest(query: query, order: number % 5 == 0 ? .relevance : .newest, limit: 500)
            let found = try SegmentSearchTests.found(request, in: world, readable: nil, atHand: number % 4 > 0)
            #expect(try found == SegmentSearchTests.expected(request, in: world, readable: nil), "\(query)")
            if try NaiveSearch.page(documents: flat, request: request).total != found.total { different += 1 }
        }
        // Where the schemas ask for nothing, other documents are found.
        #expect(different > 20)
    }

    @Test func areReadInNoMoreRoundsThanOtherPositions() throws {
        let world = try EngineWorld(seed: 5, lanes: 1, segments: 1, uploads: 150)
        for query in ["title:\"lung human\"", "rows.x:1 AND rows.note:lung", "rows.x:1 AND rows.note:\"human lung\""] {
            let parts = RevealedParts(world.parts, atHand: false)
            let request = SearchRequest(query: try SearchQuery(parsing: query), limit: 0)
            var search = try SegmentSearch(request, over: world.lanes(readable: nil))
            var rounds = 0
            while try search.run(parts) == nil, parts.reveal(all: true) { rounds += 1 }
            #expect(1...3 ~= rounds, "\(query)")
        }
    }

    /// More objects than are looked at together, and more than one document of them.
    @Test func areFoundInDocumentsOfVeryManyObjects() throws {
        let objects = (0..<25_000).map { "{\"x\":\($0),\"y\":\($0 % 7)}" }.joined(separator: ",")
        let shelf = try Shelf(
            (0..<4).map { number in
                try Documents.make(
                    "{\"a\":[{\"x\":-\(number),\"y\":9},\(objects)]}", id: "P:\(number)@1", nestedFields: ["a"])
            })
        for (query, numbers) in [
            ("a.x:24998 AND a.y:\(24_998 % 7)", [0, 1, 2, 3]), ("a.x:24998 AND a.y:\(24_999 % 7)", []),
            ("a.x:[-3 TO -2] AND a.y:9", [2, 3]), ("a.x:[20000 TO *] AND a.y:9", []),
        ] { #expect(try shelf.found(query) == numbers.map { "P:\($0)@1" }, "\(query)") }
    }

    @Test func clausesAboutObjectsHaveTheirPrice() throws {
        let objects = (0..<20_000).map { "{\"x\":\"k\($0)\",\"y\":\($0 % 7)}" }.joined(separator: ",")
        let query = "a.x:k7 AND a.y:0"
        let nested = try Shelf([Documents.make("{\"a\":[\(objects)]}", nestedFields: ["a"])])
        let flat = try Shelf([Documents.make("{\"a\":[\(objects)]}")])
        let price = try nested.search(query).price
        #expect(try price > 10 * flat.search(query).price)
    }
}
