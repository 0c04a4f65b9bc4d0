import JSONDocument
import RegistryCore
import RegistryTestSupport
import Testing

@Suite struct `GET /rejects` {
    private static func files(_ path: String, _ members: String) -> [String: String] {
        [path: "x", path + ".json": #"{"$schema":"note/v1.json","path":"\#(path)"\#(members)}"#]
    }
    /// Two projects of alice's, the second one failed later; one that is bob's.
    private static func fill(_ registry: TestRegistry) async throws {
        try await registry.upload("first", "v1", files: files("a.txt", ""))
        registry.clock.advance(by: .seconds(1))
        try await registry.upload("second", "v1", files: files("b.txt", #","title":"t","pages":"two""#))
        try await registry.upload("other", "v1", files: files("c.txt", ""), as: "bob")
    }

    @Test func `lists what the caller may write, newest failure first`() async throws {
        try await withTestRegistry { registry in
            try await Self.fill(registry)
            let answer = try await registry.get("/rejects", as: "alice")
            #expect(answer.status == 200)
            let results = try #require(answer["results"].arrayValue)
            #expect(results.map { $0["project_id"] } == ["second", "first"])
            #expect(results.first?["version"] == "v1")
            #expect(results.first?["path"] == "b.txt.json")
            #expect(results.first?["failed_at"] == "2026-11-21T12:00:01.000000+00:00")
            #expect(results.first?["problems"]?.arrayValue?.first?["keyword"] == "type")
            #expect(results.first?["errors_path"] == "/projects/second/version/v1/errors")
            for (name, value) in [("count", 2), ("total", 2), ("problems", 2)] as [(String, JSONValue)] {
                #expect(answer[name] == value, "\(name)")
            }
            #expect(answer["complete"] == true)
            #expect(try await registry.get("/rejects", as: "bob")["total"] == 1)
            #expect(try await registry.get("/rejects", as: "root", roles: [.admin])["total"] == 3)
            #expect(try await registry.get("/rejects")["total"] == 0)
        }
    }

    @Test(arguments: [
        ("q=TITLE", ["first"]), ("q=b.txt", ["second"]), ("q=nothing", []), ("keyword=required", ["first"]),
        ("keyword=type&q=pages", ["second"]), ("type=note", ["second", "first"]), ("type=Note", []),
        ("project=first", ["first"]), ("project=other", []), ("q=&keyword=&type=", ["second", "first"]),
    ])
    func `is searched by words, type, keyword and project`(query: String, projects: [String]) async throws {
        try await withTestRegistry { registry in
            try await Self.fill(registry)
            let answer = try await registry.get("/rejects?\(query)", as: "alice")
            #expect(answer["results"].arrayValue?.map { $0["project_id"]?.stringValue } == projects)
            #expect(answer["total"].intValue == projects.count)
        }
    }

    @Test func `pages keep what was asked for`() async throws {
        try await withTestRegistry { registry in
            try await Self.fill(registry)
            let first = try await registry.get("/rejects?q=.txt&type=note&limit=1", as: "alice")
            #expect(first["results"].arrayValue?.map { $0["project_id"] } == ["second"])
            let next = try #require(first["next"].stringValue)
            #expect(next.hasPrefix("/rejects?q=.txt&type=note&limit=1&after="))
            let second = try await registry.get(next, as: "alice")
            #expect(second["results"].arrayValue?.map { $0["project_id"] } == ["first"])
            #expect(second["next"] == .null)
            #expect(second["total"] == 2)
        }
    }

    @Test(arguments: [
        ("limit=0", 422), ("limit=501", 422), ("after=x", 400), ("after=1:2", 400), ("after=1:a:b!:c", 400),
        ("project=a%20b", 400), ("q=\(String(repeating: "x", count: 257))", 400), ("q=a&q=b", 422),
        ("after=99999999999999999999:a:b:c", 400),
    ])
    func `a bad parameter is refused and named`(query: String, status: Int) async throws {
        try await withTestRegistry { registry in
            let answer = try await registry.get("/rejects?\(query)", as: "alice")
            #expect(answer.status == status)
            #expect(answer.reason.contains(query.prefix { $0 != "=" }), "\(answer.reason)")
        }
    }
}
