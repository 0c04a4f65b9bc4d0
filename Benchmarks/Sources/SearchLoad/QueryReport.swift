/// What the queries of one class took, one way of asking for one caller.
struct QueryReport: Codable, Sendable {
    struct Spread: Codable, Sendable {
        let p50: Double
        let p99: Double

        /// By the nearest rank; zeros without samples.
        init(_ samples: [Double]) {
            let sorted = samples.sorted()
            func rank(_ share: Double) -> Double {
                sorted.isEmpty ? 0 : sorted[min(sorted.count - 1, Int(share * Double(sorted.count)))]
            }
            p50 = rank(0.5)
            p99 = rank(0.99)
        }
    }
    let name: String
    let caller: String
    /// `count`, `page` (50 hits, their documents left out), `documents` (with them) or `facets`; `cold page` and
    /// `cold facets` remember no parts.
    let mode: String
    let samples: Int
    /// Milliseconds of this process, and of the server's.
    let processor: Spread
    let server: Spread
    let wall: Spread
    /// Read of segments for a query.
    let parts: Spread
    let bytes: Spread
    /// Of each query; empty where they are those of another mode.
    let totals: [Int]
    /// Of facets, by query: the counts of each field's buckets.
    let counts: [[String: [Int]]]
}

/// Collects the samples of a ``QueryReport``.
struct QuerySamples: Sendable {
    var processor: [Double] = []
    var server: [Double] = []
    var wall: [Double] = []
    var parts: [Double] = []
    var bytes: [Double] = []

    mutating func add(_ used: ProcessorClock.Reading, wall: Duration, read: CountingSegments.Count) {
        processor.append(used.here)
        server.append(used.servers)
        self.wall.append(wall / .milliseconds(1))
        parts.append(Double(read.parts))
        bytes.append(Double(read.bytes))
    }

    func report(
        _ name: String, _ caller: String, _ mode: String, totals: [Int] = [], counts: [[String: [Int]]] = []
    ) -> QueryReport {
        QueryReport(
            name: name, caller: caller, mode: mode, samples: wall.count, processor: .init(processor),
            server: .init(server), wall: .init(wall), parts: .init(parts), bytes: .init(bytes), totals: totals,
            counts: counts)
    }
}
