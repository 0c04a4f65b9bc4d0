internal import Catalog
internal import JSONDocument
internal import RegistryCore
internal import RegistryQuery
internal import RegistryStore
internal import SearchIndex
internal import Testing

extension RegistryStoreCase {
    static let searches: [RegistryStoreCase] =
        basicSearches + languages + objects + searchOrders + relevance + facets + fieldNames + differential

    private static let basicSearches: [RegistryStoreCase] = [
        .init("an empty store has empty answers") { store in
            let page = SearchPage(documents: [], total: 0, next: nil)
            #expect(try await store.index.search(.init(), readableBy: StoreFixture.admin) == page)
            let query = SearchRequest(query: try SearchQuery(parsing: "a"), latestOnly: true)
            #expect(try await store.index.search(query, readableBy: .anonymous) == page)
            #expect(try await store.index.count() == 0)
        },
        .init("a search keeps to its extent") { store in
            let fixture = StoreFixture(store)
            let (p, q) = (try await fixture.makeProject("P"), try await fixture.makeProject("Q"))
            let version = try fixture.version("1", of: p)
            try await fixture.publish(version, "a")
            try await fixture.publish(try fixture.version("2", of: p), "a")
            try await fixture.publish(try fixture.version("1", of: q), "a")
            func found(_ extent: SearchRequest.Extent, _ query: String) async throws -> [String] {
                let request = SearchRequest(extent: extent, query: try SearchQuery(parsing: query))
                let page = try await store.index.search(request, readableBy: .anonymous)
                #expect(page.total == page.documents.count)
                return page.documents.map(\.id.description)
            }
            for query in ["*", "generic"] {
                #expect(try await found(.everything, query) == ["P:a@1", "P:a@2", "Q:a@1"])
                #expect(try await found(.project(p), query) == ["P:a@1", "P:a@2"])
                #expect(try await found(.version(version), query) == ["P:a@1"])
                #expect(try await found(.project(try ProjectID(parsing: "absent")), query) == [])
                #expect(try await found(.version(try fixture.version("9", of: p)), query) == [])
            }
        },
        .init("results are ordered by the seal descending, then by the id's bytes, whatever the lanes") { store in
            let fixture = StoreFixture(store)
            let later = StoreFixture.start + .milliseconds(1)
            for (project, path, time) in [
                ("P", "b", StoreFixture.start), ("Q", "a", later), ("A", "z", StoreFixture.start), ("p", "a", later),
                ("P-1", "a", StoreFixture.start), ("P0", "\u{e9}", StoreFixture.start), ("P.", "a", StoreFixture.start),
                ("Z", "a", later),
            ] {
                try await fixture.publish(
                    try fixture.version("1", of: try await fixture.makeProject(project)), path, at: time)
            }
            for query in ["*", "generic"] {
                let request = SearchRequest(query: try SearchQuery(parsing: query))
                let page = try await store.index.search(request, readableBy: .anonymous)
                #expect(
                    page.documents.map(\.id.description) == [
                        "Q:a@1", "Z:a@1", "p:a@1", "A:z@1", "P-1:a@1", "P.:a@1", "P0:\u{e9}@1", "P:b@1",
                    ])
            }
        },
        .init("pages cover every match once, with one exact total") { store in
            let fixture = StoreFixture(store)
            for number in 0..<6 {
                let version = try fixture.version("1", of: try await fixture.makeProject("PRJ\(number)"))
                let documents = try (0..<5).map { try fixture.document("f\($0)", ["n": .number(.init($0))]) }
                try await fixture.publish(
                    version, documents: documents, at: StoreFixture.start + .milliseconds(number % 2))
            }
            let hidden = try await fixture.makeProject("hidden", policy: StoreFixture.closed)
            try await fixture.publish(try fixture.version("1", of: hidden), "a", "b")
            for (query, total) in [("*", 30), ("NOT n:4", 24), ("generic", 30), ("n:3", 6)] {
                var request = SearchRequest(query: try SearchQuery(parsing: query), limit: 500)
                let whole = try await store.index.search(request, readableBy: .anonymous)
                #expect(whole.total == total)
                #expect(whole.next == nil)
                for limit in [1, 4, 6, total - 1, total] {
                    request = SearchRequest(query: request.query, limit: limit)
                    var documents: [ArtifactDocument] = []
                    repeat {
                        let page = try await store.index.search(request, readableBy: .anonymous)
                        #expect(page.total == total)
                        #expect(page.documents.count == min(limit, total - documents.count))
                        documents += page.documents
                        request.after = page.next
                    } while request.after != nil && documents.count < total
                    #expect(request.after == nil)
                    #expect(documents == whole.documents)
                }
            }
        },
        .init("a page goes on where it was even when the document there has vanished") { store in
            let fixture = StoreFixture(store)
            let project = try await fixture.makeProject()
            var keys: [UploadKey] = []
            for name in ["1", "2", "3"] {
                keys.append(try await fixture.publish(try fixture.version(name, of: project), "a"))
            }
            var request = SearchRequest(limit: 2)
            request.after = try await store.index.search(request, readableBy: .anonymous).next
            try await fixture.remove(keys[1])
            let page = try await store.index.search(request, readableBy: .anonymous)
            #expect(page.documents.map(\.id.description) == ["PRJ1:a@3"])
            #expect(page.total == 2)
            #expect(page.next == nil)
        },
        .init("totals and pages know nothing of what the caller may not read") { store in
            let fixture = StoreFixture(store)
            for number in 0..<8 {
                let policy = number.isMultiple(of: 2) ? StoreFixture.open : StoreFixture.closed
                let version = try fixture.version(
                    "1", of: try await fixture.makeProject("PRJ\(number)", policy: policy))
                try await fixture.publish(version, documents: [try fixture.document("a", ["secret": "word"])])
            }
            for query in ["*", "word", "secret:word", "_exists_:secret", "NOT nothing"] {
                let request = SearchRequest(query: try SearchQuery(parsing: query), limit: 4)
                let page = try await store.index.search(request, readableBy: .anonymous)
                #expect(page.documents.map(\.id.project.description) == ["PRJ0", "PRJ2", "PRJ4", "PRJ6"])
                #expect(page.total == 4)
                #expect(page.next == nil)
                #expect(try await store.index.search(request, readableBy: StoreFixture.ben).total == 8)
            }
        },
        .init("latest is the highest revision among the matches that the caller may read") { store in
            let fixture = StoreFixture(store)
            let project = try await fixture.makeProject()
            for name in ["1", "2", "3", "4"] {
                let kind: JSONValue = name == "3" ? "other" : "wanted"
                try await fixture.publish(
                    try fixture.version(name, of: project),
                    documents: [try fixture.document("a", ["kind": kind]), try fixture.document("b", ["kind": kind])])
            }
            try await fixture.put(StoreFixture.closed, of: try fixture.version("4", of: project))
            let other = try await fixture.makeProject("OTHER")
            try await fixture.publish(
                try fixture.version("1", of: other), documents: [try fixture.document("a", ["kind": "wanted"])])
            func latest(_ query: String, _ caller: Identity) async throws -> [String] {
                let request = SearchRequest(query: try SearchQuery(parsing: query), latestOnly: true)
                let page = try await store.index.search(request, readableBy: caller)
                #expect(page.total == page.documents.count)
                return page.documents.map(\.id.description)
            }
            #expect(try await latest("kind:wanted", .anonymous) == ["OTHER:a@1", "PRJ1:a@2", "PRJ1:b@2"])
            #expect(try await latest("*", .anonymous) == ["OTHER:a@1", "PRJ1:a@3", "PRJ1:b@3"])
            #expect(try await latest("kind:wanted", StoreFixture.ben) == ["OTHER:a@1", "PRJ1:a@4", "PRJ1:b@4"])
            #expect(try await latest("kind:other", StoreFixture.ben) == ["PRJ1:a@3", "PRJ1:b@3"])
            let request = SearchRequest(extent: .project(project), latestOnly: true, limit: 1)
            let first = try await store.index.search(request, readableBy: .anonymous)
            #expect(first.documents.map(\.id.description) == ["PRJ1:a@3"])
            #expect(first.total == 2)
            let rest = SearchRequest(extent: .project(project), latestOnly: true, after: first.next, limit: 1)
            let second = try await store.index.search(rest, readableBy: .anonymous)
            #expect(second.documents.map(\.id.description) == ["PRJ1:b@3"])
            #expect(second.next == nil)
        },
        .init("queries mean what the naive engine says") { store in
            let fixture = StoreFixture(store)
            let version = try fixture.version("1", of: try await fixture.makeProject("PRJ7"))
            let document = try JSONValue(
                parsing:
                    #"{"organism":"Mus musculus","title":"Deep Sea","n":1.50,"tags":["x-y","z"],"who":{"name":"é"}}"#)
            try await fixture.publish(
                version, documents: [try fixture.document("a.txt", document, textFields: ["title"])])
            for (query, isMatch) in [
                (#"organism:"Mus musculus""#, true), ("organism:mus", false), ("title:DEEP", true), ("n:1.5", true),
                ("tags:x-y", true), ("tags:x", false), ("who.name:é", true), ("who.name:e\u{301}", false),
                ("PRJ7", true), ("_extra.project_id:PRJ7", true), ("_extra.numerical_revision:1", true),
                ("_extra.revision:NUM-1", true), ("_exists_:_extra.transient", false), ("_extra.file_size:7", true),
                ("deep AND NOT sea", false), ("dee*", true), ("_extra.permissions.owners:anna", false), ("anna", false),
            ] {
                let request = SearchRequest(query: try SearchQuery(parsing: query))
                let page = try await store.index.search(request, readableBy: .anonymous)
                #expect(page.total == (isMatch ? 1 : 0), "\(query)")
            }
        },
        .init("the count is that of all served documents, in all lanes") { store in
            let fixture = StoreFixture(store)
            for number in 0..<10 {
                let project = try await fixture.makeProject("PRJ\(number)", policy: StoreFixture.closed)
                let version = try fixture.version("1", of: project)
                try await fixture.publish(version, "a", "b")
                try await fixture.publish(version, "a", "b", "c")
                _ = try await fixture.prepare(version, documents: [try fixture.document("d")])
            }
            #expect(try await store.index.count() == 30)
        },
    ]
}
