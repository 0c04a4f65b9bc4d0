internal import Foundation

/// JSON texts read into values and written again, by ours and by other readers, one process each.
struct JSONParse: Bench {
    static let name = "json-parse"
    static let summary =
        "JSON read into values and written, per second of processor time, beside Foundation's and others"

    /// Processor time of one corpus in one mode of one round.
    private static let secondsOfMode = 0.4

    private struct Peer {
        enum Program { case swift, python, native }
        let reader: String
        let name: String
        let program: Program
        /// Whether it is measured on the corpora that are made up, and not on documents alone.
        var isForAll = false
    }
    private static let ours = Peer(reader: "ours", name: "ours", program: .swift)
    private static let peers = [
        Peer(reader: "orjson", name: "orjson (Python)", program: .python, isForAll: true),
        Peer(reader: "json", name: "json (Python)", program: .python),
        Peer(reader: "JSONSerialization", name: "JSONSerialization", program: .swift),
        Peer(reader: "JSONDecoder", name: "JSONDecoder, JSONEncoder", program: .swift),
        Peer(reader: "simdjson-tree", name: "simdjson into a C++ tree", program: .native, isForAll: true),
        Peer(reader: "simdjson", name: "simdjson onto its tape", program: .native, isForAll: true),
    ]

    func run(in setting: BenchSetting) throws -> [BenchResult] {
        let folder = try setting.folder(Self.name)
        defer { setting.remove(folder) }
        guard let material = try JSONParseMaterial(from: setting.metadata, below: folder) else {
            Terminal.note("  left out: no documents at '\(setting.metadata)'; VITRINE_SHARED_DATA names another folder")
            return []
        }
        var ours: [Report] = []
        var theirs: [String: [Report]] = [:]
        for round in 1...setting.rounds {
            Terminal.note("  round \(round) of \(setting.rounds)")
            ours.append(try report(Self.ours, on: folder, in: setting) ?? [:])
            for peer in Self.peers {
                guard let report = try report(peer, on: folder, in: setting) else { continue }
                theirs[peer.reader, default: []].append(report)
            }
        }
        return material.corpora.flatMap { corpus in
            Self.peers.flatMap { peer in results(corpus, peer, ours, theirs[peer.reader] ?? []) }
        } + (try memory(of: material, on: folder, in: setting))
    }

    private func results(
        _ corpus: JSONParseMaterial.Corpus, _ peer: Peer, _ ours: [Report], _ theirs: [Report]
    ) -> [BenchResult] {
        if !peer.isForAll, !corpus.isReal { return [] }
        return [("parse", "read"), ("write", "written")].compactMap { mode, verb -> BenchResult? in
            let measured = ours.compactMap { $0[corpus.name]?[mode]?.rate }
            let compared = theirs.compactMap { $0[corpus.name]?[mode]?.rate }
            if compared.isEmpty, !theirs.isEmpty || mode == "write" { return nil }
            return BenchResult(
                "JSON \(verb), \(corpus.description), against \(peer.name)", ours: measured, peer: compared,
                unit: "MB/s of CPU", .moreIsBetter)
        }
    }

    /// How much a process grows at most while it reads a large corpus, once.
    private func memory(
        of material: JSONParseMaterial, on folder: String, in setting: BenchSetting
    ) throws -> [BenchResult] {
        try material.corpora.filter(\.isLarge).flatMap { corpus -> [BenchResult] in
            func growth(_ peer: Peer) throws -> [Double] {
                let report = try report(peer, on: folder, in: setting, "memory:\(corpus.name)")
                return report?[corpus.name]?["memory"]?.growth.map { [$0] } ?? []
            }
            let ours = try growth(Self.ours)
            return try Self.peers.filter { $0.program != .native && (corpus.isReal || $0.isForAll) }.map { peer in
                BenchResult(
                    "peak memory to read JSON, \(corpus.description), against \(peer.name)", ours: ours,
                    peer: try growth(peer), unit: "bytes/byte", .lessIsBetter)
            }
        }
    }

    // MARK: Processes

    /// What one process says: per corpus and mode.
    private typealias Report = [String: [String: Mode]]

    private struct Mode: Decodable {
        let bytes: Double
        /// Microseconds.
        let processor: Double?
        let peak: Double?

        /// Megabytes of text a second of processor time.
        var rate: Double? { processor.map { bytes / $0 } }
        var growth: Double? { peak.map { $0 / bytes } }
    }

    /// - Returns: nil when the peer is not installed.
    private func report(
        _ peer: Peer, on folder: String, in setting: BenchSetting, _ argument: String = "\(secondsOfMode)"
    ) throws -> Report? {
        let program: String
        var arguments = [peer.reader, folder, argument]
        switch peer.program {
        case .swift: program = try setting.companion("document-parsing")
        case .native: program = try setting.companion("parse-documents")
        case .python:
            guard let python = setting.python else { return nil }
            program = python
            arguments.insert(setting.peers + "/parse_documents.py", at: 0)
        }
        guard FileManager.default.isExecutableFile(atPath: program) else { return nil }
        let text = try Command(path: program, arguments: arguments, deadline: 300).output()
        return try JSONDecoder().decode(Report.self, from: Data(text.utf8))
    }
}
