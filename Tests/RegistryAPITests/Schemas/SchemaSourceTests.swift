import JSONDocument
import RegistryCore
import RegistryTestSupport
import Testing

@Suite struct `GET /schema/clients` {
    @Test func `tells of every source`() async throws {
        let source = try TestSource(SchemaFixture.texts, revision: "abc")
        try await withTestRegistry(await SchemaFixture.setup([("lab", source)])) { registry in
            let lab = try await registry.get("/schema/clients")["lab"]
            #expect(lab["base_uri"] == "https://git.example.org/s.git")
            #expect(lab["folder"] == "raw")
            #expect(lab["client"] == "git")
            #expect(lab["cache_ttl"] == 43200)
            #expect(lab["types"] == .null)
            #expect(lab["extra"]?["revision"] == "abc")
        }
    }
}

@Suite struct `DELETE /schema/cache` {
    @Test func `is for administrators`() async throws {
        try await withTestRegistry { registry in
            let anonymous = try await registry.delete("/schema/cache")
            #expect(anonymous.status == 401)
            #expect(try await registry.delete("/schema/cache", as: "mira", roles: [.uploader, .creator]).status == 403)
        }
    }

    @Test func `loads what the source holds now`() async throws {
        let source = try TestSource(["note/v1.json": "{}"], revision: "1")
        try await withTestRegistry(await SchemaFixture.setup([("v1", source)])) { registry in
            try source.hold(["note/v1.json": #"{"required": ["title"]}"#, "new/v1.json": "{}"], revision: "2")
            let document: JSONValue = ["docs": [["$schema": "note/v1.json"]]]
            #expect(try await registry.post("/schema/validate", body: document).status == 200)
            let answer = try await registry.delete("/schema/cache?client=v1", as: "root", roles: [.admin])
            #expect(answer.status == 200)
            #expect(answer.text == #"{"status":"ok","message":"Cache deleted"}"#)
            #expect(try await registry.post("/schema/validate", body: document).status == 422)
            #expect(try await registry.get("/schemas/new").status == 200)
            // Indexing reads by the same schemas.
            let files = ["a.txt": "x", "a.txt.json": #"{"path": "a.txt", "$schema": "note/v1.json"}"#]
            #expect(try await registry.upload("demo", "1", files: files)["status"] == "FAILURE")
        }
    }

    @Test func `keeps the former ones when those are wrong`() async throws {
        let source = try TestSource(["note/v1.json": "{}"], revision: "1")
        try await withTestRegistry(await SchemaFixture.setup([("v1", source)])) { registry in
            try source.hold(["note/v1.json": #"{"type": "nonsense"}"#], revision: "2")
            let answer = try await registry.delete("/schema/cache", as: "root", roles: [.admin])
            #expect(answer.status == 503)
            #expect(answer.reason.contains("note/v1.json"))
            #expect(try await registry.get("/schemas/note/v1").text == "{}")
            #expect(try await registry.get("/readyz").status == 200)
        }
    }

    @Test func `does not know every source`() async throws {
        try await withTestRegistry { registry in
            let answer = try await registry.delete("/schema/cache?client=none", as: "root", roles: [.admin])
            #expect(answer.status == 404)
            #expect(answer.reason.hasPrefix("Key not found :: "))
        }
    }
}
