internal import CoreMetrics
internal import Instrumentation
internal import Tracing

/// Measures and traces what is sent.
struct PostgresObserver: Sendable {
    let metrics: PostgresMetrics
    private let place: (host: String, port: Int, database: String)

    init(_ configuration: PostgresConfiguration, _ factory: any MetricsFactory) {
        metrics = PostgresMetrics(factory)
        let host = configuration.hosts.first
        place = (host?.name ?? "", Int(host?.port ?? 0), configuration.database)
    }

    /// Runs `exchange`, which sends `statements` and waits for what they give.
    func observe(
        _ statements: [PostgresStatement], _ exchange: () async throws(PostgresError) -> [PostgresRows]
    ) async throws(PostgresError) -> [PostgresRows] {
        let started = ContinuousClock.now
        let span = InstrumentationSystem.instrument is NoOpInstrument ? nil : span(of: statements)
        defer {
            span?.end()
            metrics.exchanges.increment()
            metrics.durations.record(since: started)
        }
        do throws(PostgresError) {
            return try await exchange()
        } catch {
            metrics.count(error)
            span?.setStatus(SpanStatus(code: .error, message: error.message))
            span?.attributes["error.type"] = error.kind.rawValue
            if let state = error.state { span?.attributes["db.response.status_code"] = state }
            throw error
        }
    }

    /// By the conventions for databases (https://opentelemetry.io/docs/specs/semconv/database/database-spans/); the
    /// text holds no value, because values are bound.
    private func span(of statements: [PostgresStatement]) -> any Span {
        let texts = statements.map(\.sql)
        let operation = texts.first?.split { $0.isWhitespace }.first.map { String($0).uppercased() } ?? "EMPTY"
        let span = InstrumentationSystem.tracer.startAnySpan(
            statements.count > 1 ? "BATCH \(operation)" : operation, context: .current ?? .topLevel, ofKind: .client)
        span.attributes["db.system.name"] = "postgresql"
        span.attributes["db.namespace"] = place.database
        span.attributes["db.query.text"] = texts.joined(separator: "; ")
        if statements.count > 1 { span.attributes["db.operation.batch.size"] = statements.count }
        span.attributes["server.address"] = place.host
        span.attributes["server.port"] = place.port
        return span
    }
}
