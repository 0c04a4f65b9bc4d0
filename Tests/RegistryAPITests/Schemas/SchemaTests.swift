import HTTPTypes
import JSONDocument
import JSONSchema
import RegistryAPI
import RegistryCore
import RegistryTestSupport
import Testing

@Suite struct `GET /schemas` {
    @Test func `lists the types that are not hidden`() async throws {
        try await withTestRegistry(SchemaFixture.setup()) { registry in
            let answer = try await registry.get("/schemas")
            #expect(answer.status == 200)
            #expect(
                answer.text == """
                    {"document_types":[{"name":"note","url":"http://localhost/schemas/note"},\
                    {"name":"tree","url":"http://localhost/schemas/tree"}]}
                    """)
            for target in ["/schemas/", "/schemas?checksum=False", "/schemas?client=v1"] {
                #expect(try await registry.get(target).body == answer.body, "\(target)")
            }
        }
    }

    @Test func `names the public address`() async throws {
        var setup = try SchemaFixture.setup()
        setup.api.publicURL = "https://registry.example.org/v1"
        setup.api.prefix = "/v1"
        try await withTestRegistry(setup) { registry in
            let answer = try await registry.get("/v1/schemas")
            #expect(answer.text.contains(#""url":"https://registry.example.org/v1/schemas/note""#))
        }
    }

    @Test func `says when there are none`() async throws {
        try await withTestRegistry(SchemaFixture.setup([:])) { registry in
            let answer = try await registry.get("/schemas")
            #expect(answer.status == 404)
            #expect(answer.text == #"{"status":"error","reason":"No types found"}"#)
            let unknown = try await registry.get("/schemas?client=x")
            #expect(unknown.status == 404)
            #expect(unknown.reason == "No such client alias 'x'")
        }
    }

    @Test func `shows checksums to administrators`() async throws {
        let (one, two) = (
            try TestSource(["a/v1.json": "{}"], revision: "r1"), try TestSource(["b/v1.json": "{}"], revision: "r2")
        )
        try await withTestRegistry(await SchemaFixture.setup([("v1", one), ("lab", two)])) { registry in
            #expect(try await registry.get("/schemas?checksum=true").status == 401)
            #expect(try await registry.get("/schemas?checksum=true", as: "mira", roles: [.uploader]).status == 403)
            let all = try await registry.get("/schemas?checksum=true", as: "root", roles: [.admin])
            #expect(all.text == #"{"v1":{"checksum":"r1"},"lab":{"checksum":"r2"}}"#)
            let lab = try await registry.get("/schemas?checksum=1&client=lab", as: "root", roles: [.admin])
            #expect(lab.text == #"{"checksum":"r2"}"#)
            #expect(try await registry.get("/schemas?checksum=1&client=x", as: "root", roles: [.admin]).status == 404)
            let types = try await registry.get("/schemas?client=lab").text
            #expect(types.contains(#""name":"b""#) && !types.contains(#""name":"a""#))
        }
    }
}

@Suite struct `GET /schemas/{type}` {
    @Test func `lists the versions in the order of people`() async throws {
        try await withTestRegistry(SchemaFixture.setup()) { registry in
            let answer = try await registry.get("/schemas/note")
            #expect(
                answer.text == """
                    {"document_type":"note","versions":[{"version":"v9","url":"http://localhost/schemas/note/v9"},\
                    {"version":"v10","url":"http://localhost/schemas/note/v10"}]}
                    """)
            #expect(try await registry.get("/schemas/note/").body == answer.body)
        }
    }

    @Test(arguments: ["/schemas/none", "/schemas/_common", "/schemas/%2e%2e", "/schemas/note?client=x"])
    func `an unknown one is not found`(target: String) async throws {
        try await withTestRegistry(SchemaFixture.setup()) { registry in
            let answer = try await registry.get(target)
            #expect(answer.status == 404)
            #expect(
                answer.reason.contains(
                    target.contains("client") ? "No such client alias" : "Non-existing document type"))
        }
    }
}

@Suite struct `GET /schemas/{type}/{version}` {
    @Test func `gives a schema that stands alone`() async throws {
        try await withTestRegistry(SchemaFixture.setup()) { registry in
            let answer = try await registry.get("/schemas/note/v9")
            #expect(answer.status == 200)
            #expect(answer[.contentType] == "application/json")
            #expect(
                answer.json == [
                    "$id": "note/v9.json", "title": "Note",
                    "allOf": [["properties": ["path": ["type": "string"]], "required": ["path"]]],
                ])
            for target in [
                "/schemas/note/v9.json", "/schemas/note/v9/", "/schemas/note%2Fv9", "/schemas/note/v9?client=v1",
            ] {
                #expect(try await registry.get(target).body == answer.body, "\(target)")
            }
        }
    }

    @Test func `keeps what contains itself, with the same verdicts`() async throws {
        try await withTestRegistry(SchemaFixture.setup()) { registry in
            let schema = try JSONSchema(try await registry.get("/schemas/tree/v1").json)
            #expect(schema.validate(["left": ["name": "a", "left": ["name": "b"]]]).isEmpty)
            #expect(schema.validate(["left": ["name": "a", "left": ["left": [:]]]]).count == 2)
        }
    }

    @Test(arguments: [
        "/schemas/note/v1", "/schemas/none/v1", "/schemas/_common/v1", "/schemas/note/..", "/schemas/note/.json",
    ])
    func `an unknown one is not found`(target: String) async throws {
        try await withTestRegistry(SchemaFixture.setup()) { registry in
            let answer = try await registry.get(target)
            #expect(answer.status == 404)
            #expect(answer.reason.contains("Non-existing document type or version"), "\(answer)")
        }
    }

    @Test func `is not sent again to who has it`() async throws {
        let source = try TestSource(SchemaFixture.texts, revision: "1")
        try await withTestRegistry(await SchemaFixture.setup([("v1", source)])) { registry in
            for target in ["/schemas/note/v9", "/schemas/note", "/schemas"] {
                let first = try await registry.get(target)
                let tag = try #require(first[.eTag])
                #expect(first[.cacheControl] == "no-cache")
                for known in [tag, "W/\(tag)", "\"x\", \(tag)", "*"] {
                    let again = try await registry.get(target, headers: [.ifNoneMatch: known])
                    #expect(again.status == 304)
                    #expect(again.body.isEmpty)
                    #expect(again[.eTag] == tag)
                }
                #expect(try await registry.get(target, headers: [.ifNoneMatch: "\"x\""]).status == 200)
                let head = try await registry.send(.head, target)
                #expect(head[.eTag] == tag)
                #expect(head.body.isEmpty)
            }
            let tag = try #require(try await registry.get("/schemas/note/v9")[.eTag])
            try source.hold(SchemaFixture.texts.merging(["note/v9.json": "{}"]) { $1 }, revision: "2")
            #expect(try await registry.delete("/schema/cache", as: "root", roles: [.admin]).status == 200)
            #expect(try await registry.get("/schemas/note/v9", headers: [.ifNoneMatch: tag]).text == "{}")
        }
    }
}
