internal import Foundation

/// The time that one upload took, on the clock and on the server's processors.
struct MeasuredUpload: Sendable {
    struct Phase: Sendable {
        var seconds = 0.0
        /// Microseconds of the server's process.
        var processor = 0.0
    }
    /// From the start of the upload until every file is there.
    private(set) var upload = Phase()
    /// From the completion until the job has succeeded.
    private(set) var index = Phase()

    var total: Phase {
        Phase(seconds: upload.seconds + index.seconds, processor: upload.processor + index.processor)
    }

    /// Uploads `material` as version 1 of a new project over four connections, as `vitrine upload` does.
    init(of material: UploadMaterial, to registry: RegistryProcess, project: String, token: String) throws {
        let connection = try registry.connection()
        var answer: Start?
        upload = try Self.measured(registry) {
            let body = try JSONEncoder().encode(["filenames": material.files])
            let started: Start = try connection.send(
                "POST", "/projects/\(project)/version/1/upload", token: token, body: body
            ).decoded()
            try Self.send(material, to: started.presignedURLs, port: registry.server.port)
            answer = started
        }
        guard let answer else { throw BenchError("the upload was not started") }
        index = try Self.measured(registry) {
            let permissions = Array(#"{"scope":"project","read_access":"public"}"#.utf8)
            let accepted: Accepted = try connection.send(
                "PUT", answer.completionURL, token: token, body: permissions
            ).decoded()
            try Self.wait(for: accepted.path, on: connection, token: token)
        }
    }

    private static func measured(_ registry: RegistryProcess, _ work: () throws -> Void) throws -> Phase {
        let before = try registry.server.processorTime()
        let start = ContinuousClock.now
        try work()
        let took = ContinuousClock.now - start
        return Phase(
            seconds: took / .seconds(1), processor: try registry.server.processorTime() - before)
    }

    private static func send(_ material: UploadMaterial, to urls: [String: String], port: UInt16) throws {
        let files = material.files
        let folder = material.folder
        try concurrently(files.count, width: 4) {
            try HTTPConnection(port: port)
        } _: { connection, number in
            let file = files[number]
            guard let url = urls[file], let target = Self.target(of: url) else {
                throw BenchError("no URL for '\(file)'")
            }
            let bytes = try Data(contentsOf: URL(fileURLWithPath: folder + "/" + file))
            _ = try connection.send("PUT", target, body: bytes)
        }
    }

    /// Asks twenty times a second.
    private static func wait(for job: String, on connection: HTTPConnection, token: String) throws {
        let deadline = ContinuousClock.now + .seconds(600)
        while ContinuousClock.now < deadline {
            let answer = try connection.send("GET", job, token: token)
            let status: JobStatus = try answer.decoded()
            switch status.status.uppercased() {
            case "SUCCESS": return
            case "FAILURE", "REVOKED", "PURGED":
                throw BenchError("the job failed: \(String(decoding: answer.body.prefix(1_000), as: UTF8.self))")
            default: usleep(50_000)
            }
        }
        throw BenchError("the job has not ended after ten minutes")
    }

    /// Path and query of an absolute URL.
    private static func target(of url: String) -> String? {
        guard let scheme = url.range(of: "://") else { return url.hasPrefix("/") ? url : nil }
        return url[scheme.upperBound...].firstIndex(of: "/").map { String(url[$0...]) }
    }

    private struct Start: Decodable {
        let presignedURLs: [String: String]
        let completionURL: String
        enum CodingKeys: String, CodingKey {
            case presignedURLs = "presigned_urls"
            case completionURL = "completion_url"
        }
    }
    private struct Accepted: Decodable { let path: String }
    private struct JobStatus: Decodable { let status: String }
}
