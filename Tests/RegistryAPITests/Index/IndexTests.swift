import JSONDocument
import RegistryCore
import RegistryTestSupport
import Testing

@Suite struct `Building the index anew` {
    @Test func `is for administrators, once at a time, and changes no answer`() async throws {
        try await withTestRegistry { registry in
            try await registry.upload("demo", "v1", files: ["a.txt": "x", "b.txt": "y"])
            let before = try await registry.get("/search?q=*", as: "alice")
            #expect(try await registry.put("/index/build", body: [:]).status == 401)
            #expect(try await registry.put("/index/build", as: "alice", roles: [.uploader], body: [:]).status == 403)
            let unknown = try await registry.put(
                "/index/build", as: "root", roles: [.admin], body: ["project_ids": ["absent"]])
            #expect(unknown.status == 404, "\(unknown)")
            let wrong = try await registry.put(
                "/index/build", as: "root", roles: [.admin], body: ["project_ids": "demo"])
            #expect(wrong.status == 422 && wrong.text.contains("project_ids"), "\(wrong)")

            let accepted = try await registry.put(
                "/index/build", as: "root", roles: [.admin], body: ["project_ids": ["demo"]])
            #expect(accepted.status == 202, "\(accepted)")
            let again = try await registry.put("/index/build", as: "root", roles: [.admin], body: [:])
            #expect(again.status == 423 && again.reason.hasPrefix("Re-indexing already in progress"), "\(again)")
            try await registry.runPendingJobs()
            let id = accepted["job_id"].stringValue ?? ""
            let job = try await registry.get("/jobs/\(id)", as: "root", roles: [.admin])
            #expect(job["status"] == "SUCCESS", "\(job)")
            #expect(try await registry.get("/search?q=*", as: "alice").results == before.results)
            #expect(try await registry.put("/index/build", as: "root", roles: [.admin], body: [:]).status == 202)
            try await registry.runPendingJobs()
        }
    }
}
