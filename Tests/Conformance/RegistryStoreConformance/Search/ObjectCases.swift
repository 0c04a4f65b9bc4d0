internal import JSONDocument
internal import RegistryCore
internal import RegistryQuery
internal import RegistryStore
internal import SearchIndex
internal import Testing

extension RegistryStoreCase {
    private static let authors = #"""
        {"authors":[{"given":"Ada","family":"Byron","notes":"first cut","age":36,"posts":[{"city":"London","from":1833}]},
          {"given":"Jane","family":"Doe","notes":["second cut","try"],"age":50,
           "posts":[{"city":"Basel","from":2001},{"city":"London","from":2005}]}],"kind":"report"}
        """#

    static let objects: [RegistryStoreCase] = [
        .init("clauses about objects that the schema keeps apart are met by one of them") { store in
            let fixture = StoreFixture(store)
            try await fixture.fill(
                "P", textFields: ["authors.notes"], nestedFields: ["authors"], documents: ["nested": authors])
            try await fixture.fill("Q", textFields: ["authors.notes"], documents: ["flat": authors])
            let both = ["nested", "flat"]
            for (query, paths) in [
                ("authors.given:Ada AND authors.family:Byron", both),
                ("authors.given:Ada AND authors.family:Doe", ["flat"]),
                ("+authors.given:Jane +authors.age:[40 TO *] +authors.family:D*", both),
                ("+authors.given:Jane +authors.age:[* TO 40]", ["flat"]),
                ("authors.given:/A.*/ AND authors.family:/D.*/", ["flat"]),
                ("authors.given:Adam~1 AND authors.family:Dow~1", ["flat"]),
                ("authors.notes:\"first cut\" AND authors.family:Byron", both),
                ("authors.notes:\"first cut\" AND authors.family:Doe", ["flat"]),
                ("authors.notes:\"cut try\" AND authors.family:Doe", []),
                ("authors.given:Ada AND authors.posts.city:Basel", ["flat"]),
                ("authors.posts.city:Basel AND authors.posts.from:2005", both),
            ] { #expect(try await fixture.paths(query) == paths, "\(query)") }
        },
        .init("a clause by itself, a choice and what is excluded are about the whole document") { store in
            let fixture = StoreFixture(store)
            try await fixture.fill(nestedFields: ["authors"], documents: ["a": authors, "b": #"{"kind":"report"}"#])
            for (query, paths) in [
                ("authors.given:Ada", ["a"]), ("authors.given:Ada authors.family:Nobody", ["a"]),
                ("authors.given:Ada AND kind:report", ["a"]), ("authors.given:Ada AND Doe", ["a"]),
                ("authors.given:Ada AND NOT authors.family:Doe", []),
                ("kind:report AND NOT (authors.given:Ada AND authors.family:Doe)", ["a", "b"]),
                ("kind:report AND NOT (authors.given:Ada AND authors.family:Byron)", ["b"]),
                ("authors.given:Ada AND authors.family:(Byron OR Doe)", ["a"]),
                ("authors.given:Ada AND authors.family:(Roe OR Doe)", []),
                ("(authors.given:Ada AND authors.family:Doe) OR kind:report", ["a", "b"]),
            ] { #expect(try await fixture.paths(query) == paths, "\(query)") }
        },
        .init("an object within an object belongs to the outer one that is asked for") { store in
            let fixture = StoreFixture(store)
            try await fixture.fill(nestedFields: ["authors", "authors.posts"], documents: ["a": authors])
            for (query, paths) in [
                ("authors.given:Jane AND authors.posts.city:London", ["a"]),
                ("authors.given:Ada AND authors.posts.city:Basel", []),
                ("authors.posts.city:Basel AND authors.posts.from:2005", []),
                ("+authors.given:Ada +authors.posts.city:London +authors.posts.from:2005", []),
                ("+authors.given:Jane +authors.posts.city:London +authors.posts.from:2005", ["a"]),
            ] { #expect(try await fixture.paths(query) == paths, "\(query)") }
        },
        .init("scores are those of the same clauses, in fewer documents") { store in
            let fixture = StoreFixture(store)
            try await fixture.fill("P", nestedFields: ["authors"], documents: ["a": authors])
            try await fixture.fill("Q", documents: ["a": authors])
            func scores(_ query: String, in project: String) async throws -> [Double] {
                let request = SearchRequest(
                    extent: .project(try ProjectID(parsing: project)), query: try .init(parsing: query),
                    order: .relevance, explains: true)
                return try await store.index.search(request, readableBy: .anonymous).explanations.map(\.score)
            }
            let query = "+authors.given:Ada +authors.family:Byron"
            #expect(try await scores(query, in: "P") == scores(query, in: "Q"))
            #expect(try await scores("+authors.given:Ada +authors.family:Doe", in: "P").isEmpty)
        },
    ]
}
