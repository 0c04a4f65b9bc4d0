import PostgresClient
import Testing

extension BadDays {
    @Suite("rows are loaded") struct Copying {
        private struct Stop: Error {}

        @Test("as text, the server reads every value as its column's type")
        func text() async throws {
            try await Session.own { client in
                try await client.change(
                    "CREATE TABLE loaded (i int, d numeric, b bool, t text, y bytea, n int[], s text[], nothing text)")
                let count = try await client.withLease { lease in
                    try await lease.copy("COPY loaded FROM STDIN", .text) { copy in
                        try await copy.add([
                            .int(-7), .double(0.25), .bool(true), .text("tab\t line\n back\\slash \\N 😀\r"),
                            .bytes([0, 255, 92]),
                            .ints([1, -2]), .texts(["a\"b", "c\\d", "", "NULL", "e,f"]), .text(nil),
                        ])
                        try await copy.add([
                            .int(nil), .double(.nan), .bool(false), .text(""), .bytes([]), .ints([]), .texts([]),
                            .text("\\N"),
                        ])
                    }
                }
                #expect(count == 2)
                let rows = try await client.read(
                    PostgresStatement(
                        """
                        SELECT i, d::float8 AS d, b, t, y, n[2] AS n, s[1] || s[2] || s[3] || s[4] || s[5] AS s, nothing
                        FROM loaded ORDER BY i
                        """))
                #expect(rows[0].int("i") == -7)
                #expect(rows[0].double("d") == 0.25)
                #expect(rows[0].text("t") == "tab\t line\n back\\slash \\N 😀\r")
                #expect(rows[0].bytes("y") == [0, 255, 92])
                #expect(rows[0].int("n") == -2)
                #expect(rows[0].text("s") == "a\"bc\\dNULLe,f")
                #expect(rows[0].text("nothing") == nil)
                #expect(rows[1].int("i") == nil)
                #expect(rows[1].double("d")?.isNaN == true)
                #expect(rows[1].text("t") == "")
                #expect(rows[1].bytes("y") == [])
                #expect(rows[1].text("nothing") == "\\N")
            }
        }

        @Test("all or none: where a row is refused, where the body throws, where there is no such table")
        func allOrNone() async throws {
            try await Session.own {
                $0.leases = 1
            } _: { client in
                try await client.change("CREATE TABLE strict (n bigint PRIMARY KEY)")
                let twice = await failure {
                    _ = try await client.withLease { lease in
                        try await lease.copy("COPY strict FROM STDIN (FORMAT binary)") { copy in
                            for number in 0..<100_000 { try await copy.add([.int(number % 60_000)]) }
                        }
                    }
                }
                #expect(twice?.kind == .constraint)
                await #expect(throws: Stop.self) {
                    _ = try await client.withLease { lease in
                        try await lease.copy("COPY strict FROM STDIN (FORMAT binary)") { copy in
                            for number in 0..<100_000 { try await copy.add([.int(number)]) }
                            throw Stop()
                        }
                    }
                }
                let unencodable = await failure {
                    _ = try await client.withLease { lease in
                        try await lease.copy("COPY strict FROM STDIN", .text) { try await $0.add([.text("1\0")]) }
                    }
                }
                #expect(unencodable?.kind == .unencodable)
                let absent = await failure {
                    _ = try await client.withLease { lease in
                        try await lease.copy("COPY no_such_table FROM STDIN (FORMAT binary)") { _ in }
                    }
                }
                #expect(absent?.kind == .statement)
                let connections = try await client.withLease { lease in
                    try await lease.run(PostgresStatement("SELECT count(*) FROM strict"))[0].int(0)
                }
                #expect(connections == 0)
            }
        }

        @Test("a COPY that is sent like another statement is refused")
        func notAsStatement() async throws {
            try await Session.own { client in
                try await client.change("CREATE TABLE IF NOT EXISTS misplaced (n bigint)")
                let error = await failure { try await client.change("COPY misplaced FROM STDIN") }
                #expect(error != nil)
                let one = try await client.number("SELECT 1")
                #expect(one == 1)
            }
        }
    }

    @Suite("many read at one moment") struct Snapshots {
        @Test("a snapshot sees one moment while pairs of rows are changed together")
        func oneMoment() async throws {
            try await Session.own { client in
                try await client.change(
                    "CREATE TABLE twin (k bigint PRIMARY KEY, n bigint)", "INSERT INTO twin VALUES (1, 0), (2, 0)")
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask {
                        for _ in 0..<200 {
                            _ = try await client.write([
                                PostgresStatement("UPDATE twin SET n = n + 1 WHERE k = 1"),
                                PostgresStatement("UPDATE twin SET n = n + 1 WHERE k = 2"),
                            ])
                        }
                    }
                    for _ in 0..<4 {
                        group.addTask {
                            for _ in 0..<50 {
                                let rows = try await client.snapshot([
                                    PostgresStatement("SELECT n FROM twin WHERE k = 1"),
                                    PostgresStatement("SELECT n FROM twin WHERE k = 2"),
                                ])
                                #expect(rows[0][0].int(0) == rows[1][0].int(0))
                            }
                        }
                    }
                    try await group.waitForAll()
                }
            }
        }

        @Test("a failed statement is named by its place, and the connection serves the next one")
        func failed() async throws {
            try await Session.own {
                $0.leases = 1
            } _: { client in
                for _ in 0..<3 {
                    let error = await failure {
                        _ = try await client.snapshot([
                            PostgresStatement("SELECT 1"), PostgresStatement("SELECT 1 / 0"),
                        ])
                    }
                    #expect(error?.kind == .data)
                    #expect(error?.statement == 1)
                }
                let error = await failure {
                    _ = try await client.snapshot([PostgresStatement("CREATE TABLE never (n bigint)")])
                }
                #expect(error?.kind == .readOnly)
                let five = try await client.snapshot([PostgresStatement("SELECT 5")])
                #expect(five[0][0].int(0) == 5)
            }
        }
    }
}
