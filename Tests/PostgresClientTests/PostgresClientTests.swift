import EventReactor
import PostgresClient
import Testing

@Suite("PostgresClient", .enabled(if: TestServer.url != nil, Comment(rawValue: TestServer.isAbsent)))
struct PostgresClientTests {
    private let reactor: EventReactor
    private let client: PostgresClient

    init() throws {
        reactor = try EventReactor()
        client = PostgresClient(try TestServer.configuration(), on: reactor)
    }

    private func finish() {
        client.close()
        reactor.stop()
    }

    @Test("binds and reads back every type, and its NULL")
    func values() async throws {
        defer { finish() }
        let rows = try await client.read(
            PostgresStatement(
                """
                SELECT $1::bigint AS i, $2::float8 AS d, $3::bool AS b, $4::text AS t, $5::bytea AS y,
                    cardinality($6::bigint[]) AS n, ($7::text[])[2] AS s, $8::bigint AS nothing
                """,
                [
                    .int(-5_000_000_000), .double(0.1), .bool(true), .text("größe 😀"), .bytes([0, 1, 255]),
                    .ints([1, 2, 3]), .texts(["a", "b"]), .int(nil),
                ]))
        let row = rows[0]
        #expect(row.int("i") == -5_000_000_000)
        #expect(row.double("d") == 0.1)
        #expect(row.bool("b") == true)
        #expect(row.text("t") == "größe 😀")
        #expect(row.bytes("y") == [0, 1, 255])
        #expect(row.int("n") == 3)
        #expect(row.text("s") == "b")
        #expect(row.int("nothing") == nil)
    }

    @Test("a thousand tasks share two connections")
    func shares() async throws {
        defer { finish() }
        let sum = try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 0..<1000 {
                group.addTask {
                    try await client.read(PostgresStatement("SELECT $1::bigint * 2", [.int(number)]))[0].int(0) ?? -1
                }
            }
            return try await group.reduce(0, +)
        }
        #expect(sum == 999_000)
    }

    @Test("statements sent together are one transaction, and the failed one is named")
    func atomic() async throws {
        defer { finish() }
        _ = try await client.write([PostgresStatement("CREATE TABLE IF NOT EXISTS atomic_probe (n bigint)")])
        let error = await #expect(throws: PostgresError.self) {
            try await client.write([
                PostgresStatement("INSERT INTO atomic_probe VALUES (1)"),
                PostgresStatement("SELECT 1 / (SELECT count(*) FROM atomic_probe WHERE n = 7)"),
                PostgresStatement("INSERT INTO atomic_probe VALUES (2)"),
            ])
        }
        #expect(error?.kind == .data)
        #expect(error?.statement == 1)
        #expect(try await client.read(PostgresStatement("SELECT count(*) FROM atomic_probe"))[0].int(0) == 0)
        _ = try await client.write([PostgresStatement("DROP TABLE atomic_probe")])
    }

    @Test("statements that failing ones before them should have prepared are answered all the same")
    func preparedByFailures() async throws {
        defer { finish() }
        for round in 0..<40 {
            // A text of its own, which nobody has prepared.
            let text = PostgresStatement(composed: "SELECT \(round) + $1::bigint AS n", [.int(2)])
            let failing = [PostgresStatement("SELECT 1 / 0"), text]
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<24 {
                    group.addTask {
                        if number % 3 == 2 {
                            let rows = try await client.write([text])
                            #expect(rows.first?.first?.int("n") == round + 2)
                        } else {
                            _ = await failure { _ = try await client.write(failing) }
                        }
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    @Test("a cancelled statement on a lease ends on the server")
    func cancels() async throws {
        defer { finish() }
        let started = ContinuousClock.now
        let isLent = Signal()
        let task = Task {
            try await client.withLease { lease in
                isLent.raise()
                _ = try await lease.run(PostgresStatement("SELECT pg_sleep(300)"))
            }
        }
        await isLent.wait()
        try await Task.sleep(for: .milliseconds(300))
        task.cancel()
        let error = await #expect(throws: PostgresError.self) { try await task.value }
        #expect(error?.kind == .cancelled)
        #expect(error?.state == "57014")
        #expect(ContinuousClock.now - started < .seconds(20))
    }

    @Test("loads rows by COPY and reads them back in chunks")
    func copies() async throws {
        defer { finish() }
        _ = try await client.write([
            PostgresStatement("DROP TABLE IF EXISTS copy_probe"),
            PostgresStatement("CREATE TABLE copy_probe (n bigint, t text)"),
        ])
        let count = try await client.withLease { lease in
            try await lease.copy("COPY copy_probe (n, t) FROM STDIN (FORMAT binary)") { copy in
                for number in 0..<20_000 {
                    try await copy.add([.int(number), .text(number % 3 == 0 ? nil : "t\(number)")])
                }
            }
        }
        #expect(count == 20_000)
        let sum = try await client.transaction { lease in
            var sum = 0
            try await lease.chunks(
                of: PostgresStatement("SELECT n FROM copy_probe WHERE n >= $1 ORDER BY n", [.int(10)]), size: 777
            ) { rows in
                for row in rows { sum += row.int(0) ?? 0 }
            }
            return sum
        }
        #expect(sum == 19_999 * 10_000 - 45)
        _ = try await client.write([PostgresStatement("DROP TABLE copy_probe")])
    }

    @Test("text with U+0000 is refused before it is sent, by the number of its parameter")
    func refusesNUL() async throws {
        defer { finish() }
        let error = await #expect(throws: PostgresError.self) {
            try await client.read(PostgresStatement("SELECT $1::text, $2::text", [.text("a"), .text("b\0c")]))
        }
        #expect(error?.kind == .unencodable)
        #expect(error?.message.contains("$2") == true)
    }
}
