import HTTPTypes
import JSONDocument
import RegistryCore
import RegistryService
import RegistryTestSupport
import Testing

@Suite struct `POST /schema/validate` {
    private static let good: JSONValue = ["$schema": "note/v1.json", "path": "a.txt", "title": "x"]

    @Test func `passes what is valid`() async throws {
        try await withTestRegistry { registry in
            for documents in [[Self.good], [Self.good, Self.good], [], [["path": "a"]], [["$schema": nil, "a": 1]]]
                as [JSONValue]
            {
                let answer = try await registry.post("/schema/validate", body: ["docs": documents])
                #expect(answer.status == 200)
                #expect(answer.text == #"{"status":"Documents are valid"}"#)
            }
        }
    }

    @Test func `lists every error of what is not`() async throws {
        try await withTestRegistry { registry in
            let documents: JSONValue = [Self.good, ["$schema": "note/v1.json", "path": "a", "pages": "ten"]]
            let answer = try await registry.post("/schema/validate", body: ["docs": documents])
            #expect(answer.status == 422)
            #expect(answer["status"] == "error")
            #expect(answer.reason.hasPrefix("Document Validation Error: document 1"))
            let places = answer["detail"].arrayValue?.compactMap { $0["loc"] } ?? []
            #expect(places.contains(["body", "docs", 1, "pages"]))
            #expect(places.count == 2)
            #expect(answer["detail"].description.contains("'title'"))
        }
    }

    @Test func `does not know every schema`() async throws {
        try await withTestRegistry { registry in
            let answer = try await registry.post("/schema/validate", body: ["docs": [["$schema": "noto/v1.json"]]])
            #expect(answer.status == 404)
            #expect(answer.reason == "No Schema Found: 'noto/v1.json'; did you mean 'note/v1.json'?")
        }
    }

    @Test(arguments: ["note", "a/b/v1.json", "note/v1", "../note/v1.json", "http://x/note/v1.json", ""])
    func `a name is type and version`(name: String) async throws {
        try await withTestRegistry { registry in
            let answer = try await registry.post("/schema/validate", body: ["docs": [["$schema": .string(name)]]])
            #expect(answer.status == 400)
            #expect(answer.reason.contains("<type>/<version>.json"))
        }
    }

    @Test(
        arguments: [
            ("", ["body", "docs"]), ("{", ["body"]), ("[]", ["body"]), ("{}", ["body", "docs"]),
            (#"{"docs": {}}"#, ["body", "docs"]), (#"{"docs": [1]}"#, ["body", "docs", 0]),
            (#"{"docs": [{}]}"#, ["body", "docs", 0]),
        ] as [(String, JSONValue)])
    func `a body that is no list of documents is refused`(body: String, place: JSONValue) async throws {
        try await withTestRegistry { registry in
            let answer = try await registry.send(.post, "/schema/validate", body: Array(body.utf8))
            #expect(answer.status == 422)
            #expect(answer["detail"].arrayValue?.first?["loc"] == place, "\(answer)")
        }
    }

    @Test func `one without a schema is refused where that is set`() async throws {
        var setup = TestRegistry.Setup()
        setup.service.rejectsWithoutSchema = true
        try await withTestRegistry(setup) { registry in
            let answer = try await registry.post("/schema/validate", body: ["docs": [Self.good, ["path": "a"]]])
            #expect(answer.status == 422)
            #expect(answer.reason.hasPrefix("Document Validation Error: document 1: '$schema' is required"))
            // By the same rule as indexing.
            let job = try await registry.upload(
                "demo", "1", files: ["a.txt": "x", "a.txt.json": #"{"path": "a.txt"}"#])
            #expect(job["status"] == "FAILURE")
            #expect(job.description.contains("'$schema' is required"))
        }
    }

    @Test func `has its limits`() async throws {
        try await withTestRegistry { registry in
            let many = JSONValue.array(Array(repeating: Self.good, count: 1_001))
            let answer = try await registry.post("/schema/validate", body: ["docs": many])
            #expect(answer.status == 400)
            #expect(answer.reason.contains("1000"))
            let large = [UInt8](repeating: 0x20, count: (16 << 20) + 1)
            #expect(try await registry.send(.post, "/schema/validate", body: large).status == 413)
            let wrong = JSONValue.array(Array(repeating: ["$schema": "note/v1.json"], count: 1_000))
            let listed = try await registry.post("/schema/validate", body: ["docs": wrong])
            #expect(listed.status == 422)
            #expect(listed["detail"].arrayValue?.count == 100)
        }
    }
}
