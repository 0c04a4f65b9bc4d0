/// What is asked of a million documents.
extension SearchComparison {
    /// Milliseconds of processor time.
    private struct Limit {
        let name: String
        let sqlite: (p50: Double, p99: Double?)
        let postgres: (p50: Double, p99: Double?)

        init(_ name: String, _ limit: Double) {
            self.name = name
            sqlite = (limit, nil)
            postgres = (limit, nil)
        }
        /// A term, a combination of terms or a range.
        init(cheap name: String) {
            self.name = name
            sqlite = (1, 5)
            postgres = (2, 10)
        }
    }
    private static let limits = [
        Limit(cheap: "rare term"), Limit(cheap: "middling term"), Limit(cheap: "frequent term"),
        Limit(cheap: "AND of 3"), Limit("OR of 20", 5), Limit(cheap: "one month"), Limit(cheap: "range of numbers"),
        Limit("prefix of 4 letters", 5), Limit("phrase of frequent words", 30), Limit("typical phrase", 30),
        Limit("ranked, rarer word", 5), Limit("ranked, word of a tenth", 5), Limit("8 facets, selective filter", 5),
        Limit("8 facets, frequent filter", 40), Limit("8 facets, everything", 100),
    ]
    /// Where tantivy needs more than this, we may need three times as much.
    private static let comparedFrom = 1.0
    private static let timesTantivy = 3.0
    private static let filterWarm = 1.5
    private static let filterCold = 3.0
    private static let indexing = 600.0
    private static let indexBytes = 1_500.0
    /// Below it what is the same for every query decides.
    private static let measurable = 0.1

    var results: [BenchResult] {
        let stores = SearchWorks.Store.all.compactMap { store in ours[store.name].map { (store, $0) } }
        return stores.flatMap { store, report in
            Self.limits.flatMap { limit in Self.callers.flatMap { within(limit, store, report, $0) } }
                + filtered(store, report) + loaded(store, report)
        } + besideTantivy()
    }

    private func within(
        _ limit: Limit, _ store: SearchWorks.Store, _ report: SearchReport, _ caller: String
    ) -> [BenchResult] {
        guard let query = report.query(limit.name, caller, "page", "facets") else { return [] }
        let bounds = store.database == nil ? limit.sqlite : limit.postgres
        let name = "CPU time of '\(limit.name)', \(caller), \(store.name), "
        var rows = [row(name + "p50", query.p50, atMost: bounds.p50)]
        if let bound = bounds.p99 { rows.append(row(name + "p99", query.p99, atMost: bound)) }
        return rows
    }
    private func row(_ name: String, _ value: Double, atMost limit: Double, unit: String = "ms") -> BenchResult {
        BenchResult(name + ", against the limit", ours: [value], peer: [limit], unit: unit, .lessIsBetter, target: 1)
    }

    /// A user's query beside the same of an administrator, and beside itself when nothing is known of the user.
    private func filtered(_ store: SearchWorks.Store, _ report: SearchReport) -> [BenchResult] {
        var rows: [BenchResult] = []
        for limit in Self.limits {
            guard let admin = report.query(limit.name, "admin", "page", "facets"),
                let user = report.query(limit.name, "user", "page", "facets"), admin.p50 > Self.measurable
            else { continue }
            rows.append(
                BenchResult(
                    "CPU time of '\(limit.name)', \(store.name), a user's against an admin's", ours: [user.p50],
                    peer: [admin.p50], unit: "ms", .lessIsBetter, target: Self.filterWarm))
        }
        guard let known = report.query("filter", "user", "known caller") else { return rows }
        for mode in ["new caller", "after a change of a policy"] {
            guard let query = report.query("filter", "user", mode) else { continue }
            rows.append(
                row(
                    "CPU time of the filter, \(mode), \(store.name)", max(0, query.p50 - known.p50),
                    atMost: Self.filterCold))
        }
        return rows
    }

    private func loaded(_ store: SearchWorks.Store, _ report: SearchReport) -> [BenchResult] {
        let load = report.load
        let bytes = Double(load.indexBytes) / Double(max(load.documents, 1))
        return [
            row(
                "CPU time of indexing a document, \(store.name)", load.indexing.all + load.sweeping.all,
                atMost: Self.indexing, unit: "µs"),
            row("index of a document, \(store.name)", bytes, atMost: Self.indexBytes, unit: "bytes"),
        ]
    }

    private func besideTantivy() -> [BenchResult] {
        guard let report = ours[SearchWorks.Store.sqlite.name], let tantivy = peers[SearchWorks.Peer.tantivy.name]
        else { return [] }
        return tantivy.classes.keys.sorted().flatMap { name in
            Self.callers.compactMap { caller in
                guard let peer = tantivy.measured(name, caller, "page", "facets"),
                    let own = report.query(name, caller, "page", "facets")
                else { return nil }
                return BenchResult(
                    "CPU time of '\(name)', \(caller), SQLite, p50, against tantivy", ours: [own.p50],
                    peer: [peer.p50], unit: "ms", .lessIsBetter,
                    target: peer.p50 > Self.comparedFrom ? Self.timesTantivy : nil)
            }
        }
    }
}
