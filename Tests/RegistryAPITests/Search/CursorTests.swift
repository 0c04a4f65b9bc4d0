import HTTPTypes
import JSONDocument
import RegistryTestSupport
import Testing

@Suite struct `GET /search?cursor=` {
    private func corpus(_ registry: TestRegistry, _ count: Int = 5) async throws {
        let files = (0..<count).map {
            SearchNotes.files("f\($0)", title: "note \($0)", ["pages": .number(JSONNumber($0))])
        }
        try await registry.upload("demo", "v1", files: files.reduce(into: [:]) { $0.merge($1) { $1 } })
    }

    @Test func `walks without a scroll, and each page can be asked for again`() async throws {
        try await withTestRegistry { registry in
            try await corpus(registry)
            let first = try await registry.get("/search?q=*&sort=-pages&fields=path&size=2&cursor=")
            #expect(first.paths == ["f4", "f3"])
            #expect(first["next"] == .null)
            #expect(first[try #require(HTTPField.Name("Link"))] == nil)
            let cursor = try #require(first["cursor"].stringValue)
            for _ in 0..<2 {
                let second = try await registry.get("/search?cursor=\(cursor)")
                #expect(second["results"] == [["path": "f2"], ["path": "f1"]])
                #expect(second["total"] == 5)
                let last = try await registry.get("/search?cursor=\(try #require(second["cursor"].stringValue))")
                #expect(last["results"] == [["path": "f0"]])
                #expect(last["cursor"] == .null)
            }
            let wider = try await registry.get("/search?cursor=\(cursor)&size=500&q=*&sort=-pages&fields=path")
            #expect(wider.paths == ["f2", "f1", "f0"])
        }
    }

    @Test func `is bound to its query, order, fields and caller`() async throws {
        try await withTestRegistry { registry in
            try await corpus(registry)
            let page = try await registry.get("/search?q=note&sort=pages&fields=path&size=1&cursor=", as: "alice")
            let cursor = try #require(page["cursor"].stringValue)
            for (parameter, value) in [("q", "*"), ("sort", "-pages"), ("fields", "path,title"), ("latest", "true")] {
                let answer = try await registry.get("/search?cursor=\(cursor)&\(parameter)=\(value)", as: "alice")
                #expect(answer.status == 400, "\(parameter)")
                #expect(answer.reason.contains("'\(parameter)'"))
            }
            for stranger in [nil, "bob"] {
                let answer = try await registry.get("/search?cursor=\(cursor)", as: stranger)
                #expect(answer.status == 400)
                #expect(answer.reason.hasPrefix("invalid cursor"))
            }
            for text in ["x", "c1.AAAA.AAAA", cursor + "A", String(cursor.dropLast()), String(cursor.dropFirst())] {
                let answer = try await registry.get("/search?cursor=\(text)", as: "alice")
                #expect(answer.status == 400)
                #expect(answer.reason.hasPrefix("invalid cursor"))
            }
            #expect(try await registry.get("/search?cursor=\(cursor)", as: "alice").paths == ["f1"])
            #expect(try await registry.get("/search?cursor=").status == 422)
        }
    }

    @Test(arguments: ["", "&cursor="])
    func `shows nothing newer than its beginning`(walk: String) async throws {
        try await withTestRegistry { registry in
            try await corpus(registry)
            registry.clock.advance(by: .seconds(1))
            var page = try await registry.get("/search?q=*&sort=path&size=2\(walk)")
            var seen = page.paths
            registry.clock.advance(by: .seconds(1))
            try await registry.upload("later", "v1", files: SearchNotes.files("f9", title: "note"))
            while true {
                if let next = page["next"].stringValue {
                    page = try await registry.get(next)
                } else if let cursor = page["cursor"].stringValue {
                    page = try await registry.get("/search?cursor=\(cursor)")
                } else {
                    break
                }
                #expect(page["total"] == 5)
                seen += page.paths
            }
            #expect(seen == ["f0", "f1", "f2", "f3", "f4"])
            #expect(try await registry.get("/search?q=*")["total"] == 6)
        }
    }

    @Test(arguments: ["", "&cursor="])
    func `keeps its scores while others write`(walk: String) async throws {
        try await withTestRegistry { registry in
            try await corpus(registry)
            registry.clock.advance(by: .seconds(1))
            let target = "/search?q=note%20OR%203&explain=true"
            let whole = try await registry.get(target)
            var page = try await registry.get(target + "&size=1\(walk)")
            var (paths, explanations) = (page.paths, page["explanations"].arrayValue ?? [])
            registry.clock.advance(by: .seconds(1))
            for number in 0..<3 {
                try await registry.upload(
                    "later\(number)", "v1", files: SearchNotes.files("n", title: "note 3 of many"))
            }
            while let next = page["next"].stringValue ?? page["cursor"].stringValue.map({ "/search?cursor=\($0)" }) {
                page = try await registry.get(next)
                paths += page.paths
                explanations += page["explanations"].arrayValue ?? []
            }
            #expect(paths == whole.paths)
            #expect(.array(explanations) == whole["explanations"])
        }
    }

    @Test func `counts only with a size of 0`() async throws {
        try await withTestRegistry { registry in
            try await corpus(registry)
            #expect(try await registry.get("/search?q=*&size=0").text == #"{"results":[],"count":0,"total":5}"#)
            #expect(try await registry.get("/search?q=note&size=0&cursor=")["cursor"] == .null)
        }
    }
}
