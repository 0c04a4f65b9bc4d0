import HTTPTypes
import JSONDocument
import ObjectStore
import RegistryAPI
import RegistryCore
import RegistryTestSupport
import Testing

private let target = "/projects/demo/version/v1/upload"

@Suite struct `POST /projects/{project}/version/{version}/upload` {
    @Test func `answers names with dictionaries`() async throws {
        try await withTestRegistry { registry in
            let answer = try await registry.post(
                target, as: "alice", roles: [.uploader], body: ["filenames": ["a.txt", "b/c d.txt"]])
            #expect(answer.status == 200)
            let id = try #require(answer["purge_job_id"].stringValue)
            let urls = try #require(answer["presigned_urls"].objectValue)
            #expect(urls.keys == ["a.txt", "b/c d.txt"])
            #expect(urls["a.txt"]?.stringValue?.hasPrefix("http://localhost/objects/demo/v1/..upload/") == true)
            let (complete, abort) = (answer["completion_url"], answer["abort_url"])
            #expect(
                answer.json == [
                    "project_id": "demo", "version": "v1", "revision": "NUM-1", "presigned_urls": .object(urls),
                    "sts": [:], "links": [:], "complete_before": "2026-11-22T12:00:00.000000+00:00",
                    "completion_url": complete, "abort_url": abort, "purge_job_id": .string(id), "expires_in": nil,
                    "expires_job_id": nil,
                ])
            #expect(
                complete.stringValue?.hasPrefix(
                    "/projects/demo/version/v1/complete?revision=NUM-1&purge_job_id=\(id)&upload=") == true)
            #expect(complete.stringValue?.contains("&X-ADB-Credential=") == true)
            #expect(
                abort.stringValue?.hasPrefix("/projects/demo/version/v1/abort?purge_job_id=\(id)&upload=") == true)
        }
    }

    @Test func `answers simple checks with lists`() async throws {
        try await withTestRegistry { registry in
            let digest = MD5Digest(of: Array("hello".utf8))
            let answer = try await registry.post(
                target, as: "alice", roles: [.uploader],
                body: [
                    "filenames": [
                        ["filename": "a.txt", "check": "SIMPLE", "value": ["md5sum": .string(digest.hex)]], "b.txt",
                        [
                            "filename": "c.txt", "check": "md5",
                            "value": ["field": "md5sum", "md5sum": .string(digest.hex)],
                        ],
                    ]
                ])
            #expect(answer.status == 200)
            let urls = try #require(answer["presigned_urls"].arrayValue)
            #expect(urls.map { $0["filename"] } == ["a.txt", "b.txt", "c.txt"])
            #expect(urls.map { $0["md5sum"] } == [.string(digest.base64), nil, nil])
            #expect(answer["links"] == [])
            let url = try #require(urls[0]["url"]?.stringValue)
            #expect(try await registry.send(.put, url, body: Array("hallo".utf8)).reason.contains("MD5"))
            #expect(try await registry.send(.put, url, body: Array("hello".utf8)).status == 200)
        }
    }

    @Test func `URLs begin with the public URL`() async throws {
        var setup = TestRegistry.Setup()
        setup.api.publicURL = "https://registry.example/v1/"
        setup.api.prefix = "/v1"
        try await withTestRegistry(setup) { registry in
            let answer = try await registry.post(
                target, as: "alice", roles: [.uploader], body: ["filenames": ["a.txt"]])
            let url = try #require(answer["presigned_urls"]["a.txt"]?.stringValue)
            #expect(url.hasPrefix("https://registry.example/v1/objects/demo/"))
            #expect(answer["completion_url"].stringValue?.hasPrefix("/projects/") == true)
        }
    }

    @Test func `a transient version names its end`() async throws {
        try await withTestRegistry { registry in
            let answer = try await registry.post(
                target, as: "alice", roles: [.uploader],
                body: ["filenames": ["a.txt"], "completed_by": 600, "expires_in": "in 2 days"])
            #expect(answer["complete_before"] == "2026-11-21T12:10:00.000000+00:00")
            #expect(answer["expires_in"] == "2026-11-23T12:00:00.000000+00:00")
            let job = try #require(answer["expires_job_id"].stringValue)
            let complete = try #require(answer["completion_url"].stringValue)
            #expect(complete.contains("expires_job_id=\(job)&expires_in=2026-11-23T12%3A00%3A00.000000%2B00%3A00"))
            #expect(answer["abort_url"].stringValue?.contains("expires_job_id=\(job)") == true)
        }
    }

    @Test func `locks the version until the upload has ended`() async throws {
        try await withTestRegistry { registry in
            let body: JSONValue = ["filenames": ["a.txt"]]
            #expect(try await registry.post(target, as: "alice", roles: [.uploader], body: body).status == 200)
            let second = try await registry.post(target, as: "alice", roles: [.uploader], body: body)
            #expect(second.status == 423)
            #expect(second.reason.hasPrefix("Project 'demo' is locked"))
            let other = try await registry.post(
                "/projects/demo/version/v2/upload", as: "alice", roles: [.uploader], body: body)
            #expect(other.status == 200, "other versions are free")
        }
    }

    @Test func `needs the right to write before anything is locked`() async throws {
        try await withTestRegistry { registry in
            let body: JSONValue = ["filenames": ["a.txt"]]
            let anonymous = try await registry.post(target, body: body)
            #expect(anonymous.status == 401)
            #expect(anonymous.reason == "Not authenticated, user credentials not supplied")
            #expect(try await registry.post(target, as: "bob", body: body).status == 403)
            #expect(try await registry.post(target, as: "alice", roles: [.uploader], body: body).status == 200)
        }
    }

    @Test func `temporary storage credentials are not to be had`() async throws {
        try await withTestRegistry { registry in
            let answer = try await registry.post(
                target, as: "alice", roles: [.uploader], body: ["filenames": ["a"], "mode": "sts-credentials"])
            #expect(answer.status == 501)
            #expect(answer.reason == "Unable to obtain STS credentials, not supported")
        }
    }
}

@Suite struct `Bad bodies of POST …/upload` {
    struct Case: Sendable, CustomTestStringConvertible {
        let body: String
        let status: Int
        let reason: String
        var testDescription: String { "\(status) \(reason): \(body.prefix(60))" }

        init(_ body: String, _ status: Int, _ reason: String) {
            self.body = body
            self.status = status
            self.reason = reason
        }
    }
    static let cases: [Case] = [
        Case("", 422, "'filenames' is missing"), Case("{}", 422, "'filenames' is missing"),
        Case("[]", 422, "the body is no JSON object"), Case("null", 422, "the body is no JSON object"),
        Case("{", 422, "line 1, column 2"), Case(#"{"filenames":["a"],}"#, 422, "line 1, column 20"),
        Case(#"{"filenames":"a"}"#, 422, "'filenames' is a list"),
        Case(#"{"filenames":[7]}"#, 422, "'filenames[0]' is a file name or an object"),
        Case(#"{"filenames":[]}"#, 400, "'filenames' is empty"),
        Case(#"{"filenames":["ok",{"check":"link"}]}"#, 422, "'filenames[1].filename' is missing"),
        Case(#"{"filenames":[{"filename":"a"}]}"#, 422, "'filenames[0].check' is missing"),
        Case(
            #"{"filenames":[{"filename":"a","check":"size_mdtm","value":{}}]}"#, 422, "'filenames[0].check' is one of"),
        Case(#"{"filenames":[{"filename":"a","check":"simple"}]}"#, 422, "'filenames[0].value.md5sum' is missing"),
        Case(
            #"{"filenames":[{"filename":"a","check":"simple","value":{"md5sum":"xyz"}}]}"#, 422,
            "'filenames[0].value.md5sum' is not an MD5"),
        Case(
            #"{"filenames":[{"filename":"a","check":"md5","value":{"md5sum":"00"}}]}"#, 422,
            "'filenames[0].value.field' is missing"),
        Case(
            #"{"filenames":[{"filename":"a","check":"link","value":{"artifactdb_id":"P:a@1"}}]}"#, 400,
            "'filenames[0]': entries with the check 'link' are not supported"),
        Case(#"{"filenames":["../a"]}"#, 400, "'filenames[0]'"),
        Case(#"{"filenames":["a/../b"]}"#, 400, "'filenames[0]'"),
        Case(#"{"filenames":["ok","/etc/passwd"]}"#, 400, "'filenames[1]'"),
        Case(#"{"filenames":["a\u0007b"]}"#, 400, "'filenames[0]'"), Case(#"{"filenames":["a\\b"]}"#, 400, "backslash"),
        Case(#"{"filenames":["a\u0000b"]}"#, 422, "U+0000"), Case(#"{"filenames":[""]}"#, 400, "'filenames[0]'"),
        Case(#"{"filenames":["a//b"]}"#, 400, "'filenames[0]'"),
        Case(#"{"filenames":["a","b","a"]}"#, 400, "'filenames[2]': 'a' is declared twice"),
        Case(#"{"filenames":["a","a/b"]}"#, 400, "'filenames[1]': 'a/b' lies in 'a'"),
        Case(#"{"filenames":["..meta/permissions.json"]}"#, 403, "Found reserved name '..meta'"),
        Case(#"{"filenames":["a"],"completed_by":"whenever"}"#, 400, "Can't parse completed_by date 'whenever'"),
        Case(#"{"filenames":["a"],"completed_by":[]}"#, 422, "'completed_by'"),
        Case(#"{"filenames":["a"],"completed_by":1e99}"#, 422, "'completed_by'"),
        Case(#"{"filenames":["a"],"expires_in":"1 hour"}"#, 400, "'expires_in'"),
        Case(#"{"filenames":["a"],"mode":"carrier pigeon"}"#, 422, "'mode' is one of"),
        Case(#"{"filenames":["a"],"filenames":["b"]}"#, 422, "duplicate key"),
        Case(String(repeating: "[", count: 10_000), 422, "nested deeper than 64"),
        Case(#"{"filenames":"# + String(repeating: "[", count: 10_000), 422, "nested deeper than 64"),
    ]

    @Test(arguments: cases)
    func `name what is wrong and change nothing`(_ bad: Case) async throws {
        try await withTestRegistry { registry in
            let answer = try await registry.send(
                .post, target, as: "alice", roles: [.uploader], body: Array(bad.body.utf8))
            #expect(answer.status == bad.status, "\(answer)")
            #expect(answer["status"] == "error")
            #expect(answer.reason.contains(bad.reason), "\(answer)")
            if bad.status == 422, answer.json["detail"] != nil {
                #expect(answer["detail"].arrayValue?.first?["loc"]?.arrayValue?.first == "body")
            }
            let after = try await registry.post(
                target, as: "alice", roles: [.uploader], body: ["filenames": ["a.txt"]])
            #expect(after.status == 200, "nothing is locked: \(after)")
            #expect(after["revision"] == "NUM-1")
        }
    }

    @Test(arguments: [
        "/projects/_x/version/1/upload", "/projects/a:b/version/1/upload", "/projects/lock/version/1/upload",
        "/projects/demo/version/latest/upload", "/projects/demo/version/NUM-1/upload",
        "/projects/demo/version/..x/upload", "/projects/demo/version/a%20b/upload",
        "/projects/de%00mo/version/1/upload", "/projects/\(String(repeating: "p", count: 129))/version/1/upload",
        "/projects/demo/version/%C3%A9/upload",
    ])
    func `names of projects and versions are checked`(target: String) async throws {
        try await withTestRegistry { registry in
            let answer = try await registry.post(
                target, as: "alice", roles: [.uploader], body: ["filenames": ["a.txt"]])
            #expect(answer.status == 400, "\(answer)")
            #expect(answer.reason.hasPrefix("project '") || answer.reason.hasPrefix("version '"))
        }
    }

    @Test func `a body over the limit is refused`() async throws {
        try await withTestRegistry { registry in
            let answer = try await registry.send(
                .post, target, as: "alice", roles: [.uploader],
                body: Array(repeating: UInt8(ascii: " "), count: Limits.bodyBytes + 1))
            #expect(answer.status == 413)
            #expect(answer.reason == "the body is longer than \(Limits.bodyBytes) bytes")
        }
    }
}
