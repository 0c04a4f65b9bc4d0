import Catalog
import JSONDocument
import RegistryCore
import RegistryQuery
import RegistryStore
import RegistryStoreConformance
import SearchIndex
import StoreSQLite
import Testing

@Suite("Everything, counted and paged by SQLite")
struct ListingTests {
    @Test(arguments: [1, 8])
    func isWhatTheNaiveSearchSaysPageByPage(lanes: Int) async throws {
        try await withTemporaryDatabase { path in
            try await withStore(path, lanes: lanes) { store in
                let extents = try await fill(store)
                // Holds for every document, and is tried on each.
                let all = try SearchQuery(parsing: "_extra.id:*")
                #expect(all != .everything)
                for extent in extents {
                    for caller in [Identity.anonymous, StoreFixture.anna, StoreFixture.ben, StoreFixture.admin] {
                        let tried = try await walk(SearchRequest(extent: extent, query: all, limit: 7), caller, store)
                        let listed = try await walk(SearchRequest(extent: extent, limit: 7), caller, store)
                        #expect(tried == listed)
                    }
                }
                let everything = try await walk(SearchRequest(limit: 7), StoreFixture.admin, store)
                #expect(everything.flatMap(\.documents).count == 60)
                let count = try await store.index.count()
                #expect(count == 60)
            }
        }
    }

    /// Ten versions, several of them sealed in the same millisecond, with names whose order depends on bytes.
    private func fill(_ store: SQLiteStore) async throws -> [SearchRequest.Extent] {
        let registry = StoreFixture(store)
        var extents: [SearchRequest.Extent] = [.everything]
        for (number, name) in ["A", "A.", "A-", "a", "B"].enumerated() {
            let policy = number % 2 == 0 ? StoreFixture.open : StoreFixture.closed
            let project = try await registry.makeProject(name, policy: policy)
            extents.append(.project(project))
            for version in ["1", "2"] {
                let key = try registry.version(version, of: project)
                let paths = ["a", "a/b", "a.b", "Z", "é", "z\u{1F9EC}"]
                try await registry.publish(
                    key, documents: try paths.map { try registry.document($0, ["path": .string($0)]) },
                    at: StoreFixture.start + .milliseconds(number / 2))
                extents.append(.version(key))
            }
        }
        return extents
    }

    private func walk(
        _ request: SearchRequest, _ caller: Identity, _ store: SQLiteStore
    ) async throws -> [SearchPage] {
        var request = request
        var pages: [SearchPage] = []
        repeat {
            let page = try await store.index.search(request, readableBy: caller)
            pages.append(page)
            request.after = page.next
        } while request.after != nil && pages.count < 100
        return pages
    }
}
