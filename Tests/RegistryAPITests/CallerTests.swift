import HTTPTypes
import JSONDocument
import RegistryCore
import RegistryTestSupport
import Testing

@Suite struct `Who is calling` {
    @Test(arguments: ["/", "/search?q=*", "/jobs/x", "/projects", "/nothing"])
    func `a token that does not pass is an error on open routes too`(target: String) async throws {
        try await withTestRegistry { registry in
            for header in ["Bearer nonsense", "bearer a.b.c", "Bearer"] {
                let answer = try await registry.get(target, headers: [.authorization: header])
                #expect(answer.status == 400, "\(header)")
                #expect(answer.reason.hasPrefix("Invalid token"))
                #expect(answer[.wwwAuthenticate] == "Bearer")
            }
        }
    }

    @Test func `an expired token is not an anonymous caller`() async throws {
        try await withTestRegistry { registry in
            let header = "Bearer \(try registry.token(for: "alice"))"
            #expect(try await registry.get("/projects", headers: [.authorization: header]).status == 200)
            registry.clock.advance(by: .seconds(3_601))
            let answer = try await registry.get("/projects", headers: [.authorization: header])
            #expect(answer.status == 400)
            #expect(answer.reason == "Invalid token, expired")
        }
    }

    @Test func `one header says who it is`() async throws {
        try await withTestRegistry { registry in
            var headers: HTTPFields = [:]
            for user in ["alice", "bob"] {
                headers.append(HTTPField(name: .authorization, value: "Bearer \(try registry.token(for: user))"))
            }
            let answer = try await registry.get("/projects", headers: headers)
            #expect(answer.status == 400)
            #expect(answer.reason == "Invalid token, the 'Authorization' header is sent more than once")
            #expect(answer[.wwwAuthenticate] == "Bearer")
        }
    }

    @Test func `another scheme is anonymous`() async throws {
        try await withTestRegistry { registry in
            let answer = try await registry.get("/projects", headers: [.authorization: "Basic eA=="])
            #expect(answer.status == 200)
        }
    }

    @Test func `with authentication off the header is not read`() async throws {
        var setup = TestRegistry.Setup()
        setup.isAuthEnabled = false
        try await withTestRegistry(setup) { registry in
            #expect(try await registry.get("/", headers: [.authorization: "Bearer nonsense"]).status == 200)
            let answer = try await registry.post("/projects/upload", as: "alice", roles: [.admin])
            #expect(answer.status == 401)
        }
    }

    @Test func `a credential is for one method and path`() async throws {
        try await withTestRegistry { registry in
            let started = try await registry.stage("demo", "v1", files: ["a.txt": "x"])
            let complete = try #require(started["completion_url"].stringValue)
            let query = complete.drop { $0 != "?" }
            for (method, path) in [
                (HTTPRequest.Method.put, "/projects/demo/version/v1/abort"),
                (.put, "/projects/demo/version/v2/complete"), (.put, "/projects/demo/permissions"),
                (.post, "/projects/demo/version/v1/complete"), (.get, "/projects"),
            ] {
                let answer = try await registry.send(method, path + query)
                #expect(answer.status == 403, "\(method) \(path)")
                #expect(answer.reason.hasPrefix("Forbidden, Credential"))
            }
            let other = try await registry.put(complete.replacing("revision=NUM-1", with: "revision=NUM-2"))
            #expect(other.status == 403)
            #expect(other.reason.contains("revision"))
            #expect(try await registry.put("/projects/demo/version/v1/complete?X-ADB-Credential=x").status == 403)

            registry.clock.advance(by: .seconds(6 * 86_400))
            #expect(try await registry.put(complete).reason == "Forbidden, Credential has expired")
            try await registry.runPendingJobs()
        }
    }

    @Test func `a signed parameter may be left out`() async throws {
        try await withTestRegistry { registry in
            let started = try await registry.stage("demo", "v1", files: ["a.txt": "x"])
            let complete = try #require(started["completion_url"].stringValue)
            let credential = complete.drop { $0 != "X" }
            #expect(try await registry.put("/projects/demo/version/v1/complete?\(credential)").status == 202)
            try await registry.runPendingJobs()
        }
    }
}
