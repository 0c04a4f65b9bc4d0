internal import Foundation

/// `GET /files/{id}/metadata` of public seeded artifacts, asked for without a token.
struct MetadataGets: Bench {
    static let name = "metadata-gets"
    static let summary = "metadata GET requests per second, beside the HTTP stack's floor and a prebuilt FastAPI answer"

    func run(in setting: BenchSetting) throws -> [BenchResult] {
        guard let wrk = setting.wrk else {
            Terminal.note("  left out: wrk is not installed")
            return []
        }
        let folder = try setting.folder(Self.name)
        defer { setting.remove(folder) }
        let registry = try RegistryProcess(setting, data: folder + "/ours", seeds: true)
        defer { registry.server.stop() }
        let answers = try Answers(of: registry)
        try answers.write(below: folder)
        try "/livez\n".write(toFile: folder + "/livez.txt", atomically: true, encoding: .utf8)
        let prebuilt = try setting.python.map { python in
            try ServerProcess(
                python, [setting.peers + "/serve_prebuilt.py", folder + "/answers.json"], log: folder + "/peer.log")
        }
        defer { prebuilt?.stop() }

        let load = LoadGenerator(setting, wrk: wrk)
        var ours: [LoadGenerator.Measured] = [], floor = ours, theirs = ours
        for round in 1...setting.rounds {
            Terminal.note("  round \(round) of \(setting.rounds)")
            ours.append(try load.measure(registry.server, paths: folder + "/paths.txt"))
            floor.append(try load.measure(registry.server, paths: folder + "/livez.txt"))
            if let prebuilt { theirs.append(try load.measure(prebuilt, paths: folder + "/paths.txt")) }
        }
        return results(ours, floor, against: "the same server's /livez")
            + results(ours, theirs, against: "FastAPI + uvicorn, the same JSON prebuilt")
    }

    private func results(
        _ ours: [LoadGenerator.Measured], _ peer: [LoadGenerator.Measured], against name: String
    ) -> [BenchResult] {
        [
            BenchResult(
                "metadata GETs per second, against \(name)", ours: ours.map(\.requestsPerSecond),
                peer: peer.map(\.requestsPerSecond), unit: "requests/s", .moreIsBetter),
            BenchResult(
                "CPU time per metadata GET, against \(name)", ours: ours.map(\.processorPerRequest),
                peer: peer.map(\.processorPerRequest), unit: "µs/request", .lessIsBetter),
        ]
    }
}

extension MetadataGets {
    /// The first page of public documents: each path, and what the registry answers there.
    private struct Answers {
        private var bodies: [String: String] = [:]

        init(of registry: RegistryProcess) throws {
            let connection = try registry.connection()
            let page: Page = try connection.send("GET", "/search?q=organism:*&size=50").decoded()
            guard !page.results.isEmpty else { throw BenchError("the sample data has nothing public") }
            for document in page.results {
                let id = document.extra.id.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
                let path = "/files/\(id)/metadata"
                bodies[path] = String(decoding: try connection.send("GET", path).body, as: UTF8.self)
            }
        }

        /// `paths.txt` for the load generator, `answers.json` for the peer.
        func write(below folder: String) throws {
            let paths = bodies.keys.sorted().joined(separator: "\n") + "\n"
            try paths.write(toFile: folder + "/paths.txt", atomically: true, encoding: .utf8)
            try JSONEncoder().encode(bodies).write(to: URL(fileURLWithPath: folder + "/answers.json"))
        }

        private struct Page: Decodable { let results: [Document] }
        private struct Document: Decodable {
            let extra: Extra
            enum CodingKeys: String, CodingKey { case extra = "_extra" }
        }
        private struct Extra: Decodable { let id: String }
    }
}
