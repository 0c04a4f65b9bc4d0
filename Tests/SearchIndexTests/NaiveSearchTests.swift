import RegistryCore
import RegistryQuery
import SearchIndex
import Testing

@Suite struct NaiveSearchTests {
    static func ids(_ page: SearchPage) -> [String] { page.documents.map(\.id.description) }

    @Test func ordersByTheSealDescendingThenByTheIDsBytes() throws {
        let later = Documents.sealed + .milliseconds(1)
        let documents = try [
            Documents.make(id: "P:b@1"), Documents.make(id: "P:\u{e9}@1"), Documents.make(id: "P:B@1"),
            Documents.make(id: "P:z@1", sealedAt: later), Documents.make(id: "A:z@1"), Documents.make(id: "P:b-a@1"),
        ]
        let page = try NaiveSearch.page(documents: documents.shuffled(), request: SearchRequest())
        #expect(Self.ids(page) == ["P:z@1", "A:z@1", "P:B@1", "P:b-a@1", "P:b@1", "P:\u{e9}@1"])
        #expect(page.total == 6)
        #expect(page.next == nil)
    }

    @Test(arguments: [1, 2, 3, 7, 99, 100, 101, 500])
    func pagesCoverEveryMatchOnce(_ limit: Int) throws {
        let documents = try (0..<100).map {
            try Documents.make(id: "P\($0 % 7):f\($0)@1", sealedAt: Documents.sealed + .seconds($0 % 3))
        }
        let whole = try NaiveSearch.page(documents: documents, request: SearchRequest(limit: 500))
        #expect(whole.documents.count == 100)
        var seen: [String] = []
        var request = SearchRequest(limit: limit)
        repeat {
            let page = try NaiveSearch.page(documents: documents.shuffled(), request: request)
            #expect(page.total == 100)
            #expect(page.documents.count <= limit)
            if page.next != nil { #expect(page.documents.count == limit) }
            seen += Self.ids(page)
            request.after = page.next
        } while request.after != nil
        #expect(seen == Self.ids(whole))
    }

    @Test func latestIsTheHighestRevisionAmongTheMatches() throws {
        let documents = try [
            Documents.make("{\"x\": 1}", id: "P:a@1", revision: 1),
            Documents.make("{\"x\": 1}", id: "P:b@2", revision: 2),
            Documents.make("{\"x\": 1}", id: "P:c@2", revision: 2),
            Documents.make("{\"x\": 2}", id: "P:a@3", revision: 3),
            Documents.make("{\"x\": 1}", id: "Q:a@9", revision: 1),
            Documents.make("{\"x\": 2}", id: "R:a@1", revision: 1),
        ]
        var request = SearchRequest(query: try SearchQuery(parsing: "x:1"), latestOnly: true)
        let page = try NaiveSearch.page(documents: documents.shuffled(), request: request)
        #expect(Self.ids(page) == ["P:b@2", "P:c@2", "Q:a@9"])
        #expect(page.total == 3)

        request.query = .everything
        request.limit = 1
        let first = try NaiveSearch.page(documents: documents, request: request)
        #expect(Self.ids(first) == ["P:a@3"])
        #expect(first.total == 3)
        request.after = first.next
        #expect(Self.ids(try NaiveSearch.page(documents: documents, request: request)) == ["Q:a@9"])
    }

    @Test func keepsToItsExtent() throws {
        let documents = try ["P:a@1", "P:a@2", "Q:a@1"].map { try Documents.make(id: $0) }
        let project = try ProjectID(parsing: "P")
        let version = VersionKey(project: project, version: try VersionID(parsing: "2"))
        #expect(
            Self.ids(try NaiveSearch.page(documents: documents, request: SearchRequest(extent: .project(project))))
                == ["P:a@1", "P:a@2"])
        #expect(
            Self.ids(try NaiveSearch.page(documents: documents, request: SearchRequest(extent: .version(version))))
                == ["P:a@2"])
    }

    @Test func nothingFoundIsAnEmptyPage() throws {
        let request = SearchRequest(query: try SearchQuery(parsing: "zebra"))
        #expect(
            try NaiveSearch.page(documents: [Documents.make()], request: request)
                == SearchPage(documents: [], total: 0, next: nil))
    }

    @Test(
        arguments: [
            ("_extra.project_id:P", true), ("_extra.project_id:\"P\"", true), ("_extra.project_id:P AND x", true),
            ("x +(+y +_extra.project_id:P)", true),
            ("_extra.project_id:P x", false),
            ("NOT _extra.project_id:P", false),
            ("x +(y _extra.project_id:P)", false), ("+x -(+_extra.project_id:P)", false),
            ("_extra.project_id:P*", false), ("project_id:P", false), ("P", false),
            ("_extra.project_id:\"a b\"", false),
        ])
    func aRequiredProjectIsAllThatIsLookedAt(_ query: String, _ isNarrowed: Bool) throws {
        let project = try ProjectID(parsing: "P")
        let request = SearchRequest(query: try SearchQuery(parsing: query))
        #expect(request.reach == (isNarrowed ? .project(project) : .everything))
        let version = VersionKey(project: project, version: try VersionID(parsing: "1"))
        #expect(SearchRequest(extent: .version(version), query: request.query).reach == .version(version))
    }
}
