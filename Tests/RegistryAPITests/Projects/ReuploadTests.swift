import HTTPTypes
import JSONDocument
import RegistryCore
import RegistryTestSupport
import Testing

@Suite struct `A version that is uploaded again` {
    @Test func `serves the old content until the new is indexed, then only the new`() async throws {
        try await withTestRegistry { registry in
            var old = TestNotes.files("a.txt", title: "Former", content: "old bytes")
            old["b.txt"] = "only before"
            try await registry.upload("demo", "v1", files: old)
            let started = try await registry.stage(
                "demo", "v1", files: TestNotes.files("a.txt", title: "Latter", content: "new bytes"))
            try await registry.expect(title: "Former", content: "old bytes", documents: 2)
            let complete = try await registry.put(try #require(started["completion_url"].stringValue))
            #expect(complete.status == 202)
            try await registry.expect(title: "Former", content: "old bytes", documents: 2)
            try await registry.runPendingJobs()
            try await registry.expect(title: "Latter", content: "new bytes", documents: 1)
            #expect(try await registry.get("/search?q=former")["total"] == 0)
            #expect(try await registry.get("/files/demo:b.txt@v1").status == 404)
            #expect(try await registry.get("/files/demo:a.txt@NUM-1").status == 404, "its revision has passed")
            #expect(try await registry.get("/files/demo:a.txt@NUM-2").status == 302)
        }
    }

    @Test func `is not changed by a URL of an earlier upload`() async throws {
        try await withTestRegistry { registry in
            let started = try await registry.stage("demo", "v1", files: ["a.txt": "published"])
            let url = try #require(started["presigned_urls"]["a.txt"]?.stringValue)
            _ = try await registry.put(try #require(started["completion_url"].stringValue))
            let late = try await registry.send(.put, url, body: Array("too late".utf8))
            #expect(late.status == 403)
            #expect(late.reason == "Forbidden, the upload that this URL belongs to takes no more files")
            try await registry.runPendingJobs()
            #expect(try await registry.send(.put, url, body: Array("much too late".utf8)).status == 403)
            try await registry.expect("published")

            try await registry.upload("demo", "v1", files: ["a.txt": "published again"])
            #expect(try await registry.send(.put, url, body: Array("much too late".utf8)).status == 403)
            try await registry.expect("published again")
        }
    }

    @Test func `keeps what is served when the new documents are invalid`() async throws {
        try await withTestRegistry { registry in
            try await registry.upload("demo", "v1", files: TestNotes.files("a.txt", title: "Former", content: "old"))
            let job = try await registry.upload(
                "demo", "v1", files: ["a.txt": "new", "a.txt.json": #"{"$schema":"note/v1.json","path":"a.txt"}"#])
            #expect(job["status"] == "FAILURE")
            try await registry.expect(title: "Former", content: "old", documents: 1)
        }
    }
}

extension TestRegistry {
    fileprivate func expect(_ content: String, sourceLocation: SourceLocation = #_sourceLocation) async throws {
        let location = try #require(try await get("/files/demo:a.txt@v1")[.location])
        #expect(try await get(location).text == content, sourceLocation: sourceLocation)
    }
    /// The version is whole and is the one with `title`, on every front.
    fileprivate func expect(
        title: String, content: String, documents: Int, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let document = try await get("/files/demo:a.txt@v1/metadata")
        #expect(document["title"] == .string(title), sourceLocation: sourceLocation)
        let found = try await get("/search?q=title:\(title.lowercased())")
        #expect(found["total"] == 1, sourceLocation: sourceLocation)
        let listed = try await get("/projects/demo/version/v1/metadata")
        #expect(listed["total"].intValue == documents, sourceLocation: sourceLocation)
        let location = try #require(try await get("/files/demo:a.txt@v1")[.location], sourceLocation: sourceLocation)
        #expect(try await get(location).text == content, sourceLocation: sourceLocation)
    }
}
