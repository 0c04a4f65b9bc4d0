internal import Foundation

/// `results.json`: a list of one object a row, every member there, null where there is nothing to say.
struct ResultFile {
    private struct Row: Encodable {
        let result: BenchResult

        enum CodingKeys: CodingKey { case name, ours, peer, unit, ratio, target, ok }

        func encode(to encoder: any Encoder) throws {
            var row = encoder.container(keyedBy: CodingKeys.self)
            try row.encode(result.name, forKey: .name)
            try row.encode(Self.rounded(result.ours), forKey: .ours)
            try row.encode(result.peer.map(Self.rounded), forKey: .peer)
            try row.encode(result.unit, forKey: .unit)
            try row.encode(result.ratio.map { ($0 * 10_000).rounded() / 10_000 }, forKey: .ratio)
            try row.encode(result.target, forKey: .target)
            try row.encode(result.isOK, forKey: .ok)
        }
        private static func rounded(_ number: Double) -> Double { (number * 100).rounded() / 100 }
    }
    private let results: [BenchResult]

    init(_ results: [BenchResult]) { self.results = results }

    func write(to path: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let bytes = try encoder.encode(results.map(Row.init)) + Data("\n".utf8)
        try bytes.write(to: URL(fileURLWithPath: path), options: .atomic)
    }
}
