import HTTPTypes
import JSONDocument
import RegistryCore
import RegistryTestSupport
import Testing

@Suite struct `GET /projects/{project}/version/{version}/errors` {
    private static let path = "/projects/demo/version/v1/errors"
    /// Three documents, of which `a` is right, `b` has no title, and `c` names a page that is none.
    private static let files: [String: String] = [
        "a.txt": "x", "b.txt": "x", "c.txt": "x", "a.txt.json": TestNotes.document("a.txt", title: "a").description,
        "b.txt.json": #"{"$schema":"note/v1.json","path":"b.txt"}"#,
        "c.txt.json": #"{"$schema":"note/v1.json","path":"c.txt","title":"c","pages":"two"}"#,
    ]

    @Test func `lists what is wrong by document, in order of path`() async throws {
        try await withTestRegistry { registry in
            let job = try await registry.upload("demo", "v1", files: Self.files)
            #expect(job["result"]?["errors_path"]?.stringValue == Self.path)
            let answer = try await registry.get(Self.path, as: "alice")
            #expect(answer.status == 200)
            let upload = answer["upload"]
            #expect(upload.stringValue?.isEmpty == false)
            #expect(answer["failed_at"] == "2026-11-21T12:00:00.000000+00:00")
            let results = try #require(answer["results"].arrayValue)
            #expect(results.map { $0["path"] } == ["b.txt.json", "c.txt.json"])
            #expect(results.allSatisfy { $0["schema"] == "note/v1.json" && $0["omitted"] == 0 })
            let missing = try #require(results.first?["problems"]?.arrayValue?.first)
            #expect(missing["keyword"] == "required")
            #expect(missing["schema_pointer"] == "/required")
            #expect(missing["location"]?.stringValue?.hasSuffix("#/required") == true)
            #expect(missing["message"]?.stringValue?.contains("title") == true)
            let pages = try #require(results.last?["problems"]?.arrayValue)
            #expect(pages.count == 1)
            #expect(pages.first?["pointer"] == "/pages")
            #expect(pages.first?["keyword"] == "type")
            for (name, value) in [("count", 2), ("total", 2), ("problems", 2), ("omitted", 0)] as [(String, JSONValue)]
            {
                #expect(answer[name] == value, "\(name)")
            }
            #expect(answer["next"] == .null)
        }
    }

    @Test func `pages continue where the last one ended`() async throws {
        try await withTestRegistry { registry in
            try await registry.upload("demo", "v1", files: Self.files)
            let first = try await registry.get(Self.path + "?limit=1", as: "alice")
            #expect(first["results"].arrayValue?.map { $0["path"] } == ["b.txt.json"])
            #expect(first["next"] == .string(Self.path + "?limit=1&after=b.txt.json"))
            #expect(
                first[try #require(HTTPField.Name("Link"))]
                    == "<\(Self.path)?limit=1&after=b.txt.json>; rel=\"more\"; title=\"rel=more\"")
            let second = try await registry.get(try #require(first["next"].stringValue), as: "alice")
            #expect(second["results"].arrayValue?.map { $0["path"] } == ["c.txt.json"])
            #expect(second["next"] == .null)
            #expect(second["total"] == 2)
        }
    }

    @Test func `are kept until the version is right`() async throws {
        try await withTestRegistry { registry in
            try await registry.upload("demo", "v1", files: Self.files)
            let first = try await registry.get(Self.path, as: "alice")
            try await registry.upload(
                "demo", "v1", files: ["d.txt": "x", "d.txt.json": #"{"$schema":"note/v1.json","path":"d.txt"}"#])
            let second = try await registry.get(Self.path, as: "alice")
            #expect(second["results"].arrayValue?.map { $0["path"] } == ["d.txt.json"])
            #expect(second["upload"] != first["upload"])
            try await registry.upload("demo", "v1", files: TestNotes.files("a.txt", title: "right"))
            let none = try await registry.get(Self.path, as: "alice")
            #expect(
                none.text == """
                    {"project_id":"demo","version":"v1","upload":null,"failed_at":null,"results":[],"count":0,\
                    "total":0,"problems":0,"omitted":0}
                    """)
            #expect(try await registry.get("/rejects", as: "alice")["total"] == 0)
        }
    }

    @Test func `a failed re-upload tells its writers, and what is served stays`() async throws {
        try await withTestRegistry { registry in
            try await registry.upload("demo", "v1", files: TestNotes.files("a.txt", title: "right"))
            try await registry.upload("demo", "v1", files: Self.files)
            #expect(try await registry.get(Self.path, as: "alice")["total"] == 2)
            #expect(try await registry.get("/projects/demo/version/latest/errors", as: "alice")["total"] == 2)
            #expect(try await registry.get("/projects/demo/version/NUM-1/errors", as: "alice")["total"] == 2)
            #expect(try await registry.get("/search?q=right")["total"] == 1)
            // Everybody may read the version; nobody but its writers learns of this.
            let reader = try await registry.get(Self.path, as: "eve")
            #expect(reader.status == 404)
            #expect(reader.reason == "No such project/version")
            #expect(try await registry.get(Self.path).status == 404)
        }
    }

    @Test func `are for the owner, the role uploader, the admin and who started the upload`() async throws {
        try await withTestRegistry { registry in
            try await registry.upload(
                "demo", "v0", files: ["a.txt": "x"], as: "alice", permissions: ["owners": ["olga"]])
            try await registry.upload("demo", "v1", files: Self.files, as: "bob")
            for (user, roles) in [("olga", []), ("bob", []), ("x", [.uploader]), ("x", [.admin])]
                as [(String, Set<Role>)]
            {
                #expect(try await registry.get(Self.path, as: user, roles: roles)["total"] == 2, "\(user)")
            }
            for (user, roles) in [("alice", []), ("x", []), ("x", [.creator])] as [(String, Set<Role>)] {
                #expect(try await registry.get(Self.path, as: user, roles: roles).status == 404, "\(user)")
                #expect(try await registry.get("/rejects", as: user, roles: roles)["total"] == 0, "\(user)")
            }
        }
    }

    @Test func `are gone with a version that is deleted`() async throws {
        try await withTestRegistry { registry in
            try await registry.upload("demo", "v1", files: Self.files)
            #expect(
                try await registry.delete("/projects/demo/version/v1", as: "alice", roles: [.uploader]).status == 202)
            #expect(try await registry.get("/rejects", as: "root", roles: [.admin])["total"] == 0)
            #expect(try await registry.get(Self.path, as: "root", roles: [.admin])["total"] == 0)
            try await registry.runPendingJobs()
        }
    }

    @Test func `an absent version and a bad parameter are said`() async throws {
        try await withTestRegistry { registry in
            let absent = try await registry.get("/projects/none/version/v1/errors", as: "root", roles: [.admin])
            #expect(absent.status == 404)
            #expect(absent.reason == "No such project/version")
            for query in ["limit=0", "limit=501", "limit=x", "after=a&after=b"] {
                #expect(try await registry.get(Self.path + "?" + query).status == 422, "\(query)")
            }
            #expect(try await registry.get("/projects/demo/version/a%20b/errors").status == 400)
            #expect(try await registry.post(Self.path).status == 405)
        }
    }
}
