internal import Catalog
internal import JSONDocument
internal import RegistryCore
internal import RegistryQuery
internal import RegistryStore
internal import SearchIndex
internal import Testing

extension RegistryStoreCase {
    static let searchOrders: [RegistryStoreCase] = [
        .init("sorted by a field: truth values, numbers, dates, texts, each by its own order, and missing last") {
            store in
            let fixture = StoreFixture(store)
            try await fixture.fill(documents: [
                "true": #"{"x":true}"#, "false": #"{"x":false}"#, "ten": #"{"x":10}"#, "nine": #"{"x":9.0}"#,
                "huge": #"{"x":1e400}"#, "late": #"{"x":"2020-01-02T00:00:00+02:00"}"#, "early": #"{"x":"2020-01-01"}"#,
                "a": #"{"x":"a"}"#, "B": #"{"x":"B"}"#, "composed": #"{"x":"é"}"#, "null": #"{"x":null}"#, "none": "{}",
            ])
            let ascending = [
                "false", "true", "nine", "ten", "huge", "early", "late", "B", "a", "composed", "none", "null",
            ]
            for limit in [1, 3, 12] {
                #expect(try await fixture.paths("*", order: .fields([SortKey("x")]), limit: limit) == ascending)
                #expect(
                    try await fixture.paths("*", order: .fields([SortKey("x", isDescending: true)]), limit: limit)
                        == ascending.prefix(10).reversed() + ["none", "null"])
            }
        },
        .init("of several values the smallest sorts upwards and the greatest downwards") { store in
            let fixture = StoreFixture(store)
            try await fixture.fill(documents: ["a": #"{"x":[1,9]}"#, "b": #"{"x":[[3],[4]]}"#, "c": #"{"x":[2,null]}"#])
            #expect(try await fixture.paths("*", order: .fields([SortKey("x")])) == ["a", "c", "b"])
            #expect(
                try await fixture.paths("*", order: .fields([SortKey("x", isDescending: true)])) == ["a", "b", "c"])
        },
        .init("the next key breaks ties, then the seal descending, then the id") { store in
            let fixture = StoreFixture(store)
            let later = StoreFixture.start + .seconds(1)
            try await fixture.fill(
                "P", documents: ["a": #"{"x":1,"y":1}"#, "b": #"{"x":1.0,"y":2}"#, "c": #"{"x":1}"#])
            try await fixture.fill(
                "Q", at: later, documents: ["d": #"{"x":1,"y":2}"#, "e": #"{"x":0}"#, "f": #"{"x":1}"#])
            let keys = [SortKey("x"), SortKey("y", isDescending: true)]
            for limit in 1...6 {
                #expect(
                    try await fixture.paths("*", order: .fields(keys), limit: limit) == ["e", "d", "b", "a", "f", "c"])
            }
        },
        .init("what a match has as text cannot be sorted by, what others have does no harm") { store in
            let fixture = StoreFixture(store)
            try await fixture.fill("P", textFields: ["x"], documents: ["a": #"{"x":"Some text","kind":"p"}"#])
            try await fixture.fill("Q", documents: ["b": #"{"x":"keyword","kind":"q"}"#])
            try await fixture.fill(
                "R", policy: StoreFixture.closed, textFields: ["x"], documents: ["c": #"{"x":"t","kind":"q"}"#])
            let order = SearchOrder.fields([SortKey("kind"), SortKey("x")])
            var request = SearchRequest(order: order)
            let error = await #expect(throws: SearchIndexError.self) {
                try await store.index.search(request, readableBy: .anonymous)
            }
            guard case .unsortable(let reason) = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(reason.contains("'x'"))
            #expect(try await fixture.paths("kind:q", order: order) == ["b"])
            await #expect(throws: SearchIndexError.self) {
                try await fixture.paths("kind:q", by: StoreFixture.admin, order: order)
            }
            // What only counts needs no order.
            request.limit = 0
            #expect(try await store.index.search(request, readableBy: .anonymous).total == 2)
        },
        .init("a limit of 0 only counts") { store in
            let fixture = StoreFixture(store)
            try await fixture.fill(documents: ["a": #"{"kind":"x"}"#, "b": #"{"kind":"x"}"#, "c": #"{"kind":"y"}"#])
            for order in [SearchOrder.newest, .relevance, .fields([SortKey("kind")])] {
                let request = SearchRequest(query: try SearchQuery(parsing: "kind:x"), order: order, limit: 0)
                let page = try await store.index.search(request, readableBy: .anonymous)
                #expect(page == SearchPage(documents: [], total: 2, next: nil))
            }
        },
        .init("what was sealed after the walk's start is left out, also where it would be the latest") { store in
            let fixture = StoreFixture(store)
            let project = try await fixture.makeProject()
            for (index, name) in ["1", "2", "3"].enumerated() {
                try await fixture.publish(
                    try fixture.version(name, of: project), "a", at: StoreFixture.start + .seconds(index))
            }
            let moments: [(milliseconds: Int, all: [String], latest: [String])] = [
                (-1, [], []), (0, ["1"], ["1"]), (1_999, ["2", "1"], ["2"]), (2_000, ["3", "2", "1"], ["3"]),
            ]
            for (milliseconds, all, latest) in moments {
                for order in [SearchOrder.newest, .relevance, .fields([SortKey("absent")])] {
                    var request = SearchRequest(order: order)
                    request.sealedBy = StoreFixture.start + .milliseconds(milliseconds)
                    let page = try await store.index.search(request, readableBy: .anonymous)
                    #expect(page.documents.map(\.id.version.description) == all)
                    #expect(page.total == all.count)
                    request.latestOnly = true
                    let reduced = try await store.index.search(request, readableBy: .anonymous)
                    #expect(reduced.documents.map(\.id.version.description) == latest)
                    #expect(reduced.total == latest.count)
                }
            }
        },
        .init("a walk by a field goes on where it was when the document there has vanished") { store in
            let fixture = StoreFixture(store)
            let project = try await fixture.makeProject()
            var keys: [UploadKey] = []
            for number in [3, 1, 2] {
                keys.append(
                    try await fixture.publish(
                        try fixture.version("\(number)", of: project),
                        documents: [try fixture.document("a", ["n": .number(.init(number))])]))
            }
            var request = SearchRequest(order: .fields([SortKey("n", isDescending: true)]), limit: 2)
            let first = try await store.index.search(request, readableBy: .anonymous)
            #expect(first.documents.map(\.id.version.description) == ["3", "2"])
            try await fixture.remove(keys[2])
            request.after = first.next
            let second = try await store.index.search(request, readableBy: .anonymous)
            #expect(second.documents.map(\.id.version.description) == ["1"])
            #expect(second.next == nil)
        },
    ]
}
