import HTTPTypes
import JSONDocument
import RegistryCore
import RegistryTestSupport
import Testing

@Suite struct `GET /projects` {
    @Test func `lists projects with something readable, by id, each version under its alias`() async throws {
        try await withTestRegistry { registry in
            try await registry.upload("b", "1", files: ["a.txt": "x"])
            try await registry.upload("a", "1", files: ["a.txt": "x"])
            try await registry.upload("a", "2", files: ["a.txt": "x"])
            try await registry.upload("c", "1", files: ["a.txt": "x"], permissions: ["read_access": "owners"])
            let answer = try await registry.get("/projects")
            #expect(answer.status == 200)
            #expect(
                answer.text == """
                    {"results":[{"project_id":"a","aggs":[{"_extra.version":"1"},{"_extra.version":"2"}]},\
                    {"project_id":"b","aggs":[{"_extra.version":"1"}]}],"count":2,"total":2}
                    """)
            #expect(answer[try #require(HTTPField.Name("Link"))] == nil)
            let revisions = try await registry.get("/projects?agg_field=_extra.revision&size=1", as: "alice")
            #expect(revisions["total"] == 3)
            #expect(
                revisions["results"]
                    == [["project_id": "a", "aggs": [["_extra.revision": "NUM-1"], ["_extra.revision": "NUM-2"]]]])
            let second = try await registry.get(try #require(revisions["next"].stringValue), as: "alice")
            #expect(second["results"] == [["project_id": "b", "aggs": [["_extra.revision": "NUM-1"]]]])
        }
    }

    @Test(arguments: ["size=0", "size=501", "size=ten", "size=1&size=2", "agg_field=path"])
    func `parameters out of range are refused`(query: String) async throws {
        try await withTestRegistry { registry in
            let answer = try await registry.get("/projects?\(query)")
            #expect(answer.status == 422)
            let name = try #require(query.split(separator: "=").first.map(String.init))
            #expect(answer["detail"].arrayValue?.first?["loc"] == ["query", .string(name)])
            #expect(answer.reason.contains("'\(name)'"))
        }
    }
}

@Suite struct `GET /projects/{project}/versions` {
    @Test func `lists in order of revision, the latest apart`() async throws {
        try await withTestRegistry { registry in
            for version in ["z", "b", "a"] { try await registry.upload("demo", version, files: ["a.txt": "x"]) }
            let answer = try await registry.get("/projects/demo/versions")
            #expect(
                answer.text == """
                    {"project_id":"demo","aggs":[{"_extra.version":"z"},{"_extra.version":"b"},{"_extra.version":"a"}],\
                    "total":3,"latest":{"_extra.version":"a"}}
                    """)
            let revisions = try await registry.get("/projects/demo/versions?agg_field=_extra.revision")
            #expect(revisions["latest"] == ["_extra.revision": "NUM-3"])
            let none = try await registry.get("/projects/none/versions")
            #expect(none.status == 404)
            #expect(none.reason == "No project/versions found")
            #expect(try await registry.get("/projects/a%20b/versions").status == 400)
        }
    }
}

@Suite struct `GET /projects/{project}/metadata and /projects/{project}/version/{version}/metadata` {
    @Test func `give the documents of /files, under every alias of the version`() async throws {
        try await withTestRegistry { registry in
            try await registry.upload("demo", "v1", files: TestNotes.files("a.txt", title: "One"))
            let document = try await registry.get("/files/demo:a.txt@v1/metadata")
            for target in ["demo", "demo/version/v1", "demo/version/NUM-1", "demo/version/LATEST"] {
                let listing = try await registry.get("/projects/\(target)/metadata")
                #expect(listing.status == 200, "\(target)")
                #expect(listing.text == #"{"results":[\#(document.text)],"count":1,"total":1}"#)
            }
            for target in ["none", "none/version/v1", "demo/version/v9", "demo/version/NUM-9", "none/version/latest"] {
                let answer = try await registry.get("/projects/\(target)/metadata")
                #expect(answer.status == 404, "\(target)")
                #expect(answer.reason == "No such project/version")
            }
        }
    }

    @Test func `120 documents come in pages of 50, 50 and 20`() async throws {
        try await withTestRegistry { registry in
            var files: [String: String] = [:]
            for number in 0..<120 { files["f\(number).txt"] = "x" }
            try await registry.upload("demo", "v1", files: files)
            let link = try #require(HTTPField.Name("Link"))
            var seen: Set<String> = []
            var page = try await registry.get("/projects/demo/metadata")
            var counts: [Int?] = []
            var ids: Set<String> = []
            while true {
                counts.append(page["count"].intValue)
                #expect(page["total"] == 120)
                for document in page["results"].arrayValue ?? [] {
                    seen.insert(document["path"]?.stringValue ?? "")
                }
                guard let next = page["next"].stringValue else { break }
                ids.insert(next)
                #expect(page[link] == "<\(next)>; rel=\"more\"; title=\"rel=more\"")
                page = try await registry.get(next)
            }
            #expect(counts == [50, 50, 20])
            #expect(page[link] == nil, "the last page has no link")
            #expect(seen.count == 120)
            #expect(ids.count == 1, "one id for the whole walk")
            let past = try await registry.get(try #require(ids.first))
            #expect(past.status == 404)
            #expect(past.reason == "no more results")
        }
    }
}

@Suite struct `DELETE /projects/{project}/version/{version}` {
    @Test func `is for curators, and takes effect at once`() async throws {
        try await withTestRegistry { registry in
            try await registry.upload("demo", "v1", files: ["a.txt": "x"])
            let target = "/projects/demo/version/v1"
            #expect(try await registry.delete(target).status == 401)
            #expect(try await registry.delete(target, as: "alice").status == 403)
            let answer = try await registry.delete("/projects/demo/version/NUM-1", as: "alice", roles: [.uploader])
            #expect(answer.status == 202)
            #expect(try await registry.get("/files/demo:a.txt@v1").status == 404)
            try await registry.runPendingJobs()
            let job = try await registry.get(try #require(answer["path"].stringValue))
            #expect(job["status"] == "SUCCESS")
            #expect(job["result"] == ["deleted": true, "project_id": "demo", "version": "v1"])
        }
    }

    @Test func `accepts a version that does not exist, but no alias of none`() async throws {
        try await withTestRegistry { registry in
            let unknown = try await registry.delete(
                "/projects/none/version/v1", as: "alice", roles: [.uploader])
            #expect(unknown.status == 202)
            let latest = try await registry.delete("/projects/none/version/latest", as: "alice", roles: [.uploader])
            #expect(latest.status == 400)
            try await registry.runPendingJobs()
        }
    }
}
