/// Milliseconds, or whatever is counted.
struct SearchSpread: Decodable, Sendable {
    let p50: Double
    let p99: Double
}

/// What `search-load` says of one store.
struct SearchReport: Sendable {
    struct Cost: Decodable, Sendable {
        let here: Double
        let servers: Double
        var all: Double { here + servers }
    }
    struct Load: Decodable, Sendable {
        let documents: Int
        let uploads: Int
        let seconds: Double
        /// Microseconds of processor time a document.
        let publishing: Cost
        let indexing: Cost
        let sweeping: Cost
        let segments: Int
        let indexBytes: Int
    }
    struct Query: Decodable, Sendable {
        let name: String
        let caller: String
        let mode: String
        let processor: SearchSpread
        let server: SearchSpread
        let wall: SearchSpread
        let parts: SearchSpread
        let bytes: SearchSpread
        let totals: [Int]
        let counts: [[String: [Int]]]

        /// Of this process and of the server.
        var p50: Double { processor.p50 + server.p50 }
        var p99: Double { processor.p99 + server.p99 }
    }
    let load: Load
    let queries: [Query]

    func query(_ name: String, _ caller: String, _ modes: String...) -> Query? {
        modes.lazy.compactMap { mode in
            queries.first { $0.name == name && $0.caller == caller && $0.mode == mode }
        }.first
    }
}

/// What a peer says.
struct SearchPeerReport: Decodable, Sendable {
    struct Measured: Decodable, Sendable {
        let processor: SearchSpread
        let wall: SearchSpread
        let samples: Int
    }
    struct Caller: Decodable, Sendable {
        let modes: [String: Measured?]
        let totals: [Int]?
        let counts: [[String: [Int]]]?
    }
    struct Build: Decodable, Sendable {
        let seconds: Double
        let processor: Double
    }
    /// Nil for a store that was there already.
    let build: Build?
    let bytes: Int
    /// By class and caller.
    let classes: [String: [String: Caller]]

    func measured(_ name: String, _ caller: String, _ modes: String...) -> SearchSpread? {
        modes.lazy.compactMap { classes[name]?[caller]?.modes[$0].flatMap { $0 }?.processor }.first
    }
}
