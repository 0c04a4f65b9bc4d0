import HTTPTypes
import JSONDocument
import RegistryAPI
import RegistryCore
import RegistryTestSupport
import Testing

private let body: JSONValue = ["filenames": ["a.txt"]]

@Suite struct `POST /projects/upload` {
    @Test func `redirects to a version of a new project, which needs no token`() async throws {
        var setup = TestRegistry.Setup()
        setup.api.prefix = "/v1"
        try await withTestRegistry(setup) { registry in
            let first = try await registry.post("/v1/projects/upload", as: "alice", roles: [.creator], body: body)
            #expect(first.status == 307)
            #expect(first.body.isEmpty)
            let location = try #require(first[.location])
            #expect(location.hasPrefix("/v1/projects/PRJ000000001/version/1/upload?X-ADB-Credential="))

            let started = try await registry.post(location, body: body)
            #expect(started.status == 200, "\(started)")
            #expect(started["project_id"] == "PRJ000000001")
            let url = try #require(started["presigned_urls"]["a.txt"]?.stringValue)
            #expect(url.hasPrefix("http://localhost/v1/objects/"))
            #expect(try await registry.send(.put, url, body: [1, 2, 3]).status == 200)

            let complete = "/v1" + (try #require(started["completion_url"].stringValue))
            let job = try await registry.put(complete)
            #expect(job.status == 202)
            try await registry.runPendingJobs()
            let permissions = try await registry.get("/v1/projects/PRJ000000001/permissions", as: "alice")
            #expect(permissions["owners"] == ["alice"], "the redirected request speaks for the first one's sender")
        }
    }

    @Test func `gives every caller another project`() async throws {
        try await withTestRegistry { registry in
            var locations: Set<String> = []
            for _ in 0..<5 {
                let answer = try await registry.post("/projects/upload", as: "alice", roles: [.uploader], body: body)
                locations.insert(String(try #require(answer[.location]).prefix { $0 != "?" }))
            }
            #expect(locations.count == 5)
            let test = try await registry.post(
                "/projects/upload?prefix=test-PRJ", as: "alice", roles: [.uploader], body: body)
            #expect(test[.location]?.hasPrefix("/projects/test-PRJ000000001/version/1/upload?") == true)
        }
    }

    @Test func `refuses who may not create, and unknown sequences`() async throws {
        try await withTestRegistry { registry in
            let anonymous = try await registry.post("/projects/upload", body: body)
            #expect(anonymous.status == 401)
            #expect(anonymous[.wwwAuthenticate] == "Bearer")
            #expect(try await registry.post("/projects/upload", as: "bob", body: body).status == 403)
            let unknown = try await registry.post(
                "/projects/upload?prefix=XX", as: "alice", roles: [.creator], body: body)
            #expect(unknown.status == 400)
            #expect(unknown.reason.hasPrefix("Unknown prefix 'XX', not matching a known sequence"))
        }
    }

    @Test func `takes no number for a body that cannot start an upload`() async throws {
        try await withTestRegistry { registry in
            let bad = try await registry.post(
                "/projects/upload", as: "alice", roles: [.creator], body: ["filenames": "a.txt"])
            #expect(bad.status == 422)
            let good = try await registry.post("/projects/upload", as: "alice", roles: [.creator], body: body)
            #expect(good[.location]?.hasPrefix("/projects/PRJ000000001/version/1/") == true)
        }
    }

    @Test func `the credential ends with the offer`() async throws {
        try await withTestRegistry { registry in
            let first = try await registry.post("/projects/upload", as: "alice", roles: [.creator], body: body)
            registry.clock.advance(by: .seconds(3_601))
            let late = try await registry.post(try #require(first[.location]), body: body)
            #expect(late.status == 403)
            #expect(late.reason == "Forbidden, Credential has expired")
            try await registry.runPendingJobs()
        }
    }
}

@Suite struct `POST /projects/{project}/upload` {
    @Test func `redirects to the next version`() async throws {
        try await withTestRegistry { registry in
            try await registry.upload("demo", "1", files: ["a.txt": "x"])
            let answer = try await registry.post("/projects/demo/upload", as: "alice", body: body)
            #expect(answer.status == 307)
            #expect(answer[.location]?.hasPrefix("/projects/demo/version/2/upload?X-ADB-Credential=") == true)
            #expect(try await registry.post("/projects/demo/upload", as: "bob", body: body).status == 403)
            #expect(try await registry.post("/projects/demo/upload", body: body).status == 401)
        }
    }

    @Test func `names a project that does not exist, to those who may know`() async throws {
        try await withTestRegistry { registry in
            let answer = try await registry.post("/projects/none/upload", as: "alice", roles: [.uploader], body: body)
            #expect(answer.status == 400)
            #expect(answer.reason == "Project none doesn't exist, can't provision version")
        }
    }
}
