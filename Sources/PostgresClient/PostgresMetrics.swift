internal import CoreMetrics

/// What a client counts, by swift-metrics; next to nothing where no backend is installed.
struct PostgresMetrics: Sendable {
    /// What was sent up to one Sync: one statement, or several together.
    let exchanges: Counter
    let durations: Timer
    /// By ``PostgresError/Kind``.
    private let errors: [PostgresError.Kind: Counter]
    /// Work done again: it collided with another transaction, the connection was lost on the way, or a prepared
    /// statement was forgotten.
    let collisions: Counter
    let repeatedReads: Counter
    let forgottenStatements: Counter
    /// Connections.
    let opened: Counter
    let failedToOpen: Counter
    let lost: Counter
    /// Waiting for a connection; who gets one at once is not counted.
    let waits: Timer

    init(_ factory: any MetricsFactory) {
        func counter(_ name: String, _ dimensions: (String, String)...) -> Counter {
            Counter(label: "postgres_client_\(name)", dimensions: dimensions, factory: factory)
        }
        exchanges = counter("exchanges_total")
        durations = Timer(label: "postgres_client_exchange_duration", dimensions: [], factory: factory)
        errors = Dictionary(
            uniqueKeysWithValues: PostgresError.Kind.allCases.map {
                ($0, counter("errors_total", ("kind", $0.rawValue)))
            })
        collisions = counter("retries_total", ("reason", "collision"))
        repeatedReads = counter("retries_total", ("reason", "connection_lost"))
        forgottenStatements = counter("retries_total", ("reason", "statement_forgotten"))
        opened = counter("connections_total", ("outcome", "opened"))
        failedToOpen = counter("connections_total", ("outcome", "failed"))
        lost = counter("connections_total", ("outcome", "lost"))
        waits = Timer(label: "postgres_client_wait_duration", dimensions: [], factory: factory)
    }

    func count(_ error: PostgresError) { errors[error.kind]?.increment() }
}

extension Timer {
    func record(since start: ContinuousClock.Instant) {
        let (seconds, attoseconds) = (ContinuousClock.now - start).components
        recordNanoseconds(seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
    }
}
