import RegistryCore
import RegistryQuery
import SearchIndex
import Testing

@Suite struct NaiveRelevanceTests {
    private func page(
        _ query: String, _ documents: [ArtifactDocument], statistics: RelevanceStatistics? = nil
    ) throws -> SearchPage {
        let request = SearchRequest(
            query: try SearchQuery(parsing: query), order: .relevance, statistics: statistics, explains: true)
        return try NaiveSearch.page(documents: documents, request: request)
    }

    @Test func aScoreIsTheSumOfItsClausesWithTheBonusOfAName() throws {
        let documents = try [
            Documents.make(#"{"x":"sea sea"}"#, id: "P:a@1", textFields: ["x"]), Documents.make(id: "P:sea@1"),
            Documents.make(#"{"x":"SEA"}"#, id: "P:c@1"),
        ]
        let page = try page("sea x:s*^3", documents)
        // Words of the catch-all text: P, 1, NUM, 1, the path and that of the document, its `json`.
        let lengths = [9, 7, 7]
        let average = Double(lengths.reduce(0, +)) / 3
        #expect(page.statistics == RelevanceStatistics(documents: 3, averageLength: average, matching: [2, 1]))
        #expect(page.documents.map(\.id.description) == ["P:sea@1", "P:a@1"])
        let idf = Relevance.idf(matching: 2, of: 3)
        // The word is in both paths, of which one is a name.
        let named = Relevance.score(boost: 1, idf: idf, frequency: 2, length: 7, averageLength: average)
        #expect(page.explanations[0].parts.map(\.frequency) == [2])
        #expect(page.explanations[0].score == named + Relevance.exactBonus)
        let word = Relevance.score(boost: 1, idf: idf, frequency: 2, length: 9, averageLength: average)
        let pattern = Relevance.score(
            boost: 3, idf: Relevance.idf(matching: 1, of: 3), frequency: 1, length: 9, averageLength: average)
        #expect(page.explanations[1].score == word + pattern)
        #expect(page.explanations[1].parts.map(\.clause) == ["sea", "x:s*"])
    }

    @Test func clausesWithinAGroupCountOnlyWhereItMatches() throws {
        let documents = try [Documents.make(#"{"x":"a","y":"b"}"#)]
        func clauses(_ query: String) throws -> [[String]] {
            try page(query, documents).explanations.map { $0.parts.map(\.clause) }
        }
        #expect(try clauses("x:a (+y:b +z:c) (y:b z:c)") == [["x:a", "y:b"]])
        #expect(try clauses("x:a -(y:c x:a^2)") == [])
        #expect(try clauses("x:a -(+y:c +x:a)") == [["x:a"]])
        #expect(try clauses("x:a x:a *") == [["x:a", "x:a"]])
        #expect(try clauses("((x:a^2)^3 y:b)^2 _exists_:x") == [["x:a", "y:b"]])
        #expect(try page("((x:a^2)^3 y:b)^2", documents).explanations[0].parts.map(\.boost) == [12, 2])
    }

    @Test func boostsWithinEachOtherGrowNoFurtherThanOne() throws {
        let documents = try [Documents.make(#"{"x":"a"}"#)]
        let opened = String(repeating: "(", count: 60)
        let closed = String(repeating: ")^1000000", count: 60)
        let explanation = try page("\(opened)x:a\(closed)", documents).explanations[0]
        #expect(explanation.parts.map(\.boost) == [QueryLimits.boost])
        #expect(explanation.score.isFinite)
    }

    @Test func givenStatisticsAreKeptAndThoseOfAnotherQueryDoNoHarm() throws {
        let documents = try [Documents.make(#"{"x":"a"}"#)]
        for matching in [[7], [], [1, 2, 3]] {
            let statistics = RelevanceStatistics(documents: 10, averageLength: 3, matching: matching)
            let page = try page("x:a", documents, statistics: statistics)
            #expect(page.statistics == statistics)
            #expect(page.explanations[0].parts[0].idf == Relevance.idf(matching: matching.first ?? 0, of: 10))
        }
        let none = RelevanceStatistics(documents: 0, averageLength: 0, matching: [])
        #expect(try page("x:a", documents, statistics: none).explanations[0].score.isFinite)
    }

    @Test func allThatIsReadableIsACandidateWhereScoresAreReckoned() throws {
        let project = try ProjectID(parsing: "P")
        var request = SearchRequest(query: try SearchQuery(parsing: "_extra.project_id:P^2 AND x"), order: .relevance)
        #expect(request.reach == .project(project))
        #expect(request.candidates == .everything)
        request.statistics = RelevanceStatistics(documents: 1, averageLength: 1, matching: [1, 1])
        #expect(request.candidates == .project(project))
        request.statistics = nil
        request.limit = 0
        #expect(request.candidates == .project(project))
        request.limit = 1
        request.order = .newest
        #expect(request.candidates == .project(project))
    }
}
