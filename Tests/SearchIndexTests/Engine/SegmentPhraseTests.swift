import Catalog
import RegistryCore
import RegistryQuery
import SearchIndex
import Testing

/// Words in a row, over segments.
struct SegmentPhraseTests {
    private let generator = SplitMix(state: 99)

    /// The ids of what is found in one segment of some documents.
    private func found(_ query: SearchQuery, in documents: [ArtifactDocument], steps: Int) throws -> [String] {
        let key = UploadKey(version: documents[0].id.versionKey, id: UploadID(RandomID()))
        let fixture = try SegmentFixture([FixtureUpload(key: key, fence: 1, documents: documents)])
        let run = fixture.segment.runs[0]
        let shown = ShownRun(
            upload: key, revision: 1, sealedAt: run.sealedAt, policy: 1, first: run.first, count: run.count,
            words: run.words)
        let view = LaneView(lane: Lane(0), segments: [SegmentView(segment: fixture.segment, runs: [shown])])
        var search = try SegmentSearch(
            SearchRequest(query: query, limit: 500),
            over: [ReadableLane(view: view, readable: Readable(view: view, policies: nil))],
            budget: SearchBudget(steps: steps, time: .seconds(3_600)))
        return try #require(try search.run(fixture.parts)).hits.map(\.position.id)
    }

    @Test func areFoundAsTheNaiveEngineDoesHoweverOftenAWordIsRepeated() throws {
        var generator = generator
        func text(_ count: Int) -> String {
            (0..<count).map { _ in ["a", "a", "b", "ab", "c"].randomElement(using: &generator)! }
                .joined(separator: " ")
        }
        let documents = try (0..<60).map { number in
            try Documents.make(
                "{\"t\":[\"\(text(Int.random(in: 0...30, using: &generator)))\",\"\(text(5))\"]}", id: "P:\(number)@1",
                textFields: ["t"])
        }
        for number in 0..<300 {
            let words = text(Int.random(in: 1...6, using: &generator))
            let node: QueryNode =
                number % 3 == 0
                ? .fuzzy(field: "t", Term(words), edits: 1)
                : .phrase(field: "t", words, slop: Int.random(in: 0...3, using: &generator))
            let query = SearchQuery(root: node)
            let expected = try NaiveSearch.page(
                documents: documents, request: SearchRequest(query: query, limit: 500, time: .seconds(3_600)))
            #expect(
                try found(query, in: documents, steps: 1 << 30) == expected.documents.map(\.id.description),
                "\(query.root)")
        }
    }

    /// Positions of a word are read once, however often the phrase has it, and each of them is paid for.
    @Test func ofOneWordInALongTextOfItCostNoMoreThanTheText() throws {
        let count = 100_000
        let document = try Documents.make(
            "{\"t\":\"b \(String(repeating: "a ", count: count))\"}", textFields: ["t"])
        let words = Array(repeating: "a", count: QueryLimits.phraseWords)
        let ofA = SearchQuery(root: .phrase(field: nil, words.joined(separator: " "), slop: 0))
        #expect(try found(ofA, in: [document], steps: 10 * count).count == 1)
        let thenB = SearchQuery(root: .phrase(field: nil, (words + ["b"]).joined(separator: " "), slop: 64))
        #expect(try found(thenB, in: [document], steps: 10 * count).isEmpty)
        #expect(throws: SearchIndexError.self) { try found(ofA, in: [document], steps: count) }
    }
}
