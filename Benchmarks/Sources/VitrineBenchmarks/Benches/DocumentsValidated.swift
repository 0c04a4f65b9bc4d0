internal import Foundation

/// Real metadata documents against their schemas, by our validator and by those that Python has, one process each.
struct DocumentsValidated: Bench {
    static let name = "documents-validated"
    static let summary = "real metadata documents validated per second, parsing included and excluded, beside Python's"

    /// Processor time of one mode in one round.
    private static let secondsOfMode = 1

    private struct Peer {
        let argument: String
        let name: String
        /// Only where the text is parsed; elsewhere it would be the same as another.
        var isForParsing = false
        /// Whether we mean to be at least level with it.
        var isRival = false
    }
    private static let peers = [
        Peer(argument: "rs-orjson", name: "jsonschema-rs (orjson.loads)", isRival: true),
        Peer(argument: "rs-json", name: "jsonschema-rs (json.loads)", isForParsing: true, isRival: true),
        Peer(argument: "fastjsonschema", name: "fastjsonschema (orjson.loads)"),
        Peer(argument: "jsonschema", name: "jsonschema (json.loads)"),
    ]
    private static let modes = [
        (key: "verdict", name: "verdict of parsed documents"), (key: "parse, verdict", name: "parse and verdict"),
        (key: "errors", name: "all errors of parsed documents"), (key: "parse, errors", name: "parse and all errors"),
    ]

    func run(in setting: BenchSetting) throws -> [BenchResult] {
        guard FileManager.default.fileExists(atPath: setting.metadata + "/index.json") else {
            Terminal.note("  left out: no documents at '\(setting.metadata)'; VITRINE_SHARED_DATA names another folder")
            return []
        }
        var ours: [Report] = []
        var theirs: [String: [Report]] = [:]
        for round in 1...setting.rounds {
            ours.append(try report(setting.companion("document-validation"), [], in: setting))
            for peer in Self.peers {
                guard let python = setting.python else { break }
                let script = [setting.peers + "/validate_documents.py", peer.argument]
                theirs[peer.argument, default: []].append(try report(python, script, in: setting))
            }
            Terminal.note("  round \(round) of \(setting.rounds): ours \(ours[round - 1])")
        }
        guard let first = ours.first else { return [] }
        try check(first, "ours", against: expected(in: setting))
        for peer in Self.peers {
            if let report = theirs[peer.argument]?.first {
                try check(report, peer.name, against: first.verdicts)
            }
        }
        return Self.modes.flatMap { mode in results(mode.key, mode.name, ours, theirs) }
    }

    private func results(
        _ mode: String, _ name: String, _ ours: [Report], _ theirs: [String: [Report]]
    ) -> [BenchResult] {
        Self.peers.filter { mode.hasPrefix("parse") || !$0.isForParsing }.flatMap { peer -> [BenchResult] in
            let measured = ours.compactMap { $0.modes[mode] }
            let reports = theirs[peer.argument] ?? []
            let compared = reports.compactMap { $0.modes[mode] }
            if compared.isEmpty, !reports.isEmpty { return [] }
            return [
                BenchResult(
                    "documents validated per second, \(name), against \(peer.name)", ours: measured.map(\.rate),
                    peer: compared.map(\.rate), unit: "documents/s", .moreIsBetter),
                BenchResult(
                    "CPU time per document validated, \(name), against \(peer.name)", ours: measured.map(\.cost),
                    peer: compared.map(\.cost), unit: "µs/document", .lessIsBetter, target: peer.isRival ? 1 : nil),
            ]
        }
    }

    // MARK: Verdicts

    /// What the corpus says of each document that is measured.
    private func expected(in setting: BenchSetting) throws -> [String: Bool] {
        let bytes = try Data(contentsOf: URL(fileURLWithPath: setting.metadata + "/index.json"))
        let entries = try JSONDecoder().decode(Index.self, from: bytes).instances
        return Dictionary(uniqueKeysWithValues: entries.map { ($0.id, $0.expected == "valid") })
    }

    private func check(_ report: Report, _ name: String, against expected: [String: Bool]) throws {
        let wrong = report.verdicts.filter { expected[$0.key] != $0.value }.keys.sorted()
        guard wrong.isEmpty else {
            throw BenchError("\(wrong.count) verdicts differ, \(name): \(wrong.prefix(20).joined(separator: ", "))")
        }
    }

    private struct Index: Decodable {
        struct Entry: Decodable {
            let id: String
            let expected: String
        }
        let instances: [Entry]
    }

    // MARK: Processes

    private func report(_ program: String, _ arguments: [String], in setting: BenchSetting) throws -> Report {
        let text = try Command(
            path: program, arguments: arguments + [setting.metadata, "\(Self.secondsOfMode)"], deadline: 300
        ).output()
        return try HTTPAnswer(status: 200, headers: [:], body: Array(text.utf8)).decoded()
    }

    /// What one process says of itself.
    private struct Report: Decodable, CustomStringConvertible {
        struct Mode: Decodable {
            let documents: Double
            let seconds: Double
            /// Microseconds, of all documents together.
            let processor: Double

            var rate: Double { documents / seconds }
            var cost: Double { processor / documents }
        }
        let verdicts: [String: Bool]
        let modes: [String: Mode]

        var description: String {
            let costs = modes.sorted { $0.key < $1.key }.map { "\($0.key) \(String(format: "%.2f", $0.value.cost)) µs" }
            return "\(verdicts.count) documents, " + costs.joined(separator: "; ")
        }
    }
}
