import HTTPTypes
import JSONDocument
import RegistryTestSupport
import Testing

@Suite struct `GET /search?format=` {
    private func corpus(_ registry: TestRegistry) async throws {
        try await registry.upload(
            "demo", "v1",
            files: SearchNotes.all(
                SearchNotes.files("a", title: "One, \"two\"", ["tags": ["x", "y|z"]]),
                SearchNotes.files("b", title: "=sum(1)", ["size": -3])))
    }

    @Test func `ndjson tells every match, a document a line`() async throws {
        try await withTestRegistry { registry in
            try await corpus(registry)
            let page = try await registry.get("/search?q=*&sort=path")
            let stream = try await registry.get("/search?q=*&sort=path&format=ndjson")
            #expect(stream[.contentType] == "application/x-ndjson")
            #expect(stream.lines == page.results.map(\.description))
            let asked = try await registry.get(
                "/search?q=*&sort=path&fields=path", headers: [.accept: "application/x-ndjson, */*;q=0.1"])
            #expect(asked.text == "{\"path\":\"a\"}\n{\"path\":\"b\"}\n")
            #expect(try await registry.get("/search?q=nothing&format=ndjson").text.isEmpty)
        }
    }

    @Test func `tsv and csv have a column for each field`() async throws {
        try await withTestRegistry { registry in
            try await corpus(registry)
            let tsv = try await registry.get("/search?q=*&sort=path&format=tsv&fields=path,title,tags,size")
            #expect(tsv[.contentType] == "text/tab-separated-values; charset=utf-8")
            #expect(tsv.text == "path\ttitle\ttags\tsize\na\tOne, \"two\"\tx|y\\\\|z\t\nb\t=sum(1)\t\t-3\n")
            let csv = try await registry.get("/search?q=*&sort=path&format=csv&fields=path,title,tags,size")
            #expect(csv[.contentType] == "text/csv; charset=utf-8; header=present")
            #expect(csv.text == "path,title,tags,size\r\na,\"One, \"\"two\"\"\",x|y\\|z,\r\nb,'=sum(1),,-3\r\n")
            let usual = try await registry.get("/search?q=*&sort=path&format=tsv")
            #expect(usual.lines.first == "_extra.id\tpath\t_extra.type\ttitle")
            #expect(usual.lines.last == "demo:b@v1\tb\tnote\t=sum(1)")
        }
    }

    @Test func `ids are ids, and size is how many come`() async throws {
        try await withTestRegistry { registry in
            try await corpus(registry)
            #expect(try await registry.get("/search?q=*&sort=path&format=ids").text == "demo:a@v1\ndemo:b@v1\n")
            #expect(try await registry.get("/search?q=*&sort=path&format=ids&size=1").text == "demo:a@v1\n")
            #expect(try await registry.get("/search?q=*&format=csv&fields=path&size=0").text == "path\r\n")
        }
    }

    @Test func `can be taken up where it was broken off, by the same caller`() async throws {
        try await withTestRegistry { registry in
            let files = Dictionary(uniqueKeysWithValues: (0..<1_100).map { ("f\($0 + 1_000).txt", "x") })
            try await registry.upload("demo", "v1", files: files)
            let target = "/search?q=*&sort=path&fields=path&format=ndjson"
            let whole = try await registry.get(target).lines
            #expect(whole.count == 1_100)
            let marked = try await registry.get(target + "&checkpoints=true").lines
            #expect(marked.count == 1_102)
            let mark = try JSONValue(parsing: marked[500])
            let cursor = try #require(mark["_cursor"]?.stringValue)
            let rest = try await registry.get("/search?cursor=\(cursor)&format=ndjson")
            #expect(marked[..<500] + rest.lines == whole[...])
            #expect(try await registry.get("/search?cursor=\(cursor)&format=ndjson", as: "bob").status == 400)
        }
    }

    @Test func `is refused before it begins when something is wrong`() async throws {
        try await withTestRegistry { registry in
            try await corpus(registry)
            for query in [
                "q=(a&format=ndjson", "q=*&format=xml", "q=*&format=tsv&checkpoints=true", "q=*&format=csv&sort=title",
                "q=*&format=csv&highlight=true", "cursor=x&format=ndjson",
            ] {
                let answer = try await registry.get("/search?\(query)")
                #expect(answer.status == 400, "\(query): \(answer)")
                #expect(answer["status"] == "error")
            }
            #expect(try await registry.get("/search?format=ndjson").status == 422)
        }
    }

    @Test func `shows the caller's own`() async throws {
        try await withTestRegistry { registry in
            try await corpus(registry)
            try await registry.upload("secret", "v1", files: ["s.txt": "x"], permissions: ["read_access": "owners"])
            #expect(try await registry.get("/search?q=*&format=ids").lines.count == 2)
            #expect(try await registry.get("/search?q=*&format=ids", as: "alice").lines.count == 3)
        }
    }
}

@Suite struct `GET /search?highlight=true` {
    @Test func `says where the words are, in Unicode scalars`() async throws {
        try await withTestRegistry { registry in
            try await registry.upload(
                "demo", "v1",
                files: SearchNotes.files("a", title: "Ä🐭 Mouse-liver e\u{301}t mouse", ["kind": ["x", "mouse"]]))
            for (query, title) in [
                ("mouse", [[3, 8], [19, 24]] as JSONValue), ("mou*", [[3, 8], [19, 24]]),
                ("\"mouse liver\"", [[3, 8], [9, 14]]),
                ("title:LIVER", [[9, 14]]), ("e\u{301}t", [[15, 18]]), ("lover~1", [[9, 14]]),
                ("mouse AND NOT title:kidney", [[3, 8], [19, 24]]), ("title:/li.*/", [[9, 14]]),
            ] {
                let answer = try await registry.get("/search?highlight=true&q=\(query.encoded)")
                let found = answer["highlights"].arrayValue?.first?["title"]?.arrayValue?.first
                #expect(found == ["value": 0, "spans": title], "\(query): \(answer["highlights"])")
            }
            let answer = try await registry.get("/search?highlight=true&q=mouse&fields=path")
            #expect(answer["highlights"].arrayValue?.first?["kind"] == [["value": 1, "spans": [[0, 5]]]])
            #expect(answer["results"] == [["path": "a"]])
            #expect(try await registry.get("/search?q=mouse")["highlights"] == .null)
            #expect(try await registry.get("/search?highlight=true&q=*")["highlights"] == [[:]])
        }
    }
}

@Suite struct `POST /files/metadata` {
    @Test func `answers in order, with null for what is absent or not to be read`() async throws {
        try await withTestRegistry { registry in
            try await registry.upload("demo", "v1", files: SearchNotes.files("a", title: "One"))
            try await registry.upload("secret", "v1", files: ["s.txt": "x"], permissions: ["read_access": "owners"])
            let ids: JSONValue = ["secret:s.txt@v1", "demo:a@latest", "demo:none@v1", "demo:a@v1"]
            let answer = try await registry.post("/files/metadata", body: ["ids": ids])
            let document = try await registry.get("/files/demo:a@v1/metadata").json
            #expect(answer.json == ["results": [nil, document, nil, document]])
            let own = try await registry.post("/files/metadata", as: "alice", body: ["ids": ["secret:s.txt@v1"]])
            #expect(own["results"].arrayValue?.first?["path"] == "s.txt")
            #expect(try await registry.post("/files/metadata", body: ["ids": []]).json == ["results": []])
        }
    }

    @Test func `says which id is none`() async throws {
        try await withTestRegistry { registry in
            let wrong = try await registry.post("/files/metadata", body: ["ids": ["demo:a@v1", "x"]])
            #expect(wrong.status == 400)
            #expect(wrong.reason.contains("ids.1"))
            #expect(try await registry.post("/files/metadata", body: ["ids": [1]]).status == 422)
            #expect(try await registry.post("/files/metadata", body: [:]).status == 422)
            let many = JSONValue.array(Array(repeating: "demo:a@v1", count: 501))
            #expect(try await registry.post("/files/metadata", body: ["ids": many]).status == 400)
            #expect(try await registry.get("/files/metadata").status == 400)
        }
    }
}
