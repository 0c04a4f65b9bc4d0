internal import Foundation

/// One upload from its start until the job has succeeded, each round on a new `vitrine up` (SQLite, files).
struct DocumentsIndexed: Bench {
    static let name = "documents-indexed"
    static let summary = "documents indexed per second, from the start of an upload to the success of its job"

    private static let mostDocuments = 50_000

    func run(in setting: BenchSetting) throws -> [BenchResult] {
        guard setting.documents <= Self.mostDocuments else {
            throw BenchError("one upload is measured with at most \(Self.mostDocuments) documents")
        }
        var results: [BenchResult] = []
        if let memory = setting.memory {
            results += try run(in: setting, folder: memory + "/" + Self.name, medium: "on tmpfs")
        }
        let scratch = try setting.folder(Self.name)
        return results + (try run(in: setting, folder: scratch, medium: "on disk"))
    }

    private func run(in setting: BenchSetting, folder: String, medium: String) throws -> [BenchResult] {
        defer { setting.remove(folder) }
        let material = try UploadMaterial(documents: setting.documents, below: folder + "/material")
        var ours: [MeasuredUpload] = [], theirs: [Script.Answer] = []
        for round in 1...setting.rounds {
            let upload = try measured(material, setting, data: folder + "/ours-\(round)")
            ours.append(upload)
            var note = "ours \(Int(upload.total.seconds * 1_000)) ms, CPU \(Int(upload.total.processor / 1_000)) ms"
            if let python = setting.python {
                let answer = try Script(setting, python: python).run(on: material, into: folder + "/peer-\(round)")
                theirs.append(answer)
                note += "; peer \(Int(answer.seconds * 1_000)) ms, CPU \(Int(answer.processor / 1_000)) ms"
            }
            Terminal.note("  \(medium), round \(round) of \(setting.rounds): \(note)")
        }
        return results(ours, theirs, documents: Double(setting.documents), medium: medium)
    }

    private func results(
        _ ours: [MeasuredUpload], _ theirs: [Script.Answer], documents: Double, medium: String
    ) -> [BenchResult] {
        let whole = "\(medium), end to end, against Python jsonschema + sqlite3, no HTTP, no permissions"
        func rate(_ name: String, _ seconds: [Double], _ peer: [Double] = []) -> BenchResult {
            BenchResult(
                "documents indexed per second, \(name)", ours: seconds.map { documents / $0 },
                peer: peer.map { documents / $0 }, unit: "documents/s", .moreIsBetter)
        }
        func cost(_ name: String, _ microseconds: [Double], _ peer: [Double] = []) -> BenchResult {
            BenchResult(
                "CPU time per document indexed, \(name)", ours: microseconds.map { $0 / documents },
                peer: peer.map { $0 / documents }, unit: "µs/document", .lessIsBetter)
        }
        return [
            rate(whole, ours.map(\.total.seconds), theirs.map(\.seconds)),
            cost(whole, ours.map(\.total.processor), theirs.map(\.processor)),
            rate("\(medium), upload phase", ours.map(\.upload.seconds)),
            cost("\(medium), upload phase", ours.map(\.upload.processor)),
            rate("\(medium), index phase", ours.map(\.index.seconds)),
            cost("\(medium), index phase", ours.map(\.index.processor)),
        ]
    }

    private func measured(
        _ material: UploadMaterial, _ setting: BenchSetting, data: String
    ) throws -> MeasuredUpload {
        let registry = try RegistryProcess(setting, data: data)
        defer { registry.server.stop() }
        let token = try registry.token(user: "bench", role: "uploader")
        let measured = try MeasuredUpload(of: material, to: registry, project: "bench", token: token)
        let query = "/search?q=_extra.project_id:bench&size=1"
        let found: Listing = try registry.connection().send("GET", query, token: token).decoded()
        guard found.total == setting.documents else {
            throw BenchError("\(found.total) of \(setting.documents) documents are found after the upload")
        }
        return measured
    }
    private struct Listing: Decodable { let total: Int }
}

extension DocumentsIndexed {
    /// The peer: a script that does the least comparable work on the same files.
    private struct Script {
        struct Answer: Decodable {
            let seconds: Double
            /// Microseconds.
            let processor: Double
        }
        private let python: String
        private let script: String
        private let schemas: String

        init(_ setting: BenchSetting, python: String) {
            self.python = python
            script = setting.peers + "/index_documents.py"
            schemas = setting.schemas
        }

        func run(on material: UploadMaterial, into target: String) throws -> Answer {
            let schema = schemas + "/\(material.documentType)/v1.json"
            let said = try Command(
                path: python, arguments: [script, schema, material.folder, target], deadline: 600
            ).output()
            return try HTTPAnswer(status: 200, headers: [:], body: Array(said.utf8)).decoded()
        }
    }
}
