import HTTPTypes
import JSONDocument
import RegistryAPI
import RegistryCore
import RegistryTestSupport
import Testing

@Suite struct `PUT /projects/{project}/version/{version}/complete` {
    @Test func `answers the job, in the body and in a header`() async throws {
        try await withTestRegistry { registry in
            let started = try await registry.stage("demo", "v1", files: TestNotes.files("a.txt", title: "One"))
            let answer = try await registry.put(try #require(started["completion_url"].stringValue))
            #expect(answer.status == 202)
            let job = try #require(answer["job_id"].stringValue)
            #expect(
                answer.text == """
                    {"job_id":"\(job)","path":"/jobs/\(job)","job_url":"http://localhost/jobs/\(job)",\
                    "status":"accepted"}
                    """)
            #expect(answer[try #require(HTTPField.Name("Link"))] == "<http://localhost/jobs/\(job)>; rel=status")
            try await registry.runPendingJobs()
        }
    }

    @Test func `twice answers the same job, also when it is done`() async throws {
        try await withTestRegistry { registry in
            let started = try await registry.stage("demo", "v1", files: ["a.txt": "x"])
            let url = try #require(started["completion_url"].stringValue)
            let first = try await registry.put(url)
            let second = try await registry.put(url, body: ["read_access": "none"])
            #expect(second.status == 202)
            #expect(second.body == first.body)
            try await registry.runPendingJobs()
            #expect(try await registry.put(url).body == first.body)
            #expect(try await registry.get("/projects/demo/permissions", as: "alice")["read_access"] == "public")
        }
    }

    @Test func `names the declared files that are missing, and can be repeated`() async throws {
        try await withTestRegistry { registry in
            let started = try await registry.post(
                "/projects/demo/version/v1/upload", as: "alice", roles: [.uploader],
                body: ["filenames": ["a.txt", "b.txt"]])
            let urls = started["presigned_urls"]
            _ = try await registry.send(.put, try #require(urls["a.txt"]?.stringValue), body: [1])
            let complete = try #require(started["completion_url"].stringValue)
            let answer = try await registry.put(complete)
            #expect(answer.status == 400)
            #expect(
                answer.reason
                    == "'filenames': declared but not uploaded: 'b.txt'; upload them, then complete again")
            _ = try await registry.send(.put, try #require(urls["b.txt"]?.stringValue), body: [1])
            #expect(try await registry.put(complete).status == 202)
            try await registry.runPendingJobs()
        }
    }

    @Test func `what was never started is not found, by those who may know`() async throws {
        try await withTestRegistry { registry in
            let target = "/projects/demo/version/v1/complete"
            #expect(try await registry.put(target).status == 401)
            #expect(try await registry.put(target, as: "bob").status == 403)
            let answer = try await registry.put(target, as: "alice", roles: [.uploader])
            #expect(answer.status == 404)
            #expect(answer.reason.contains("no upload of version 'v1'"))
        }
    }

    @Test func `a first completion that says nothing makes the project public, owned by the uploader`() async throws {
        try await withTestRegistry { registry in
            try await registry.upload("demo", "v1", files: ["a.txt": "x"])
            let permissions = try await registry.get("/projects/demo/permissions", as: "alice")
            #expect(
                permissions.text == """
                    {"scope":"project","owners":["alice"],"viewers":[],"read_access":"public","write_access":"owners"}
                    """)
        }
    }

    @Test func `permissions that exist are kept unless they are to be overwritten`() async throws {
        try await withTestRegistry { registry in
            try await registry.upload("demo", "v1", files: ["a.txt": "x"], permissions: ["owners": "alice, bob"])
            try await registry.upload("demo", "v2", files: ["a.txt": "x"], permissions: ["read_access": "none"])
            var permissions = try await registry.get("/projects/demo/permissions", as: "bob")
            #expect(permissions["owners"] == ["alice", "bob"])
            #expect(permissions["read_access"] == "public")

            let started = try await registry.stage("demo", "v3", files: ["a.txt": "x"])
            let url = try #require(started["completion_url"].stringValue) + "&overwrite_permissions=true"
            #expect(
                try await registry.put(url, as: "alice").reason == "overwrite is True but no permissions passed")
            let signed = try await registry.put(url, body: ["viewers": ["eve"]])
            #expect(signed.status == 202, "who started it is an owner: \(signed)")
            try await registry.runPendingJobs()
            permissions = try await registry.get("/projects/demo/permissions", as: "alice", roles: [.uploader])
            #expect(permissions["viewers"] == ["eve"])
        }
    }

    @Test func `the credential does not stand in for the right to overwrite`() async throws {
        try await withTestRegistry { registry in
            try await registry.upload(
                "demo", "v1", files: ["a.txt": "x"], permissions: ["owners": ["bob"], "write_access": "public"])
            let started = try await registry.stage("demo", "v2", files: ["a.txt": "x"], as: "eve", roles: [])
            let url = try #require(started["completion_url"].stringValue)
            let answer = try await registry.put(url + "&overwrite_permissions=true", body: ["owners": ["eve"]])
            #expect(answer.status == 403)
            #expect(try await registry.put(url).status == 202)
            try await registry.runPendingJobs()
            #expect(try await registry.get("/projects/demo/permissions", as: "bob")["owners"] == ["bob"])
        }
    }

    @Test(arguments: [
        (
            #"{"read_access":"everyone"}"#,
            "'read_access' is one of 'public', 'authenticated', 'viewers', 'owners', 'none'"
        ),
        (#"{"scope":"global"}"#, "'scope' is one of 'project', 'version'"),
        (#"{"owners":{}}"#, "'owners' is a list of names"), (#"{"owners":[1]}"#, "'owners[0]' is no text"),
        (#"{"viewers":["ok","*public"]}"#, "'viewers[1]': name '*public' must not begin with '*'"),
        (#"["alice"]"#, "the body is no JSON object"),
    ])
    func `a bad body is refused and completes nothing`(body: String, reason: String) async throws {
        try await withTestRegistry { registry in
            let started = try await registry.stage("demo", "v1", files: ["a.txt": "x"])
            let url = try #require(started["completion_url"].stringValue)
            let answer = try await registry.send(.put, url, body: Array(body.utf8))
            #expect(answer.status == 422)
            #expect(answer.reason == reason)
            let again = try await registry.stageAgain()
            #expect(again.status == 423, "still being uploaded")
        }
    }

    @Test func `an upload that is no more cannot be completed`() async throws {
        try await withTestRegistry { registry in
            let started = try await registry.stage("demo", "v1", files: ["a.txt": "x"])
            let complete = try #require(started["completion_url"].stringValue)
            _ = try await registry.put(try #require(started["abort_url"].stringValue))
            let answer = try await registry.put(complete)
            #expect(answer.status == 400)
            #expect(answer.reason == "this upload was aborted; start another")
            let bad = try await registry.put(
                "/projects/demo/version/v1/complete?upload=7", as: "alice", roles: [.uploader])
            #expect(bad.status == 400)
            try await registry.runPendingJobs()
        }
    }
}

@Suite struct `PUT /projects/{project}/version/{version}/abort` {
    @Test func `reports what it freed, and may be repeated`() async throws {
        try await withTestRegistry { registry in
            let started = try await registry.stage("demo", "v1", files: ["a.txt": "x"])
            let abort = try #require(started["abort_url"].stringValue)
            let first = try await registry.put(abort)
            #expect(first.status == 200)
            #expect(
                first.text == """
                    {"project_id":"demo","version":"v1","cancel_purge_job_id":\(started["purge_job_id"]),\
                    "cancel_expires_job_id":null,"unlocked":{"stage":"uploading","info":true,\
                    "created":"2026-11-21T12:00:00.000000+00:00","owner":"alice"}}
                    """)
            let second = try await registry.put(abort)
            #expect(second.status == 200)
            #expect(second["unlocked"] == nil)
            #expect(try await registry.stageAgain().status == 200, "the version is free")
            try await registry.runPendingJobs()
        }
    }

    @Test func `touches nothing of a version that is complete`() async throws {
        try await withTestRegistry { registry in
            let started = try await registry.stage("demo", "v1", files: ["a.txt": "x"])
            let abort = try #require(started["abort_url"].stringValue)
            _ = try await registry.put(try #require(started["completion_url"].stringValue))
            let sealed = try await registry.put(abort)
            #expect(sealed.status == 400)
            #expect(sealed.reason.contains("DELETE"))
            try await registry.runPendingJobs()
            #expect(try await registry.put(abort).status == 400)
            #expect(try await registry.get("/files/demo:a.txt@v1").status == 302)
        }
    }

    @Test func `nothing to abort`() async throws {
        try await withTestRegistry { registry in
            let target = "/projects/demo/version/v1/abort"
            #expect(try await registry.put(target).status == 401)
            #expect(try await registry.put(target, as: "bob").status == 403)
            let answer = try await registry.put(target, as: "alice", roles: [.uploader])
            #expect(answer.status == 400)
            #expect(answer.reason == "nothing is being uploaded")
        }
    }
}

extension TestRegistry {
    fileprivate func stageAgain() async throws -> TestAnswer {
        try await post(
            "/projects/demo/version/v1/upload", as: "alice", roles: [.uploader], body: ["filenames": ["a.txt"]])
    }
}
