import RegistryCore
import RegistryQuery
import SearchIndex
import Synchronization
import Testing

@Suite struct SearchBudgetTests {
    static let hour: Duration = .seconds(3_600)

    /// What the search of `query` in `documents` costs: the least number of steps that it does with.
    private func price(of query: String, in documents: [ArtifactDocument]) throws -> Int {
        let request = SearchRequest(query: try SearchQuery(parsing: query))
        var (tooFew, enough) = (0, SearchBudget.steps)
        while enough - tooFew > 1 {
            let middle = (tooFew + enough) / 2
            do throws(SearchIndexError) {
                var search = NaiveSearch(request, budget: SearchBudget(steps: middle, time: Self.hour))
                for document in documents { try search.consider(document) }
                enough = middle
            } catch {
                guard case .tooExpensive = error else { throw error }
                tooFew = middle
            }
        }
        return enough
    }

    @Test func aSearchCostsTheSameEveryTimeWhateverTheOrder() throws {
        let documents = try (0..<20).map { number in
            try Documents.make(
                "{\"title\": \"\(String(repeating: "word ", count: number))\", \"n\": \(number)}", id: "P:f\(number)@1",
                textFields: ["title"])
        }
        for query in ["word", "title:wo*d", "n:7 OR \"word word\"", "_exists_:title NOT x"] {
            let price = try price(of: query, in: documents)
            for _ in 0..<3 { #expect(try self.price(of: query, in: documents.shuffled()) == price) }
        }
    }

    @Test func everythingThatIsLookedAtIsPaidFor() throws {
        let text = String(repeating: "a ", count: 5_000)
        let list = "[" + (0..<10_000).map(String.init).joined(separator: ",") + "]"
        let members = "{" + (0..<10_000).map { "\"k\($0)\":1" }.joined(separator: ",") + "}"
        for (query, json, textFields) in [
            ("title:\"\(String(repeating: "a ", count: 100))b\"", "{\"title\":\"\(text)\"}", ["title"]),
            ("x", "{\"title\":\"\(text)\"}", ["title"]), ("x:\"\(text.prefix(256))\"", "{\"x\":\"b \(text)\"}", ["x"]),
            ("x:*b*", "{\"x\":\"\(text)\"}", []), ("x:99999", "{\"x\":\(list)}", []),
            ("_exists_:absent", members, []), ("absent:1", members, []), ("absent", members, []),
            ("_exists_:x", "{\"x\":[\(Array(repeating: "[]", count: 10_000).joined(separator: ","))]}", []),
        ] {
            let price = try price(of: query, in: [Documents.make(json, textFields: textFields)])
            #expect(price > 8_000, "\(query.prefix(40))")
        }
    }

    @Test func pastTheBudgetTheErrorSaysWhatToNarrow() throws {
        var search = NaiveSearch(
            SearchRequest(query: try SearchQuery(parsing: "x")), budget: SearchBudget(steps: 2_000, time: Self.hour))
        let error = try #require(throws: SearchIndexError.self) {
            for _ in 0..<100 { try search.consider(Documents.make()) }
        }
        guard case .tooExpensive(let reason) = error else { throw error }
        #expect(reason.hasPrefix("the search is too expensive; search one project"))
    }

    @Test func pastTheTimeItEndsThoughTheStepsAreCheap() throws {
        let calls = Mutex(0)
        let start = ContinuousClock.now
        // Each look at the clock takes 100 ms.
        let budget = SearchBudget(time: .seconds(2)) {
            start + .milliseconds(100)
                * calls.withLock { calls in
                    calls += 1
                    return calls
                }
        }
        var search = NaiveSearch(SearchRequest(query: try SearchQuery(parsing: "x")), budget: budget)
        var considered = 0
        let error = try #require(throws: SearchIndexError.self) {
            for _ in 0..<100 {
                try search.consider(Documents.make())
                considered += 1
            }
        }
        guard case .tooExpensive = error else { throw error }
        #expect(considered == 19)
    }

    @Test func aCancelledTaskStopsInTheMiddleOfADocument() async throws {
        let text = String(repeating: "a", count: 8_000)
        let list = Array(repeating: "\"\(text)\"", count: 100).joined(separator: ",")
        let document = try Documents.make("{\"x\": [\(list)]}")
        let pattern = "*" + String(repeating: "a?", count: 100) + "b*"
        let request = SearchRequest(query: try SearchQuery(parsing: "x:\(pattern)"))
        let looks = Mutex(0)
        let budget = SearchBudget(time: Self.hour) {
            // The third look at the clock is within the document.
            let count = looks.withLock { looks in
                looks += 1
                return looks
            }
            if count == 4 { withUnsafeCurrentTask { $0?.cancel() } }
            return ContinuousClock.now
        }
        let task = Task {
            var search = NaiveSearch(request, budget: budget)
            try search.consider(document)
        }
        let error = try await #require(throws: SearchIndexError.self) { try await task.value }
        guard case .unavailable(_, let cause) = error else { throw error }
        #expect(cause is CancellationError)
        #expect(looks.withLock { $0 } == 4)
    }
}
