import HTTPTypes
import JSONDocument
import RegistryTestSupport
import Testing

@Suite struct `The order of GET /search` {
    private func corpus(_ registry: TestRegistry) async throws {
        try await registry.upload(
            "demo", "v1",
            files: SearchNotes.all(
                SearchNotes.files("a", title: "liver", ["pages": 10, "kind": "x"]),
                SearchNotes.files("b", title: "a liver beside many other words that say nothing of it", ["pages": 9]),
                SearchNotes.files("c", title: "kidney", ["pages": 10, "kind": "w"]),
                SearchNotes.files("d", title: "liver liver liver")))
    }

    @Test func `is by fields, missing values last either way`() async throws {
        try await withTestRegistry { registry in
            try await corpus(registry)
            for (sort, paths) in [
                ("pages", ["b", "a", "c", "d"]), ("-pages", ["a", "c", "b", "d"]),
                ("-pages,kind", ["c", "a", "b", "d"]),
                ("path", ["a", "b", "c", "d"]), ("-path", ["d", "c", "b", "a"]),
                ("nothing,-path", ["d", "c", "b", "a"]),
            ] {
                let answer = try await registry.get("/search?q=*&sort=\(sort)")
                #expect(answer.paths == paths, "\(sort): \(answer)")
            }
        }
    }

    @Test func `is the same page by page`() async throws {
        try await withTestRegistry { registry in
            try await corpus(registry)
            for (query, sort) in [("*", "-pages,kind"), ("*", "-path"), ("liver", ""), ("liver", "_score"), ("*", "")] {
                let target = "/search?q=\(query)" + (sort.isEmpty ? "" : "&sort=\(sort)")
                let whole = try await registry.get(target).paths
                var page = try await registry.get(target + "&size=1")
                var walked = page.paths
                while let next = page["next"].stringValue {
                    page = try await registry.get(next)
                    walked += page.paths
                }
                #expect(walked == whole, "by scroll: \(target)")
                page = try await registry.get(target + "&size=1&cursor=")
                walked = page.paths
                while let cursor = page["cursor"].stringValue {
                    page = try await registry.get("/search?cursor=\(cursor)")
                    walked += page.paths
                }
                #expect(walked == whole, "by cursor: \(target)")
            }
        }
    }

    @Test func `is by relevance for words without a field, and explains itself`() async throws {
        try await withTestRegistry { registry in
            try await corpus(registry)
            let answer = try await registry.get("/search?q=liver&explain=true")
            #expect(Set(answer.paths.prefix(2)) == ["a", "d"])
            #expect(answer.paths.last == "b")
            let scores = answer["explanations"].arrayValue?.compactMap { $0["score"]?.doubleValue } ?? []
            #expect(scores.count == 3)
            #expect(scores == scores.sorted(by: >))
            let part = answer["explanations"].arrayValue?.first?["parts"]?.arrayValue?.first
            #expect(part?["clause"] == "liver")
            #expect(try await registry.get("/search?q=title:liver&explain=true")["explanations"] == .null)
            #expect(try await registry.get("/search?q=liver")["explanations"] == .null)
        }
    }

    @Test func `cannot be by everything`() async throws {
        try await withTestRegistry { registry in
            try await corpus(registry)
            let many = (0..<9).map { "f\($0)" }.joined(separator: ",")
            for sort in [
                "numerical_revision", "-numerical_revision", "title", "_score,pages", "-", many,
                String(repeating: "x", count: 1_025),
            ] {
                let answer = try await registry.get("/search?q=*&sort=\(sort)")
                #expect(answer.status == 400, "\(sort)")
                #expect(answer.reason.hasPrefix("sort error: "), "\(sort): \(answer.reason)")
            }
            #expect(try await registry.get("/search?q=*&sort=_extra.numerical_revision").status == 200)
        }
    }

    @Test func `breaks off where a value is too long to be carried`() async throws {
        try await withTestRegistry { registry in
            let long = JSONValue.string(String(repeating: "x", count: 2_000))
            try await registry.upload(
                "demo", "v1",
                files: SearchNotes.all(
                    SearchNotes.files("a", title: "one", ["kind": long]),
                    SearchNotes.files("b", title: "two", ["kind": long])))
            #expect(try await registry.get("/search?q=*&sort=kind").status == 200)
            for walk in ["", "&cursor="] {
                let answer = try await registry.get("/search?q=*&sort=kind&size=1\(walk)")
                #expect(answer.status == 400)
                #expect(answer.reason.contains("'kind'"))
            }
        }
    }
}
