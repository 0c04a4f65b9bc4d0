import JSONDocument
import RegistryCore
import RegistryTestSupport
import Testing

/// An upload whose only document is refused; the path of its index job.
private func failUpload(_ registry: TestRegistry, _ version: String = "v1") async throws -> String {
    let files = ["a.txt": "x", "a.txt.json": #"{"$schema":"note/v1.json","path":"a.txt"}"#]
    let started = try await registry.stage("demo", version, files: files)
    let completed = try await registry.put(try #require(started["completion_url"].stringValue))
    try await registry.runPendingJobs()
    return try #require(completed["path"].stringValue)
}

@Suite struct `POST /jobs/{id}/retry` {
    @Test func `runs the index job of a failed upload again`() async throws {
        try await withTestRegistry { registry in
            let path = try await failUpload(registry)
            #expect(try await registry.get(path)["status"] == "FAILURE")
            let again = try await registry.post(path + "/retry", as: "root", roles: [.admin])
            #expect(again.status == 202)
            #expect(again["path"].stringValue == path)
            let waiting = try await registry.get(path, as: "root", roles: [.admin])
            #expect(waiting["status"] == "PENDING")
            #expect(waiting["job"]["attempt"] == 0)
            try await registry.runPendingJobs()
            #expect(try await registry.get(path)["status"] == "FAILURE")
            let errors = try await registry.get("/projects/demo/version/v1/errors", as: "root", roles: [.admin])
            #expect(errors["total"] == 1)
        }
    }

    @Test func `refuses a job that has succeeded, one that is not there, and strangers`() async throws {
        try await withTestRegistry { registry in
            let started = try await registry.stage("demo", "v1", files: ["a.txt": "x"])
            let completed = try await registry.put(try #require(started["completion_url"].stringValue))
            let path = try #require(completed["path"].stringValue)
            try await registry.runPendingJobs()
            let done = try await registry.post(path + "/retry", as: "root", roles: [.admin])
            #expect(done.status == 400)
            #expect(done.text.contains("SUCCESS"))
            let absent = "/jobs/00000000-0000-4000-8000-000000000000-0/retry"
            #expect(try await registry.post(absent, as: "root", roles: [.admin]).status == 404)
            #expect(try await registry.post(path + "/retry").status == 401)
            #expect(try await registry.post(path + "/retry", as: "mallory").status == 403)
        }
    }

    @Test func `does not bring back an upload that another one has replaced`() async throws {
        try await withTestRegistry { registry in
            let path = try await failUpload(registry)
            try await registry.upload("demo", "v1", files: ["a.txt": "y"])
            let again = try await registry.post(path + "/retry", as: "root", roles: [.admin])
            #expect(again.status == 423)
            #expect(try await registry.get(path)["status"] == "FAILURE")
        }
    }
}

@Suite struct `DELETE /jobs/{id}` {
    @Test func `cancels a job that waits, once`() async throws {
        try await withTestRegistry { registry in
            let started = try await registry.stage("demo", "v1", files: ["a.txt": "x"])
            let completed = try await registry.put(try #require(started["completion_url"].stringValue))
            let path = try #require(completed["path"].stringValue)
            #expect(try await registry.delete(path).status == 401)
            #expect(try await registry.delete(path, as: "mallory").status == 403)
            let cancelled = try await registry.delete(path, as: "root", roles: [.admin])
            #expect(cancelled.status == 200)
            #expect(cancelled["job_id"] == completed["job_id"])
            #expect(cancelled["cancelled"] == true)
            #expect(try await registry.get(path)["status"] == "REVOKED")
            let twice = try await registry.delete(path, as: "root", roles: [.admin])
            #expect(twice.status == 400)
            #expect(twice.text.contains("REVOKED"))
        }
    }
}

@Suite struct `GET /jobs` {
    @Test func `lists what matches, newest first, page by page`() async throws {
        try await withTestRegistry { registry in
            for version in ["v1", "v2", "v3"] {
                _ = try await failUpload(registry, version)
                registry.clock.advance(by: .seconds(1))
            }
            let all = try await registry.get("/jobs?kind=index_upload", as: "root", roles: [.admin])
            #expect(all["results"].arrayValue?.map { $0["version"] } == ["v3", "v2", "v1"])
            #expect(all["results"].arrayValue?.allSatisfy { $0["status"] == "FAILURE" } == true)
            var seen: [JSONValue] = []
            var target: String? = "/jobs?kind=index_upload&limit=2"
            while let page = target {
                let answer = try await registry.get(page, as: "root", roles: [.admin])
                seen += answer["results"].arrayValue ?? []
                target = answer["next"].stringValue
            }
            #expect(seen.map { $0["version"] } == ["v3", "v2", "v1"])
            let succeeded = try await registry.get(
                "/jobs?kind=index_upload&status=SUCCESS", as: "root", roles: [.admin])
            #expect(succeeded["count"] == 0)
        }
    }

    @Test func `is for who may write the version, and all of it for curators`() async throws {
        try await withTestRegistry { registry in
            _ = try await failUpload(registry)
            #expect(try await registry.get("/jobs").status == 401)
            #expect(try await registry.get("/jobs", as: "mallory").status == 403)
            let target = "/jobs?project=demo&version=v1"
            #expect(try await registry.get(target, as: "mallory").status == 404)
            #expect(try await registry.get("/jobs?project=nothing&version=v1", as: "mallory").status == 404)
            #expect(try await registry.get(target).status == 404)
            #expect(try await registry.get(target, as: "up", roles: [.uploader]).status == 200)
        }
    }

    @Test(arguments: [
        ("status=DONE", "'status'"), ("queue=In%20dex", "'queue'"), ("parent=x", "'parent'"),
        ("version=1", "'version'"),
        ("after=x", "'after'"), ("limit=0", "limit"),
    ])
    func `names the parameter that it cannot read`(query: String, word: String) async throws {
        try await withTestRegistry { registry in
            let answer = try await registry.get("/jobs?" + query, as: "root", roles: [.admin])
            #expect([400, 422].contains(answer.status))
            #expect(answer.text.contains(word), "\(answer.text)")
        }
    }
}

@Suite struct `GET /jobs/{id}/events` {
    @Test func `tells a job's end and its log to those who may write, and ends`() async throws {
        try await withTestRegistry { registry in
            let path = try await failUpload(registry)
            let told = try await registry.get(path + "/events", as: "root", roles: [.admin])
            #expect(told.status == 200)
            #expect(told.text.contains("event: job\n"))
            #expect(told.text.contains(#""status":"FAILURE""#))
            let stranger = try await registry.get(path + "/events")
            #expect(stranger.text.contains(#""status":"FAILURE""#))
            #expect(!stranger.text.contains("event: log"))
            #expect(!stranger.text.contains("a.txt"))
        }
    }

    @Test func `an unknown job has none`() async throws {
        try await withTestRegistry { registry in
            let answer = try await registry.get("/jobs/00000000-0000-4000-8000-000000000000-0/events")
            #expect(answer.status == 404)
        }
    }
}

@Suite struct `/queues` {
    @Test func `tells curators what waits and why nothing moves`() async throws {
        try await withTestRegistry { registry in
            let started = try await registry.stage("demo", "v1", files: ["a.txt": "x"])
            _ = try await registry.put(try #require(started["completion_url"].stringValue))
            #expect(try await registry.get("/queues").status == 401)
            #expect(try await registry.get("/queues", as: "mallory").status == 403)
            let report = try await registry.get("/queues", as: "root", roles: [.admin])
            let index = try #require(report["queues"].arrayValue?.first { $0["queue"] == "index" })
            #expect(index["waiting"] == 1)
            #expect(index["stuck"]?.stringValue?.contains("no worker serves it") == true)
            try await registry.runPendingJobs()
        }
    }

    @Test func `a queue is paused and goes on, for admins`() async throws {
        try await withTestRegistry { registry in
            #expect(try await registry.post("/queues/index/pause", as: "up", roles: [.uploader]).status == 403)
            #expect(try await registry.post("/queues/other/pause", as: "root", roles: [.admin]).status == 404)
            #expect(try await registry.post("/queues/index/pause", as: "root", roles: [.admin])["paused"] == true)
            let paused = try await registry.get("/queues", as: "root", roles: [.admin])
            #expect(paused["queues"].arrayValue?.first { $0["queue"] == "index" }?["paused"] == true)
            #expect(try await registry.post("/queues/index/resume", as: "root", roles: [.admin])["paused"] == false)
        }
    }
}
