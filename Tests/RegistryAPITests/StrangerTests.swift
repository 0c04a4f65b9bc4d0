import HTTPTypes
import JSONDocument
import RegistryCore
import RegistryTestSupport
import Testing

/// What may not be read answers exactly like what does not exist (design, guarantee 5).
@Suite struct `A private project and an absent one` {
    struct Route: Sendable, CustomTestStringConvertible {
        let method: HTTPRequest.Method
        let target: String
        let body: JSONValue?
        var testDescription: String { "\(method.rawValue) \(target)" }

        init(_ method: HTTPRequest.Method, _ target: String, _ body: JSONValue? = nil) {
            self.method = method
            self.target = target
            self.body = body
        }
    }
    /// `{p}` is the project: private and with a version `v1` of two revisions, or not there at all.
    static let routes: [Route] = [
        Route(.get, "/files/{p}:a.txt@v1"), Route(.get, "/files/{p}:a.txt@latest"),
        Route(.get, "/files/{p}:a.txt@NUM-2"),
        Route(.get, "/files/{p}:a.txt@NUM-1"), Route(.head, "/files/{p}:a.txt@v1"),
        Route(.get, "/files/{p}:a.txt@v1?expires_in=5"), Route(.get, "/files/{p}:a.txt@v1/metadata"),
        Route(.get, "/files/{p}:a.txt@v1/metadata?follow_link=true"),
        Route(.get, "/files/{p}:a.txt@v1/metadata?raw=true"),
        Route(.get, "/files/{p}:a.txt@latest/metadata"), Route(.get, "/files/{p}:none@v1"),
        Route(.get, "/projects/{p}/versions"), Route(.get, "/projects/{p}/versions?agg_field=_extra.revision"),
        Route(.get, "/projects/{p}/metadata"), Route(.get, "/projects/{p}/version/v1/metadata"),
        Route(.get, "/projects/{p}/version/latest/metadata"), Route(.get, "/projects/{p}/version/NUM-2/metadata"),
        Route(.get, "/projects/{p}/permissions"), Route(.get, "/projects/{p}/version/v1/permissions"),
        Route(.get, "/projects/{p}/version/latest/permissions"), Route(.get, "/projects/{p}/version/NUM-1/permissions"),
        Route(.put, "/projects/{p}/permissions", ["read_access": "public"]),
        Route(.put, "/projects/{p}/permissions", ["scope": "version"]),
        Route(.put, "/projects/{p}/version/v1/permissions", ["read_access": "public"]),
        Route(.put, "/projects/{p}/version/latest/permissions", ["read_access": "public"]),
        Route(.delete, "/projects/{p}/permissions"), Route(.delete, "/projects/{p}/version/v1/permissions"),
        Route(.delete, "/projects/{p}/version/v1"), Route(.delete, "/projects/{p}/version/latest"),
        Route(.delete, "/projects/{p}/version/NUM-2"), Route(.post, "/projects/{p}/upload", ["filenames": ["a.txt"]]),
        Route(.post, "/projects/{p}/version/v1/upload", ["filenames": ["a.txt"]]),
        Route(.post, "/projects/{p}/version/v2/upload", ["filenames": ["../a.txt"]]),
        Route(.post, "/projects/{p}/version/busy/upload", ["filenames": ["a.txt"]]),
        Route(.put, "/projects/{p}/version/v1/complete"), Route(.put, "/projects/{p}/version/busy/complete"),
        Route(.put, "/projects/{p}/version/busy/complete?overwrite_permissions=true", ["owners": ["eve"]]),
        Route(.put, "/projects/{p}/version/v1/abort"), Route(.put, "/projects/{p}/version/busy/abort"),
        Route(.get, "/search?q={p}"), Route(.get, "/search?q=*"), Route(.get, "/search?q=_extra.project_id:{p}"),
        Route(.get, "/search?q=secret&latest=true"), Route(.get, "/projects"), Route(.get, "/projects/{p}"),
        Route(.get, "/projects/{p}/version/bad/errors"), Route(.get, "/projects/{p}/version/v1/errors?limit=1"),
        Route(.get, "/projects/{p}/version/latest/errors"), Route(.get, "/projects/{p}/version/NUM-2/errors"),
        Route(.get, "/projects/{p}/version/busy/errors?after=a"), Route(.get, "/projects/{p}/version/none/errors"),
        Route(.get, "/search?q={p}&cursor="), Route(.get, "/search?q=*&format=ndjson"),
        Route(.get, "/search?q=secret&sort=path&explain=true"), Route(.get, "/search?q=secrte"),
        Route(.get, "/aggregate?q=*&agg_field=_extra.project_id"), Route(.get, "/facets?facets=path&q={p}"),
        Route(.get, "/suggest/fields?prefix="), Route(.get, "/suggest/values?field=_extra.project_id&prefix={p}"),
        Route(.post, "/facets", ["facets": [["field": "title"], ["field": "_extra.project_id"]]]),
        Route(.post, "/files/metadata", ["ids": ["hidden:a.txt@v1", "absent:a.txt@v1", "hidden:a.txt@latest"]]),
        Route(.get, "/rejects"), Route(.get, "/rejects?project={p}"), Route(.get, "/rejects?q=secret&keyword=type"),
        Route(.get, "/rejects?limit=1&after=0:{p}:bad:"),
        Route(.get, "/objects/{p}/v1/a.txt"), Route(.put, "/objects/{p}/v1/a.txt"),
        Route(.get, "/projects/{p}/lock"), Route(.get, "/projects/{p}/version/v1"),
    ]

    @Test(arguments: routes)
    func `answer strangers alike, whole`(_ route: Route) async throws {
        try await withTestRegistry { registry in
            for _ in 0..<2 {
                try await registry.upload(
                    "hidden", "v1", files: TestNotes.files("a.txt", title: "secret"),
                    permissions: ["read_access": "owners"])
            }
            try await registry.upload("hidden", "bad", files: ["a.txt": "x", "a.txt.json": #"{"title":"secret"}"#])
            _ = try await registry.stage("hidden", "busy", files: ["a.txt": "x"])
            for user in [nil, "eve"] {
                let held = try await registry.comparable(route, "hidden", as: user)
                let absent = try await registry.comparable(route, "absent", as: user)
                #expect(held == absent)
                #expect(!held.contains("302"))
            }
        }
    }

    @Test func `are told apart by those who may read`() async throws {
        try await withTestRegistry { registry in
            try await registry.upload(
                "hidden", "v1", files: TestNotes.files("a.txt", title: "secret"), permissions: ["read_access": "owners"]
            )
            #expect(try await registry.get("/files/hidden:a.txt@v1", as: "alice").status == 302)
            #expect(try await registry.get("/search?q=secret", as: "alice")["total"] == 1)
            #expect(try await registry.get("/projects", as: "alice")["total"] == 1)
            try await registry.upload("hidden", "bad", files: ["a.txt": "x", "a.txt.json": #"{"title":"secret"}"#])
            #expect(try await registry.get("/projects/hidden/version/bad/errors", as: "alice")["total"] == 1)
            #expect(try await registry.get("/rejects?project=hidden", as: "alice")["total"] == 1)
            #expect(try await registry.get("/status").text.contains("hidden") == false)
        }
    }
}

extension TestRegistry {
    /// Status, headers and body of an answer, as one text in which the project's name is `{p}`.
    fileprivate func comparable(
        _ route: `A private project and an absent one`.Route, _ project: String, as user: String?
    ) async throws -> String {
        let answer = try await send(
            route.method, route.target.replacing("{p}", with: project), as: user, body: route.body?.serialized())
        let headers = answer.headers.filter { $0.name.canonicalName != "x-request-id" && $0.name != .date }
            .map { "\($0.name.canonicalName): \($0.value.replacing(/dur=[0-9]+/, with: "dur"))" }.sorted()
        return ([String(answer.status)] + headers + [answer.text]).joined(separator: "\n")
            .replacing(project, with: "{p}")
    }
}
