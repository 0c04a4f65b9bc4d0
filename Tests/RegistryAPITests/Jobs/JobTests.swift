import JSONDocument
import RegistryCore
import RegistryTestSupport
import Testing

@Suite struct `GET /jobs/{id}` {
    @Test func `follows an upload from waiting to done, for anybody`() async throws {
        try await withTestRegistry { registry in
            let started = try await registry.stage("demo", "v1", files: ["a.txt": "x"])
            let completed = try await registry.put(try #require(started["completion_url"].stringValue))
            let (path, id) = (try #require(completed["path"].stringValue), completed["job_id"])
            let waiting = try await registry.get(path)
            #expect(waiting["status"] == "PENDING")
            #expect(waiting["task_id"] == id)
            try await registry.runPendingJobs()
            let done = try await registry.get(path + "?deep=false")
            #expect(
                done.text == """
                    {"status":"SUCCESS","result":{"project_id":"demo","version":"v1","indexed_files":1,\
                    "revision":"NUM-1"},"traceback":null,"children":[],"date_done":"2026-11-21T12:00:00.000000+00:00","task_id":\(id)}
                    """)
        }
    }

    @Test func `an unknown job is pending`() async throws {
        try await withTestRegistry { registry in
            for id in [
                "x", "00000000-0000-4000-8000-000000000000-0", "00000000-0000-4000-8000-000000000000-99",
                "%F0%9F%A7%AC",
            ] {
                let answer = try await registry.get("/jobs/\(id)")
                #expect(answer.status == 200)
                #expect(answer.text == #"{"status":"PENDING","result":null}"#)
            }
        }
    }

    @Test(arguments: [
        (#"{"$schema":"note/v1.json","path":"a.txt","pages":1.5}"#, "/pages"),
        (#"{"$schema":"note/v1.json","path":"a.txt"}"#, "title"), (#"{"path":"a.txt""#, "not JSON"),
        ("[]", "must be a JSON object"), (#"{"title":"x"}"#, "Missing 'path'"),
        (String(repeating: "[", count: 10_000), "nested deeper"),
    ])
    func `says what is wrong with documents, to those who may write`(document: String, problem: String) async throws {
        try await withTestRegistry { registry in
            try await registry.upload("demo", "v0", files: ["a.txt": "x"])
            let files = ["a.txt": "x", "a.txt.json": document]
            let started = try await registry.stage("demo", "v1", files: files)
            let completed = try await registry.put(try #require(started["completion_url"].stringValue))
            try await registry.runPendingJobs()
            let path = try #require(completed["path"].stringValue)
            let job = try await registry.get(path, as: "alice")
            #expect(job["status"] == "FAILURE")
            let traceback = try #require(job["traceback"].stringValue)
            #expect(traceback.contains("a.txt.json"))
            #expect(traceback.contains(problem), "\(traceback)")
            #expect(job["result"]["errors"]?.arrayValue?.isEmpty == false)
            let errors = try await registry.get(
                try #require(job["result"]["errors_path"]?.stringValue), as: "alice", roles: [.uploader])
            #expect(errors["results"].arrayValue?.first?["path"] == "a.txt.json")
            #expect(errors.text.contains(problem.prefix(6)))

            let stranger = try await registry.get(path)
            #expect(stranger["status"] == "FAILURE")
            #expect(stranger["result"] == ["project_id": "demo", "version": "v1", "indexed_files": 0])
            #expect(stranger["traceback"].stringValue?.contains("a.txt") == false)
            #expect(try await registry.get("/projects/demo/version/v1/metadata").status == 404)
        }
    }
}
