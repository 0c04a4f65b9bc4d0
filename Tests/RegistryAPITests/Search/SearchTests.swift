import HTTPTypes
import JSONDocument
import RegistryCore
import RegistryTestSupport
import Testing

@Suite struct `GET /search` {
    @Test func `finds words, fields and phrases`() async throws {
        try await withTestRegistry { registry in
            var files = TestNotes.files("a.txt", title: "Mouse liver")
            files.merge(TestNotes.files("b.txt", title: "Human liver")) { $1 }
            try await registry.upload("demo", "v1", files: files)
            for (query, total) in [
                ("liver", 2), ("title:mouse", 1), ("title:%22human%20liver%22", 1), ("mouse+AND+human", 0),
                ("mouse%20OR%20human", 2), ("liver%20AND%20NOT%20mouse", 1), ("hum*", 1), ("*", 2), ("demo", 2),
                ("*%20AND%20_extra.project_id:%22demo%22", 2), ("nothing", 0),
            ] {
                let answer = try await registry.get("/search?q=\(query)")
                #expect(answer.status == 200, "\(query): \(answer)")
                #expect(answer["total"].intValue == total, "\(query)")
            }
            #expect(try await registry.get("/search?q=nothing").text == #"{"results":[],"count":0,"total":0}"#)
        }
    }

    @Test func `asks clauses about objects of one of them where the schema says so`() async throws {
        try await withTestRegistry { registry in
            let mice = #"[{"sex":"female","tissue":"lung"},{"sex":"male","tissue":"liver"}]"#
            let document =
                #"{"$schema":"note/v1.json","path":"a.txt","title":"Mice","samples":\#(mice),"others":\#(mice)}"#
            try await registry.upload("demo", "v1", files: ["a.txt": "content", "a.txt.json": document])
            for (query, total) in [
                ("samples.sex:male%20AND%20samples.tissue:liver", 1),
                ("samples.sex:male%20AND%20samples.tissue:lung", 0),
                ("others.sex:male%20AND%20others.tissue:lung", 1),
            ] {
                let answer = try await registry.get("/search?q=\(query)")
                #expect(answer["total"].intValue == total, "\(query): \(answer)")
            }
        }
    }

    @Test func `gives the fields asked for and nothing else, on every page`() async throws {
        try await withTestRegistry { registry in
            try await registry.upload("demo", "v1", files: ["a.txt": "x", "b.txt": "x"])
            let answer = try await registry.get("/search?q=*&fields=path,_extra.transient&size=1")
            #expect(answer["results"] == [["path": "a.txt"]])
            let next = try await registry.get(try #require(answer["next"].stringValue))
            #expect(next["results"] == [["path": "b.txt"]])
        }
    }

    @Test func `names of people are given to those who ask for them`() async throws {
        try await withTestRegistry { registry in
            try await registry.upload("demo", "v1", files: ["a.txt": "x"])
            for (fields, permissions) in [
                ("_extra.permissions.owners", ["owners": ["alice"]] as JSONValue),
                (
                    "_extra.permissions",
                    ["scope": "project", "read_access": "public", "write_access": "owners"]
                ),
                (
                    "_extra.permissions,_extra.permissions.owners",
                    ["scope": "project", "owners": ["alice"], "read_access": "public", "write_access": "owners"]
                ),
            ] {
                let answer = try await registry.get("/search?q=*&fields=\(fields)")
                #expect(answer["results"] == [["_extra": ["permissions": permissions]]], "\(fields)")
            }
            let whole = try await registry.get("/search?q=*&fields=_extra")["results"].arrayValue?.first?["_extra"]
            #expect(whole?["permissions"]?["scope"] == "project")
            #expect(whole?["permissions"]?["owners"] == nil)
            #expect(whole?["id"] == "demo:a.txt@v1")
        }
    }

    @Test func `asks for no more fields than can be looked for`() async throws {
        try await withTestRegistry { registry in
            try await registry.upload("demo", "v1", files: ["a.txt": "x"])
            let names = (0..<99).map { "f\($0)" }.joined(separator: ",")
            let deep = String(repeating: "a.", count: 3_500)
            for fields in ["\(names),path", "\(deep),path"] {
                let answer = try await registry.get("/search?q=*&fields=\(fields)")
                #expect(answer["results"] == [["path": "a.txt"]])
            }
            for fields in ["\(names),a,b", String(repeating: "a", count: 8_193)] {
                let answer = try await registry.get("/search?q=*&fields=\(fields)")
                #expect(answer.status == 400)
                #expect(answer.reason == "the query parameter 'fields' has at most 100 names in 8192 bytes")
            }
        }
    }

    @Test func `latest keeps the highest revision that matches`() async throws {
        try await withTestRegistry { registry in
            try await registry.upload("demo", "v1", files: ["a.txt": "x"])
            try await registry.upload("demo", "v2", files: ["a.txt": "x"])
            let answer = try await registry.get("/search?q=*&latest=True&fields=_extra.version")
            #expect(answer["results"] == [["_extra": ["version": "v2"]]])
            #expect(try await registry.get("/search?q=*&latest=False")["total"] == 2)
            #expect(try await registry.get("/search?q=*&latest=maybe").status == 422)
        }
    }

    @Test func `errors`() async throws {
        try await withTestRegistry { registry in
            let missing = try await registry.get("/search")
            #expect(missing.status == 422)
            #expect(missing["detail"] == [["loc": ["query", "q"], "msg": "is required", "type": "value_error"]])
            for size in ["ten", "-1", "1.5", "9999999999999999999"] {
                #expect(try await registry.get("/search?q=*&size=\(size)").status == 400, "\(size)")
            }
            #expect(try await registry.get("/search?q=*&size=100000").status == 200)
            let sorted = try await registry.get("/search?q=*&sort=numerical_revision")
            #expect(sorted.status == 400)
            #expect(sorted.reason.hasPrefix("sort error: "))
            let broken = try await registry.get("/search?q=(a")
            #expect(broken.status == 400)
            #expect(broken.reason.hasPrefix("Query Parse Error: "))
            #expect(broken.reason.contains("position"))
        }
    }
}

@Suite struct `GET /scroll/{id}` {
    @Test func `belongs to whoever began it`() async throws {
        try await withTestRegistry { registry in
            try await registry.upload("demo", "v1", files: ["a.txt": "x", "b.txt": "x"])
            let page = try await registry.get("/search?q=*&size=1", as: "alice")
            let next = try #require(page["next"].stringValue)
            for stranger in [nil, "bob"] {
                let answer = try await registry.get(next, as: stranger)
                #expect(answer.status == 410)
                #expect(answer.reason == "scroll expired")
            }
            #expect(try await registry.get(next, as: "alice")["count"] == 1)
        }
    }

    @Test func `waits two minutes, and two more after each page`() async throws {
        try await withTestRegistry { registry in
            try await registry.upload("demo", "v1", files: ["a.txt": "x", "b.txt": "x", "c.txt": "x"])
            let page = try await registry.get("/search?q=*&size=1")
            let next = try #require(page["next"].stringValue)
            registry.clock.advance(by: .seconds(119))
            #expect(try await registry.get(next).status == 200)
            registry.clock.advance(by: .seconds(119))
            #expect(try await registry.get(next).status == 200)
            registry.clock.advance(by: .seconds(121))
            #expect(try await registry.get(next).status == 410)
        }
    }

    @Test func `an id that never was has expired, and what is no id is malformed`() async throws {
        try await withTestRegistry { registry in
            let unknown = try await registry.get("/scroll/00000000-0000-4000-8000-000000000000")
            #expect(unknown.status == 410)
            for id in ["None", "x", "00000000-0000-4000-8000-00000000000G"] {
                let answer = try await registry.get("/scroll/\(id)")
                #expect(answer.status == 400)
                #expect(answer.reason == "invalid scroll_id")
            }
        }
    }
}
