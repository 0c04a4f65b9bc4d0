import HTTPTypes
import JSONDocument
import RegistryCore
import RegistryTestSupport
import Testing

@Suite struct `…/permissions` {
    @Test func `GET shows all five fields and the level that holds`() async throws {
        try await withTestRegistry { registry in
            try await registry.upload(
                "demo", "v1", files: ["a.txt": "x"], permissions: ["owners": "alice,bob", "viewers": nil])
            for target in ["/projects/demo/permissions", "/projects/demo/version/latest/permissions?force_reload=true"]
            {
                let answer = try await registry.get(target)
                #expect(answer.status == 200)
                #expect(
                    answer.text == """
                        {"scope":"project","owners":["alice","bob"],"viewers":[],"read_access":"public",\
                        "write_access":"owners"}
                        """)
            }
        }
    }

    @Test func `anonymous callers learn that a token is needed`() async throws {
        try await withTestRegistry { registry in
            try await registry.upload("demo", "v1", files: ["a.txt": "x"], permissions: ["read_access": "owners"])
            let answer = try await registry.get("/projects/demo/permissions")
            #expect(answer.status == 401)
            #expect(answer.reason == "Not authenticated, user credentials not supplied")
            #expect(answer[.wwwAuthenticate] == "Bearer")
            #expect(try await registry.get("/projects/demo/permissions", as: "eve").status == 403)
        }
    }

    @Test func `PUT changes what it names and nothing else`() async throws {
        try await withTestRegistry { registry in
            try await registry.upload("demo", "v1", files: ["a.txt": "x"])
            let answer = try await registry.put(
                "/projects/demo/permissions", as: "alice",
                body: ["owners": [], "viewers": ["bob"], "read_access": "viewers", "unknown": 1])
            #expect(answer.status == 202)
            let job = try await registry.get(try #require(answer["path"].stringValue), as: "bob")
            #expect(job["status"] == "SUCCESS", "the change holds at once")
            #expect(
                try await registry.get("/projects/demo/permissions", as: "bob").text == """
                    {"scope":"project","owners":[],"viewers":["bob"],"read_access":"viewers","write_access":"owners"}
                    """)
            let full = try await registry.put(
                "/projects/demo/permissions", as: "carol", roles: [.uploader],
                body: [
                    "scope": "project", "owners": ["carol"], "viewers": nil, "read_access": "owners",
                    "write_access": "none",
                ])
            #expect(full.status == 202)
            #expect(try await registry.get("/projects/demo/permissions", as: "carol")["viewers"] == [])
            try await registry.runPendingJobs()
        }
    }

    @Test func `hiding and showing holds for the next request, on every front`() async throws {
        try await withTestRegistry { registry in
            try await registry.upload("demo", "v1", files: TestNotes.files("a.txt", title: "Secret"))
            let fronts: [(String, Int)] = [
                ("/files/demo:a.txt@v1", 302), ("/files/demo:a.txt@latest/metadata", 200),
                ("/files/demo:a.txt@v1/metadata?raw=true", 200), ("/projects/demo/versions", 200),
                ("/projects/demo/metadata", 200), ("/projects/demo/version/NUM-1/metadata", 200),
            ]
            func expect(visible: Bool) async throws {
                for (target, status) in fronts {
                    #expect(try await registry.get(target).status == (visible ? status : 404), "\(target)")
                }
                #expect(try await registry.get("/search?q=secret")["total"] == (visible ? 1 : 0))
                #expect(try await registry.get("/projects")["total"] == (visible ? 1 : 0))
            }
            try await expect(visible: true)
            let hidden: JSONValue = ["read_access": "none", "write_access": "none"]
            _ = try await registry.put("/projects/demo/permissions", as: "alice", body: hidden)
            try await expect(visible: false)
            #expect(try await registry.get("/search?q=secret", as: "alice")["total"] == 0)
            #expect(try await registry.get("/search?q=secret", as: "root", roles: [.admin])["total"] == 1)
            _ = try await registry.put(
                "/projects/demo/permissions", as: "root", roles: [.admin], body: ["read_access": "public"])
            try await expect(visible: true)
            try await registry.runPendingJobs()
        }
    }

    @Test func `a version's own permissions come before the project's, until they are removed`() async throws {
        try await withTestRegistry { registry in
            try await registry.upload("demo", "v1", files: ["a.txt": "x"])
            let target = "/projects/demo/version/v1/permissions"
            #expect(try await registry.put(target, as: "alice", body: ["read_access": "owners"]).status == 202)
            #expect(try await registry.get("/files/demo:a.txt@v1").status == 404)
            #expect(try await registry.get(target, as: "alice")["scope"] == "version")
            #expect(try await registry.delete(target, as: "alice").status == 202)
            #expect(try await registry.get("/files/demo:a.txt@v1").status == 302)
            #expect(try await registry.delete("/projects/demo/permissions", as: "alice").status == 202)
            #expect(try await registry.get("/projects/demo/permissions", as: "alice").status == 403)
            let admin = try await registry.get("/projects/demo/permissions", as: "root", roles: [.admin])
            #expect(admin.status == 404)
            #expect(admin.reason == "No project-level permissions found")
            try await registry.runPendingJobs()
        }
    }

    @Test func `errors`() async throws {
        try await withTestRegistry { registry in
            try await registry.upload("demo", "v1", files: ["a.txt": "x"])
            let target = "/projects/demo/permissions"
            let wrong = try await registry.put(target, as: "alice", body: ["scope": "version"])
            #expect(wrong.status == 400)
            #expect(wrong.reason == "Permissions scope must be 'project', not 'version'")
            #expect(try await registry.put(target, as: "alice").status == 422)
            let names = JSONValue.array((0...1_000).map { .string("u\($0)") })
            let many = try await registry.put(target, as: "alice", body: ["owners": names])
            #expect(many.status == 422)
            #expect(
                many["detail"] == [["loc": ["body", "owners"], "msg": .string(many.reason), "type": "value_error"]])
            #expect(try await registry.put(target, body: ["owners": []]).status == 401)
            #expect(try await registry.put(target, as: "eve", body: ["owners": ["eve"]]).status == 403)
            let unknown = "/projects/demo/version/v9/permissions"
            #expect(try await registry.put(unknown, as: "alice", body: ["owners": []]).status == 403)
            #expect(try await registry.put(unknown, as: "root", roles: [.admin], body: ["owners": []]).status == 404)
            #expect(try await registry.get(unknown, as: "root", roles: [.admin]).status == 404)
            #expect(try await registry.get("/projects/demo/version/a%20b/permissions").status == 400)
            _ = try await registry.stage("demo", "v1", files: ["a.txt": "y"])
            let locked = try await registry.put(
                "/projects/demo/version/v1/permissions", as: "alice", body: ["owners": []])
            #expect(locked.status == 423)
        }
    }
}
