import HTTPTypes
import JSONDocument
import RegistryTestSupport
import Testing

@Suite struct Routing {
    @Test func `an unknown route has the body of every error`() async throws {
        try await withTestRegistry { registry in
            for target in ["/nothing", "/projects/a/b/c", "/files", "/projects/demo/version", "/scroll/a/b"] {
                let answer = try await registry.get(target)
                #expect(answer.status == 404, "\(target)")
                #expect(answer.text == #"{"status":"error","reason":"there is nothing at this address"}"#)
                #expect(answer[.contentType] == "application/json")
            }
        }
    }

    @Test func `another method names those that there are`() async throws {
        try await withTestRegistry { registry in
            let answer = try await registry.post("/projects/demo/permissions")
            #expect(answer.status == 405)
            #expect(answer[.allow] == "GET, HEAD, PUT, DELETE")
            #expect(answer["status"] == "error")
            #expect(try await registry.delete("/search")[.allow] == "GET, HEAD")
            #expect(try await registry.get("/projects/upload")[.allow] == "POST")
        }
    }

    @Test func `slashes may be repeated and may end a path`() async throws {
        try await withTestRegistry { registry in
            try await registry.upload("demo", "v1", files: TestNotes.files("a.txt", title: "One"))
            let plain = try await registry.get("/projects/demo/versions")
            #expect(plain.status == 200)
            for target in ["/projects/demo/versions/", "//projects///demo//versions", "/projects%2Fdemo%2fversions"] {
                let answer = try await registry.get(target)
                #expect(answer.status == 200, "\(target)")
                #expect(answer.body == plain.body)
            }
        }
    }

    @Test(arguments: ["/files/a%", "/files/a%2", "/files/a%zz", "/files/%ff%fe", "/search?q=%", "/search?q=%ff"])
    func `percent-encoding that is none is a bad request`(target: String) async throws {
        try await withTestRegistry { registry in
            let answer = try await registry.get(target)
            #expect(answer.status == 400)
            #expect(answer["status"] == "error")
        }
    }

    @Test func `HEAD answers like GET without the body`() async throws {
        try await withTestRegistry { registry in
            try await registry.upload("demo", "v1", files: TestNotes.files("a.txt", title: "One"))
            for target in [
                "/", "/status", "/projects", "/projects/demo/versions", "/search?q=*", "/files/demo:a.txt@v1/metadata",
                "/nothing", "/files/demo:b.txt@v1",
            ] {
                let get = try await registry.get(target)
                let head = try await registry.send(.head, target)
                #expect(head.status == get.status, "\(target)")
                #expect(head.body.isEmpty)
                #expect(head[.contentLength] == String(get.body.count))
                #expect(head[.contentType] == "application/json")
            }
        }
    }

    @Test func `an encoded body is refused`() async throws {
        try await withTestRegistry { registry in
            let answer = try await registry.send(
                .put, "/projects/demo/permissions", as: "alice", headers: [.contentEncoding: "gzip"],
                body: Array("{}".utf8))
            #expect(answer.status == 415)
            #expect(answer.reason.contains("Content-Encoding"))
        }
    }

    @Test func `every answer has an id of its own and is not kept by caches`() async throws {
        try await withTestRegistry { registry in
            let name = try #require(HTTPField.Name("X-Request-ID"))
            let first = try await registry.get("/projects")
            let second = try await registry.get("/nothing")
            #expect(first[name] != nil)
            #expect(first[name] != second[name])
            #expect(first[.cacheControl] == "no-store")
            #expect(second[.cacheControl] == "no-store")
        }
    }
}
