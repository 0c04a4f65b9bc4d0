import CoreMetrics
import EventReactor
import InMemoryTracing
import MetricsTestKit
import PostgresClient
import Testing
import Tracing

extension BadDays {
    @Suite("what happens is counted and traced") struct Observation {
        private func with(
            _ metrics: TestMetrics, _ body: (PostgresClient) async throws -> Void
        ) async throws {
            let server = try #require(PrivateServer.current)
            let reactor = try EventReactor()
            let configuration = try server.configuration {
                $0.pipelines = 1
                $0.leases = 1
            }
            let client = PostgresClient(configuration, on: reactor, metrics: metrics)
            defer {
                client.close()
                reactor.stop()
            }
            try await body(client)
        }

        @Test("statements, errors by kind, retries by reason, connections and waits")
        func counts() async throws {
            let metrics = TestMetrics()
            try await with(metrics) { client in
                _ = try await client.number("SELECT 1")
                _ = await failure { try await client.change("SELECT 1 / 0") }
                let tries = Tally()
                try await client.transaction { lease in
                    _ = try await lease.run(PostgresStatement("SELECT 2"))
                    if tries.step() == 1 {
                        _ = try await lease.run(PostgresStatement("DO $$ BEGIN RAISE SQLSTATE '40001'; END $$"))
                    }
                }
                try await client.change("DEALLOCATE ALL")
                _ = try await client.number("SELECT 1")
            }
            func total(_ name: String, _ dimensions: (String, String)...) -> Int64 {
                dimensions.isEmpty
                    ? metrics.counterTotal(label: "postgres_client_\(name)")
                    : metrics.counterTotal(label: "postgres_client_\(name)", dimensions: dimensions)
            }
            // BEGIN, SELECT and DO, then BEGIN, SELECT and COMMIT; a rollback is nobody's to wait for.
            #expect(total("exchanges_total") == 4 + 6)
            #expect(total("errors_total", ("kind", "data")) == 1)
            #expect(total("errors_total", ("kind", "mustRetry")) == 1)
            #expect(total("errors_total") == 2)
            #expect(total("retries_total", ("reason", "collision")) == 1)
            #expect(total("retries_total", ("reason", "statement_forgotten")) == 1)
            #expect(total("connections_total", ("outcome", "opened")) == 2)
            #expect(metrics.timers(label: "postgres_client_wait_duration").flatMap(\.values).count >= 2)
            #expect(metrics.timers(label: "postgres_client_exchange_duration").flatMap(\.values).count == 10)
        }

        @Test("a span holds the statement's text, where it went and how it failed, and no value")
        func spans() async throws {
            let tracer = InMemoryTracer()
            try await with(TestMetrics()) { client in
                try await withTracer(tracer) {
                    _ = try await client.number("SELECT 1 WHERE $1::text <> ''", [.text("sesame")])
                    _ = await failure { _ = try await client.number("SELECT 1 / $1::bigint", [.int(0)]) }
                    _ = try await client.write([PostgresStatement("SELECT 1"), PostgresStatement("SELECT 2")])
                }
            }
            let spans = tracer.finishedSpans
            #expect(spans.map(\.operationName) == ["SELECT", "SELECT", "BATCH SELECT"])
            let first = try #require(spans.first)
            #expect(first.kind == .client)
            #expect(first.attributes.get("db.system.name") == "postgresql")
            #expect(first.attributes.get("db.namespace") == "vitrine")
            #expect(first.attributes.get("db.query.text") == "SELECT 1 WHERE $1::text <> ''")
            #expect(first.attributes.get("server.address") == "127.0.0.1")
            #expect(spans[1].attributes.get("db.response.status_code") == "22012")
            #expect(spans[1].attributes.get("error.type") == "data")
            #expect(spans[1].status?.code == .error)
            #expect(spans[2].attributes.get("db.query.text") == "SELECT 1; SELECT 2")
            #expect(!"\(spans)".contains("sesame"))
        }
    }
}
