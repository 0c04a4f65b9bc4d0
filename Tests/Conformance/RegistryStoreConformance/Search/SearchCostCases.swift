internal import Dispatch
internal import JSONDocument
internal import RegistryCore
internal import RegistryQuery
internal import RegistryStore
package import SearchIndex
internal import Testing

extension RegistryStoreCase {
    static let searchCosts: [RegistryStoreCase] = [
        .init("a search that costs too much ends within seconds and says what to narrow") { store in
            let request = try await StoreFixture(store).makeExpensiveSearch()
            let start = ContinuousClock.now
            let error = await #expect(throws: SearchIndexError.self) {
                try await store.index.search(request, readableBy: .anonymous)
            }
            #expect(ContinuousClock.now - start < .seconds(30))
            guard case .tooExpensive(let reason) = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(reason.contains("too expensive"))
            // It is the query that is refused, not the documents.
            let cheap = SearchRequest(query: try SearchQuery(parsing: "generic"))
            #expect(try await store.index.search(cheap, readableBy: .anonymous).total == 1)
        },
        .init("the search of a cancelled task ends, before it has begun and after") { store in
            let request = try await StoreFixture(store).makeExpensiveSearch()
            let canceller = DispatchQueue(label: "canceller")
            for delay in [DispatchTimeInterval.never, .milliseconds(100)] {
                let task = Task { () async throws -> SearchPage in
                    if delay == .never { withUnsafeCurrentTask { $0?.cancel() } }
                    return try await store.index.search(request, readableBy: .anonymous)
                }
                // From a thread of its own: searches may keep the threads of all tasks busy.
                canceller.asyncAfter(deadline: .now() + delay) { task.cancel() }
                let error = await #expect(throws: SearchIndexError.self) { try await task.value }
                guard case .unavailable(_, let cause) = error else {
                    Issue.record("\(String(describing: error))")
                    return
                }
                #expect(cause is CancellationError)
            }
        },
    ]
}

extension StoreFixture {
    /// Publishes a document and returns a search that, within the limits of queries and documents, takes minutes on it.
    package func makeExpensiveSearch() async throws -> SearchRequest {
        let value = JSONValue.string(String(repeating: "a", count: QueryLimits.visibleBytes))
        let values = Array(repeating: value, count: Limits.documentBytes / (QueryLimits.visibleBytes + 8))
        let version = try version("1", of: try await makeProject())
        try await publish(version, documents: [try document("a", ["x": .array(values)])])
        let pattern = "*" + String(repeating: "a?", count: (QueryLimits.patternBytes - 3) / 2) + "b*"
        let patterns = Array(repeating: pattern, count: QueryLimits.bytes / (pattern.utf8.count + 1))
        return SearchRequest(query: try SearchQuery(parsing: patterns.joined(separator: " ")))
    }
}
