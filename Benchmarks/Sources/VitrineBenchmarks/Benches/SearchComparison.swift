internal import Foundation

/// The numbers of all stores and peers side by side: one table to read, and the rows that have a target.
struct SearchComparison {
    let documents: Int
    /// By ``SearchWorks/Store/name``.
    let ours: [String: SearchReport]
    /// By ``SearchWorks/Peer/name``.
    let peers: [String: SearchPeerReport]

    static let callers = ["admin", "user", "anonymous"]
    private var sqlite: SearchReport? { ours[SearchWorks.Store.sqlite.name] }
    private var tantivy: SearchPeerReport? { peers[SearchWorks.Peer.tantivy.name] }

    private var classes: [String] {
        var seen: Set<String> = []
        return (sqlite?.queries ?? []).map(\.name).filter { $0 != "filter" && seen.insert($0).inserted }
    }

    // MARK: Answers

    /// What PostgreSQL's `tsvector` of both texts finds is not what is asked for.
    private static let approximate = ["GIN": ["prefix of 4 letters", "phrase of frequent words", "typical phrase"]]

    /// - Throws: when two of them found different numbers of documents, or counted facets differently.
    func requireSameAnswers() throws {
        for name in classes {
            for caller in Self.callers {
                guard let expected = sqlite?.query(name, caller, "page", "facets") else { continue }
                for (store, report) in ours {
                    let found = report.query(name, caller, "page", "facets")
                    guard found?.totals == expected.totals, found?.counts == expected.counts else {
                        throw BenchError("\(store) and SQLite answer '\(name)' differently to \(caller)")
                    }
                }
                for (peer, report) in peers where Self.approximate[peer]?.contains(name) != true {
                    guard let found = report.classes[name]?[caller] else { continue }
                    // A peer that was too slow has answered the first queries only.
                    if let totals = found.totals, !expected.totals.starts(with: totals) {
                        throw BenchError("\(peer) finds other numbers of '\(name)' than we for \(caller)")
                    }
                    if let counts = found.counts, !expected.counts.starts(with: counts) {
                        throw BenchError("\(peer) counts '\(name)' differently for \(caller)")
                    }
                }
            }
        }
    }

    // MARK: Table

    /// Milliseconds of processor time, `p50 (p99)`: a line for each class and caller.
    var table: String {
        let stores = SearchWorks.Store.all.map(\.name).filter { ours[$0] != nil }
        let engines = SearchWorks.Peer.all.map(\.name).filter { peers[$0] != nil }
        let head =
            ["Class", "Caller", "Found"] + stores + ["with documents", "cold", "cold parts, KiB"] + engines
            + ["÷ tantivy"]
        var rows = [head, head.map { _ in "---" }]
        for name in classes {
            for caller in Self.callers {
                let own = sqlite?.query(name, caller, "page", "facets")
                let cold = sqlite?.query(name, caller, "cold page", "cold facets")
                let base = tantivy?.measured(name, caller, "page", "facets")?.p50
                var row = [name, caller, own.flatMap { $0.totals.sorted().middle }.map { "\($0)" } ?? "–"]
                row += stores.map { Self.text(ours[$0]?.query(name, caller, "page", "facets")) }
                row += [Self.text(sqlite?.query(name, caller, "documents")), Self.text(cold)]
                row += [cold.map { "\(Int($0.parts.p50)), \(Int($0.bytes.p50 / 1_024))" } ?? "–"]
                row += engines.map { Self.text(peers[$0]?.measured(name, caller, "page", "facets")) }
                row += [own.flatMap { own in base.map { String(format: "%.2f", own.p50 / $0) } } ?? "–"]
                rows.append(row)
            }
        }
        let filter = (sqlite?.queries ?? []).filter { $0.name == "filter" }.map { query in
            let cells = stores.map { Self.text(ours[$0]?.query("filter", query.caller, query.mode)) }
            return "| filter, \(query.mode) | \(query.caller) | – | " + cells.joined(separator: " | ") + " |"
        }
        let lines = rows.map { "| " + $0.joined(separator: " | ") + " |" } + filter
        return (lines + stores.compactMap(load) + engines.compactMap(build)).joined(separator: "\n")
    }

    private func load(_ store: String) -> String? {
        guard let load = ours[store]?.load else { return nil }
        func cost(_ cost: SearchReport.Cost) -> String {
            String(format: "%.0f µs", cost.here) + (cost.servers > 0 ? String(format: " + %.0f", cost.servers) : "")
        }
        return """
            \(store): \(load.documents) documents in \(load.uploads) uploads, \
            \(Int(Double(load.documents) / load.seconds)) a second; a document: published \(cost(load.publishing)), \
            indexed \(cost(load.indexing)), swept \(cost(load.sweeping)); \(load.segments) segments, \
            \(load.indexBytes / max(load.documents, 1)) bytes of index a document
            """
    }
    private func build(_ peer: String) -> String? {
        guard let report = peers[peer] else { return nil }
        let cost = report.build.map { String(format: "%.0f", $0.processor * 1e6 / Double(documents)) } ?? "–"
        return "\(peer): built for \(cost) µs a document, \(report.bytes / max(documents, 1)) bytes a document"
    }
    private static func text(_ query: SearchReport.Query?) -> String {
        query.map { String(format: "%.2f (%.2f)", $0.p50, $0.p99) } ?? "–"
    }
    private static func text(_ spread: SearchSpread?) -> String {
        spread.map { String(format: "%.2f (%.2f)", $0.p50, $0.p99) } ?? "–"
    }
}

extension [Int] {
    /// Nil when there are none.
    fileprivate var middle: Int? { isEmpty ? nil : self[count / 2] }
}
