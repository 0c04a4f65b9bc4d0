internal import Catalog
internal import JSONDocument
internal import RegistryCore
internal import RegistryQuery
internal import RegistryStore
internal import SearchIndex
internal import Testing

extension RegistryStoreCase {
    static let relevance: [RegistryStoreCase] = [
        .init("an artifact's id, its path and the name of its file come first, however often others say the word") {
            store in
            let fixture = StoreFixture(store)
            try await fixture.fill(
                textFields: ["title"],
                documents: [
                    "a/reads.txt": "{}", "b": #"{"title":"reads txt, reads txt, reads txt"}"#,
                    "c": #"{"kind":"reads.txt","title":"a reads txt"}"#,
                ])
            for query in ["reads.txt", #""reads.txt""#, #""a/reads.txt""#, #""PRJ1:a/reads.txt@1" reads"#] {
                #expect(try await fixture.paths(query, order: .relevance).first == "a/reads.txt", "\(query)")
            }
            let page = try await fixture.ranked("reads.txt^2")
            let best = try #require(page.explanations.first)
            #expect(best.parts.map(\.bonus) == [2 * Relevance.exactBonus])
            #expect(page.explanations.dropFirst().allSatisfy { $0.parts.map(\.bonus) == [0] })
        },
        .init("a word in a title or a name counts three times, unless the clause names its field") { store in
            let fixture = StoreFixture(store)
            try await fixture.fill(
                textFields: ["title", "notes", "who.name"],
                documents: [
                    "a": #"{"title":"one","notes":"deep two three"}"#,
                    "b": #"{"title":"deep","notes":"one two three"}"#,
                    "c": #"{"title":"one","who":{"name":"deep two three"}}"#,
                    "d": #"{"title":"one","notes":"two three x"}"#,
                ])
            let page = try await fixture.ranked("deep")
            #expect(page.documents.map(\.id.path.description) == ["b", "c", "a"])
            #expect(page.explanations.map { $0.parts.map(\.frequency) } == [[3], [3], [1]])
            let named = try await fixture.ranked("title:deep OR notes:deep OR who.name:deep")
            #expect(named.explanations.map { $0.parts.map(\.frequency) } == [[1], [1], [1]])
        },
        .init("scores rise with the word's frequency and rarity and fall with the document's length") { store in
            let fixture = StoreFixture(store)
            try await fixture.fill(
                textFields: ["x"],
                documents: [
                    "once": #"{"x":"sea b c d"}"#, "thrice": #"{"x":"sea sea sea d"}"#,
                    "long": #"{"x":"sea b c d e f g h i j k l m n"}"#, "rare": #"{"x":"coral b c d"}"#,
                ])
            #expect(try await fixture.paths("sea", order: .relevance) == ["thrice", "once", "long"])
            #expect(try await fixture.paths("sea OR coral", order: .relevance).first == "rare")
            #expect(try await fixture.paths("sea^9 OR coral", order: .relevance).last == "rare")
        },
        .init("a score is what the formula gives, and its explanation says so") { store in
            let fixture = StoreFixture(store)
            try await fixture.fill(
                textFields: ["x"],
                documents: ["a": #"{"x":"sea sea deep","n":7}"#, "b": #"{"x":"sea"}"#, "c": #"{"x":"blue"}"#])
            let page = try await fixture.ranked("+(x:sea^2 x:deep) n:[1 TO 9]^0.5 -x:coral (+x:sea +x:absent)")
            let statistics = try #require(page.statistics)
            #expect(statistics.documents == 3)
            #expect(statistics.matching == [2, 1, 1, 2, 0])
            #expect(page.documents.map(\.id.path.description) == ["a", "b"])
            let first = try #require(page.explanations.first)
            #expect(first.parts.map(\.boost) == [2, 1, 0.5])
            #expect(first.parts.map(\.frequency) == [2, 1, 1])
            #expect(first.averageLength == statistics.averageLength)
            for explanation in page.explanations {
                for part in explanation.parts {
                    let score = Relevance.score(
                        boost: part.boost, idf: part.idf, frequency: part.frequency, length: explanation.length,
                        averageLength: explanation.averageLength)
                    #expect(part.score == score)
                }
                #expect(explanation.score == explanation.parts.reduce(0) { $0 + $1.score })
            }
            #expect(first.parts.map(\.idf) == [2, 1, 1].map { Relevance.idf(matching: $0, of: 3) })
        },
        .init("equal scores are ordered by the seal descending, then by the id") { store in
            let fixture = StoreFixture(store)
            try await fixture.fill("P", documents: ["b": #"{"kind":"x"}"#, "a": #"{"kind":"x"}"#])
            try await fixture.fill("Q", at: StoreFixture.start + .seconds(1), documents: ["c": #"{"kind":"x"}"#])
            for limit in 1...3 {
                #expect(try await fixture.paths("kind:x", order: .relevance, limit: limit) == ["c", "a", "b"])
                #expect(try await fixture.paths("*", order: .relevance, limit: limit) == ["c", "a", "b"])
            }
        },
        // The statistics are those of the caller's documents alone (see `Relevance`), so that no score tells of others.
        .init("hidden documents change no score, statistic or order, to the last bit") { store in
            let fixture = StoreFixture(store)
            let words = ["sea", "deep", "blue"]
            for number in 0..<6 {
                let title = (0...number).map { words[$0 % 3] }.joined(separator: " ")
                try await fixture.fill(
                    "P\(number)", textFields: ["title"],
                    documents: ["a": #"{"title":"\#(title)","n":\#(number)}"#, "b": #"{"title":"coral"}"#])
            }
            let queries = ["sea", "deep OR title:blue^3", "n:[2 TO 4] sea", "coral~1", "\"sea deep\"", "/s.*/ P1"]
            func answers(_ caller: Identity) async throws -> [SearchPage] {
                var pages: [SearchPage] = []
                for query in queries { pages.append(try await fixture.ranked(query, by: caller)) }
                return pages
            }
            let before = try await answers(.anonymous)
            #expect(before.allSatisfy { $0.total > 0 })
            for number in 0..<5 {
                try await fixture.fill(
                    "hidden\(number)", policy: StoreFixture.closed, textFields: ["title"],
                    documents: [
                        "a": #"{"title":"sea sea sea deep coral","n":3}"#, "b": #"{"title":"\#(words[number % 3])"}"#,
                    ])
            }
            #expect(try await answers(.anonymous) == before)
            #expect(try await answers(StoreFixture.ben) != before)
            // What is made readable counts from the next search on.
            try await fixture.put(StoreFixture.open, of: try ProjectID(parsing: "hidden0"))
            #expect(try await answers(.anonymous) != before)
        },
        .init("a walk keeps the statistics of its beginning: no score changes on the way") { store in
            let fixture = StoreFixture(store)
            for number in 0..<4 {
                try await fixture.fill(
                    "P\(number)", textFields: ["x"],
                    documents: ["a": #"{"x":"\#(String(repeating: "sea ", count: number + 1))"}"#])
            }
            let whole = try await fixture.ranked("sea")
            var request = SearchRequest(
                query: try SearchQuery(parsing: "sea"), order: .relevance, statistics: whole.statistics, explains: true,
                limit: 1)
            var explanations: [RelevanceExplanation] = []
            var documents: [ArtifactDocument] = []
            repeat {
                let page = try await store.index.search(request, readableBy: .anonymous)
                #expect(page.statistics == whole.statistics)
                documents += page.documents
                explanations += page.explanations
                request.after = page.next
                // Newer than the walk, and many enough to change what is rare.
                request.sealedBy = StoreFixture.start
                try await fixture.fill(
                    "Q\(documents.count)", at: StoreFixture.start + .seconds(1), textFields: ["x"],
                    documents: ["a": #"{"x":"sea"}"#, "b": #"{"x":"coral reef"}"#])
            } while request.after != nil && documents.count < 9
            #expect(documents == whole.documents)
            #expect(explanations == whole.explanations)
            #expect(try await fixture.ranked("sea").statistics != whole.statistics)
        },
        .init("the statistics are those of everything readable, whatever the extent") { store in
            let fixture = StoreFixture(store)
            for name in ["P", "Q"] {
                try await fixture.fill(
                    name, textFields: ["x"], documents: ["a": #"{"x":"sea"}"#, "b": #"{"x":"blue sea"}"#])
            }
            let whole = try await fixture.ranked("sea")
            let extent = SearchRequest.Extent.project(try ProjectID(parsing: "Q"))
            let request = SearchRequest(
                extent: extent, query: try SearchQuery(parsing: "sea"), order: .relevance, explains: true)
            let part = try await store.index.search(request, readableBy: .anonymous)
            #expect(part.statistics == whole.statistics)
            #expect(part.total == 2)
            #expect(
                part.explanations
                    == zip(whole.documents, whole.explanations)
                    .filter { $0.0.id.project.description == "Q" }.map(\.1))
        },
        .init("without being asked for there are no explanations, and without a ranking no statistics") { store in
            let fixture = StoreFixture(store)
            try await fixture.fill(documents: ["a": #"{"kind":"x"}"#])
            for (order, isRanked) in [
                (SearchOrder.newest, false), (.fields([SortKey("n")]), false), (.relevance, true),
            ] {
                let request = SearchRequest(query: try SearchQuery(parsing: "kind:x"), order: order)
                let page = try await store.index.search(request, readableBy: .anonymous)
                #expect(page.explanations == [])
                #expect((page.statistics != nil) == isRanked)
            }
        },
    ]
}

extension StoreFixture {
    /// The first page by relevance, explained.
    func ranked(_ query: String, by caller: Identity = .anonymous) async throws -> SearchPage {
        let request = SearchRequest(query: try SearchQuery(parsing: query), order: .relevance, explains: true)
        let page = try await store.index.search(request, readableBy: caller)
        #expect(page.explanations.count == page.documents.count)
        return page
    }
}
