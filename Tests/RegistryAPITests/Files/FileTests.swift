import HTTPTypes
import JSONDocument
import RegistryAPI
import RegistryCore
import RegistryTestSupport
import Testing

@Suite struct `GET /files/{id}/metadata` {
    @Test func `is the document with what the registry knows, in one order`() async throws {
        try await withTestRegistry { registry in
            try await registry.upload("demo", "v1", files: TestNotes.files("dir/a.txt", title: "One", content: "12345"))
            let answer = try await registry.get("/files/demo:dir/a.txt@v1/metadata")
            #expect(answer.status == 200)
            let times = ["meta_uploaded", "uploaded"].map { answer["_extra"][$0]?.stringValue ?? "" }
            #expect(
                answer.text == """
                    {"$schema":"note/v1.json","path":"dir/a.txt","title":"One","_extra":{"$schema":"note/v1.json",\
                    "id":"demo:dir/a.txt@v1","project_id":"demo","version":"v1","revision":"NUM-1",\
                    "numerical_revision":1,"metapath":"dir/a.txt.json","type":"note",\
                    "gprn":"gprn:dev:vitrine::artifact:demo:dir/a.txt@v1","meta_uploaded":"\(times[0])",\
                    "meta_indexed":"2026-11-21T12:00:00.000000+00:00","uploaded":"\(times[1])","file_size":5,\
                    "permissions":{"scope":"project","owners":["alice"],"viewers":[],"read_access":"public",\
                    "write_access":"owners"}}}
                    """)
        }
    }

    @Test func `the id may be spelled as clients spell it`() async throws {
        try await withTestRegistry { registry in
            var files = TestNotes.files("dir/a b+c.txt", title: "One")
            files.merge(TestNotes.files("dir/metadata", title: "Two")) { $1 }
            files.merge(TestNotes.files("x@y.txt", title: "Three")) { $1 }
            try await registry.upload("demo", "v1", files: files)
            for (id, title) in [
                ("demo%3Adir%2Fa%20b%2Bc.txt%40v1", "One"), ("demo%3Adir/a%20b+c.txt%40v1", "One"),
                ("demo:dir/a%20b+c.txt@LATEST", "One"), ("demo:dir/a%20b+c.txt@NUM-1", "One"),
                ("demo:dir/metadata@v1", "Two"), ("demo:x@y.txt@v1", "Three"), ("demo:x%40y.txt@v1", "Three"),
            ] {
                for suffix in ["/metadata", "/metadata/", "%2Fmetadata"] {
                    let answer = try await registry.get("/files/\(id)\(suffix)")
                    #expect(answer.status == 200, "\(id)\(suffix)")
                    #expect(answer["title"] == .string(title))
                }
                #expect(try await registry.get("/files/\(id)").status == 302, "\(id)")
            }
            #expect(try await registry.get("/files/demo:dir/a%2520b+c.txt@v1/metadata").status == 404, "decoded once")
        }
    }

    @Test func `raw is the file as it was uploaded`() async throws {
        try await withTestRegistry { registry in
            let raw = "{ \"path\" : \"a.txt\", \"n\" : 1.0 ,\n\"_id\":7 }"
            try await registry.upload("demo", "v1", files: ["a.txt": "x", "a.txt.json": raw, "b.txt": "y"])
            for version in ["v1", "latest", "NUM-1"] {
                let answer = try await registry.get("/files/demo:a.txt@\(version)/metadata?raw=true")
                #expect(answer.text == raw)
                #expect(answer[.contentType] == "application/json")
            }
            let made = try await registry.get("/files/demo:b.txt@v1/metadata?raw=1")
            #expect(made.text == #"{"path":"b.txt","$schema":"entry.minimal/v1.json"}"#)
            #expect(try await registry.get("/files/demo:a.txt@v1/metadata?raw=perhaps").status == 422)
        }
    }

    @Test func `follow_link answers with the target of a redirection`() async throws {
        try await withTestRegistry { registry in
            var files = TestNotes.files("a.txt", title: "One", content: "bytes")
            files["alias.json"] = """
                {"$schema":"redirection/v1.json","path":"alias",\
                "redirection":{"targets":[{"type":"local","location":"a.txt"}]}}
                """
            try await registry.upload("demo", "v1", files: files)
            let alias = try await registry.get("/files/demo:alias@v1/metadata")
            #expect(alias["path"] == "alias")
            let target = try await registry.get("/files/demo:alias@v1/metadata?follow_link=true")
            #expect(target["title"] == "One")
            let location = try #require(try await registry.get("/files/demo:alias@v1")[.location])
            #expect(try await registry.get(location).text == "bytes")
        }
    }

    @Test(arguments: [
        "demo", "demo:a.txt", "demo:@v1", ":a@v1", "demo:a.txt@", "demo:a.txt@v1+2", "demo:../a@v1", "demo:/a@v1",
        "demo:a%2F%2Fb@v1", "demo:a%00@v1", "_x:a@1", "demo:a%0Ab@v1", "metadata",
    ])
    func `a malformed id is a bad request`(id: String) async throws {
        try await withTestRegistry { registry in
            for suffix in ["", "/metadata"] {
                let answer = try await registry.get("/files/\(id)\(suffix)")
                #expect(answer.status == 400, "\(id)\(suffix)")
                #expect(answer.reason.hasPrefix("Malformed ID: "))
            }
        }
    }
}

@Suite struct `GET /files/{id}` {
    @Test func `redirects to a URL that needs nothing else`() async throws {
        try await withTestRegistry { registry in
            try await registry.upload("demo", "v1", files: ["dir/a.txt": "bytes"])
            let answer = try await registry.get("/files/demo%3Adir%2Fa.txt%40v1")
            #expect(answer.status == 302)
            let location = try #require(answer[.location])
            #expect(location.hasPrefix("http://localhost/objects/demo/v1/dir/a.txt?"))
            #expect(answer.json == ["id": "demo:dir/a.txt@v1", "location": .string(location)])
            #expect(try await registry.get(location).text == "bytes")
            #expect(
                try await registry.get(location, headers: [.authorization: "Bearer nonsense"]).text == "bytes",
                "browsers keep the header on their way")
            registry.clock.advance(by: .seconds(119))
            #expect(try await registry.get(location).status == 200, "as often as it is asked")
            registry.clock.advance(by: .seconds(1))
            #expect(try await registry.get(location).status == 403)
        }
    }

    @Test func `lives as long as asked`() async throws {
        try await withTestRegistry { registry in
            try await registry.upload("demo", "v1", files: ["a.txt": "bytes"])
            let location = try #require(try await registry.get("/files/demo:a.txt@v1?expires_in=86400")[.location])
            registry.clock.advance(by: .seconds(86_399))
            #expect(try await registry.get(location).status == 200)
            for value in ["9", "86401", "x", "-1", ""] {
                let answer = try await registry.get("/files/demo:a.txt@v1?expires_in=\(value)")
                #expect(answer.status == 422, "\(value)")
                #expect(answer["detail"].arrayValue?.first?["loc"] == ["query", "expires_in"])
            }
            try await registry.runPendingJobs()
        }
    }

    @Test func `what is absent says so`() async throws {
        try await withTestRegistry { registry in
            try await registry.upload("demo", "v1", files: ["a.txt": "bytes"])
            for id in ["none:a@1", "demo:b.txt@v1", "demo:a.txt@v2", "demo:a.txt@NUM-2", "none:a@latest"] {
                for suffix in ["", "/metadata", "/metadata?raw=true"] {
                    let answer = try await registry.get("/files/\(id)\(suffix)")
                    #expect(answer.status == 404, "\(id)\(suffix)")
                    #expect(answer.reason == "No such file")
                }
            }
        }
    }

    @Test func `the location is below the address that the sender sees`() async throws {
        var setup = TestRegistry.Setup()
        setup.api.trustsForwardedHeaders = true
        let headers: [String: String] = [
            "X-Forwarded-Proto": "http, https", "X-Forwarded-Host": "evil.example, registry.example:8443",
            "X-ADB-Prefix": "/v1",
        ]
        let fields = HTTPFields(
            headers.compactMap { name, value in HTTPField.Name(name).map { HTTPField(name: $0, value: value) } })
        for (trusts, begin) in [
            (true, "https://registry.example:8443/v1/objects/"), (false, "http://localhost/objects/"),
        ] {
            setup.api.trustsForwardedHeaders = trusts
            try await withTestRegistry(setup) { registry in
                try await registry.upload("demo", "v1", files: ["a.txt": "bytes"])
                let answer = try await registry.get("/files/demo:a.txt@v1", headers: fields)
                #expect(answer[.location]?.hasPrefix(begin) == true, "\(answer)")
            }
        }
    }

    @Test(arguments: [
        ("X-Forwarded-Host", "evil.example/x?"), ("X-Forwarded-Host", "a b"), ("X-Forwarded-Host", "user@evil"),
        ("X-ADB-Prefix", "//evil.example"), ("X-ADB-Prefix", "v1"), ("X-ADB-Prefix", "/a?b"),
    ])
    func `headers that are no address are refused`(name: String, value: String) async throws {
        var setup = TestRegistry.Setup()
        setup.api.trustsForwardedHeaders = true
        try await withTestRegistry(setup) { registry in
            try await registry.upload("demo", "v1", files: ["a.txt": "bytes"])
            var headers: HTTPFields = [try #require(HTTPField.Name("X-Forwarded-Proto")): "https"]
            headers[try #require(HTTPField.Name("X-Forwarded-Host"))] = "good.example"
            headers[try #require(HTTPField.Name(name))] = value
            #expect(try await registry.get("/files/demo:a.txt@v1", headers: headers).status == 400)
        }
    }
}
