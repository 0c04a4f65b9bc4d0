internal import Foundation

/// The programs of the search bench, and the stores that they work on.
///
/// The corpus is made once for a number of documents. The stores are as large again several times over: they are removed at
/// the end unless they are to be kept, and are not made again then.
struct SearchWorks {
    struct Store {
        let name: String
        /// Of PostgreSQL's databases; nil is SQLite.
        let database: String?
        let lanes: Int

        static let sqlite = Store(name: "SQLite", database: nil, lanes: 1)
        static let postgres = Store(name: "PostgreSQL, 64 lanes", database: "vitrine", lanes: 64)
        static let all = [sqlite, postgres, Store(name: "PostgreSQL, one lane", database: "single", lanes: 1)]
    }
    struct Peer {
        let name: String
        let script: String
        /// Its folder or file, or nil for a database of its own.
        let store: String?

        static let tantivy = Peer(name: "tantivy", script: "search_tantivy.py", store: "tantivy")
        static let all = [
            tantivy, Peer(name: "FTS5", script: "search_fts5.py", store: "fts5.sqlite"),
            Peer(name: "GIN", script: "search_gin.py", store: nil),
        ]
    }

    private static let seed = 1
    /// Seconds after which a program is killed: a million documents take less than an hour.
    private static let deadline = 10_000
    private static let settings = [
        "shared_buffers=2GB", "max_wal_size=8GB", "checkpoint_timeout=30min", "random_page_cost=1.1",
        "synchronous_commit=off",
    ]

    private let setting: BenchSetting
    private let python: String
    private let corpus: String
    private let stores: String
    /// Nil where PostgreSQL's server is not installed.
    private let url: String?

    init(_ setting: BenchSetting, python: String) throws {
        self.setting = setting
        self.python = python
        let name = "\(setting.corpusDocuments)-\(Self.seed)"
        corpus = setting.cache + "/corpus-" + name
        stores = (setting.keep ?? setting.scratch) + "/search-" + name
        try FileManager.default.createDirectory(atPath: stores, withIntermediateDirectories: true)
        Terminal.note("  a corpus of \(setting.corpusDocuments) documents")
        let maker = [setting.peers + "/search_corpus.py", corpus, "\(setting.corpusDocuments)", "\(Self.seed)"]
        _ = try Command(path: python, arguments: maker, deadline: Self.deadline).output()
        guard DatabaseThroughput.programs != nil else {
            Terminal.note("  PostgreSQL's server is not installed: its columns stay empty")
            url = nil
            return
        }
        url = try Shell.output(
            // A server keeps what it inherits open, and this program would wait for that.
            "for file in /proc/$$/fd/*; do n=${file##*/}; [ $n -le 2 ] || eval \"exec $n>&-\"; done; exec \"$@\"",
            [setting.peers + "/../../scripts/postgres", "start", stores + "/postgres"] + Self.settings
        ).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// Stops the server, and removes the stores that are not to be kept.
    func clear() {
        if url != nil {
            _ = try? Shell.output(
                "exec \"$@\"", [setting.peers + "/../../scripts/postgres", "stop", stores + "/postgres"])
        }
        if setting.keep == nil { setting.remove(stores) }
    }

    /// - Returns: nil where the store cannot be had.
    func measured(_ store: Store) throws -> SearchReport? {
        guard let place = try place(of: store) else { return nil }
        let program = try setting.companion("search-load")
        let arguments = [place, corpus, "\(store.lanes)"]
        // What loading took is written down when it has ended, and says that the store is whole.
        let loaded = stores + "/\(store.database ?? "sqlite")-loaded.json"
        if FileManager.default.fileExists(atPath: loaded) {
            _ = try Command(path: program, arguments: ["keep"] + arguments, deadline: Self.deadline).output()
        } else {
            let text = try Command(path: program, arguments: ["load"] + arguments, deadline: Self.deadline).output()
            if store.database != nil { _ = try Shell.output("psql -Xq \"$1\" -c 'VACUUM ANALYZE'", [place]) }
            try Data(text.utf8).write(to: URL(fileURLWithPath: loaded), options: .atomic)
        }
        let load = try JSONDecoder().decode(
            SearchReport.Load.self, from: Data(contentsOf: URL(fileURLWithPath: loaded)))
        let text = try Command(path: program, arguments: ["query"] + arguments, deadline: Self.deadline).output()
        let queries = try text.split(separator: "\n").map {
            try JSONDecoder().decode(SearchReport.Query.self, from: Data($0.utf8))
        }
        return SearchReport(load: load, queries: queries)
    }

    /// - Returns: nil where the peer's store cannot be had.
    func measured(_ peer: Peer) throws -> SearchPeerReport? {
        let place = try peer.store.map { stores + "/" + $0 } ?? database("peer")
        guard let place else { return nil }
        let text = try Command(
            path: python, arguments: [setting.peers + "/" + peer.script, corpus, place], deadline: Self.deadline
        ).output()
        return try JSONDecoder().decode(SearchPeerReport.self, from: Data(text.utf8))
    }

    private func place(of store: Store) throws -> String? {
        guard let name = store.database else { return stores + "/vitrine.sqlite" }
        return try database(name)
    }
    private func database(_ name: String) throws -> String? {
        guard let url, let end = url.lastIndex(of: "/") else { return nil }
        let script = "psql -XtAq \"$1\" -c \"SELECT 1 FROM pg_database WHERE datname = '$2'\""
        if try Shell.output(script, [url, name]).isEmpty {
            _ = try Shell.output("psql -Xq \"$1\" -c \"CREATE DATABASE $2\"", [url, name])
        }
        return url[...end] + name
    }
}
