internal import Catalog
internal import RegistryCore
internal import RegistryQuery
internal import RegistryStore
internal import SearchIndex
internal import Testing

extension RegistryStoreCase {
    static let fieldNames: [RegistryStoreCase] = [
        .init("names of fields are those with a value in a readable document, the most frequent first") { store in
            let fixture = StoreFixture(store)
            try await fixture.fill(
                "P",
                documents: [
                    "a": #"{"title":"x","total":null,"tags":[],"tube":{},"who":{"name":"n","nick":[null]},"ti.me":1}"#,
                    "b": #"{"title":"y","tissue":["t","u"],"who":[{"name":1},{"age":2}],"ti":{"me":2,"":3},"":4}"#,
                ])
            try await fixture.fill("Q", policy: StoreFixture.closed, documents: ["a": #"{"tissue":1,"tip":"secret"}"#])
            func fields(_ prefix: String, limit: Int = 50, _ caller: Identity = .anonymous) async throws -> [String] {
                try await store.index.fields(beginningWith: prefix, limit: limit, readableBy: caller)
                    .map { "\($0.field): \($0.count)" }
            }
            #expect(try await fields("t") == ["ti.me: 2", "title: 2", "ti: 1", "ti.: 1", "tissue: 1"])
            #expect(try await fields("t", limit: 2) == ["ti.me: 2", "title: 2"])
            #expect(try await fields("t", limit: 0) == [])
            #expect(
                try await fields("ti", StoreFixture.ben)
                    == ["ti.me: 2", "tissue: 2", "title: 2", "ti: 1", "ti.: 1", "tip: 1"])
            #expect(try await fields("who") == ["who: 2", "who.name: 2", "who.age: 1"])
            #expect(try await fields("_extra.pr") == ["_extra.project_id: 2"])
            #expect(try await fields("T") == [])
            let all = try await fields("", limit: 500)
            #expect(all.contains("_extra: 2"))
            #expect(!all.contains { $0.hasPrefix(": ") })
        },
        .init("a field's count is that of the documents in which it exists") { store in
            let fixture = StoreFixture(store)
            var random = RandomSource(seed: 1)
            for step in RandomHistory.beginning(&random) { try await fixture.apply(step) }
            for _ in 0..<12 { try await fixture.apply(try RandomHistory.step(&random)) }
            for caller in RandomHistory.callers {
                let fields = try await store.index.fields(beginningWith: "", limit: 500, readableBy: caller)
                for found in fields {
                    let request = SearchRequest(query: SearchQuery(root: .exists(field: found.field)), limit: 0)
                    #expect(
                        try await store.index.search(request, readableBy: caller).total == found.count, "\(found.field)"
                    )
                }
                #expect(Set(fields.map(\.field)).count == fields.count)
            }
        },
    ]
}
