internal import Foundation

/// Our search over one corpus in SQLite and in PostgreSQL, beside tantivy, FTS5 and PostgreSQL's own indexes on the same.
struct SearchSpeed: Bench {
    static let name = "search"
    static let summary = "processor time of queries by class and caller, and of indexing, beside tantivy, FTS5 and GIN"

    func run(in setting: BenchSetting) throws -> [BenchResult] {
        guard let python = setting.python else {
            Terminal.note("  left out: the corpus is made by Python, which is not there")
            return []
        }
        let works = try SearchWorks(setting, python: python)
        defer { works.clear() }
        var ours: [String: SearchReport] = [:]
        for store in SearchWorks.Store.all {
            Terminal.note("  \(store.name)")
            ours[store.name] = try works.measured(store)
        }
        var peers: [String: SearchPeerReport] = [:]
        for peer in SearchWorks.Peer.all {
            Terminal.note("  \(peer.name)")
            peers[peer.name] = try works.measured(peer)
        }
        let comparison = SearchComparison(documents: setting.corpusDocuments, ours: ours, peers: peers)
        Terminal.line(comparison.table)
        try comparison.requireSameAnswers()
        return comparison.results
    }
}
