import PostgresClient
import Testing

extension BadDays {
    @Suite("a statement fails") struct Statements {
        @Test("slower than its timeout: it ends on the server, and its neighbours do not")
        func slow() async throws {
            try await Session.own {
                $0.statementTimeout = .milliseconds(300)
                $0.pipelines = 1
            } _: { client in
                async let slow = failure { _ = try await client.number("SELECT 1 FROM pg_sleep(10)") }
                async let fast = client.number("SELECT 2")
                let error = await slow
                #expect(error?.kind == .timeout)
                #expect(error?.state == "57014")
                let two = try await fast
                #expect(two == 2)
            }
        }

        @Test("many slow ones behind each other are not taken for a frozen server", .timeLimit(.minutes(2)))
        func queued() async throws {
            try await Session.own {
                $0.statementTimeout = .milliseconds(1200)
                $0.pipelines = 1
            } _: { client in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for _ in 0..<8 {
                        group.addTask { _ = try await client.number("SELECT 1 FROM pg_sleep(1)") }
                    }
                    try await group.waitForAll()
                }
            }
        }

        @Test("waiting for a lock longer than its timeout")
        func lockTimeout() async throws {
            try await Session.own {
                $0.lockTimeout = .milliseconds(200)
            } _: { client in
                try await client.change("CREATE TABLE locked (n bigint)")
                try await client.transaction { lease in
                    _ = try await lease.run(PostgresStatement("LOCK TABLE locked"))
                    let error = await failure { try await client.change("INSERT INTO locked VALUES (1)") }
                    #expect(error?.kind == .timeout)
                    #expect(error?.state == "55P03")
                }
            }
        }

        @Test(
            "a full disk is told apart, and so are other errors of the server",
            arguments: [
                ("53100", PostgresError.Kind.noSpace), ("53200", .noResources), ("XX001", .other), ("25006", .readOnly),
            ])
        func raised(_ state: String, _ kind: PostgresError.Kind) async throws {
            try await Session.own { client in
                let error = await failure {
                    try await client.change("DO $$ BEGIN RAISE SQLSTATE '\(state)' USING MESSAGE = 'made up'; END $$")
                }
                #expect(error?.kind == kind)
                #expect(error?.state == state)
                let one = try await client.number("SELECT 1")
                #expect(one == 1)
            }
        }

        @Test("an error that the transaction's body ignores does not pass for a commit")
        func ignored() async throws {
            try await Session.own { client in
                try await client.change("CREATE TABLE half (n bigint)")
                let error = await failure {
                    try await client.transaction { lease in
                        _ = try await lease.run(PostgresStatement("INSERT INTO half VALUES (1)"))
                        _ = try? await lease.run(PostgresStatement("SELECT 1 / 0"))
                    }
                }
                #expect(error?.kind == .aborted)
                #expect(try await client.number("SELECT count(*) FROM half") == 0)
            }
        }

        @Test("a transaction whose body throws is taken back, and its connection serves the next one")
        func takenBack() async throws {
            struct Stop: Error {}
            try await Session.own {
                $0.leases = 1
            } _: { client in
                try await client.change("CREATE TABLE thrown (n bigint)")
                func process() async throws -> Int? {
                    try await client.withLease {
                        try await $0.run(PostgresStatement("SELECT pg_backend_pid()"))[0].int(0)
                    }
                }
                let first = try await process()
                for _ in 0..<3 {
                    await #expect(throws: Stop.self) {
                        try await client.transaction { lease in
                            _ = try await lease.run(PostgresStatement("INSERT INTO thrown VALUES (1)"))
                            throw Stop()
                        }
                    }
                }
                #expect(try await process() == first)
                #expect(try await client.number("SELECT count(*) FROM thrown") == 0)
            }
        }
    }

    @Suite("two transactions collide") struct Collisions {
        @Test("a serialization failure is tried again, and both take effect")
        func serialization() async throws {
            try await Session.own { client in
                try await client.change("CREATE TABLE tally (n bigint)", "INSERT INTO tally VALUES (0)")
                let tries = Tally()
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for _ in 0..<8 {
                        group.addTask {
                            try await client.transaction(.serializable, attempts: 50) { lease in
                                tries.step()
                                let n = try await lease.run(PostgresStatement("SELECT n FROM tally"))[0].int("n") ?? -1
                                _ = try await lease.run(PostgresStatement("UPDATE tally SET n = $1", [.int(n + 1)]))
                            }
                        }
                    }
                    try await group.waitForAll()
                }
                #expect(try await client.number("SELECT n FROM tally") == 8)
                #expect(tries.count > 8)
            }
        }

        @Test("a deadlock is tried again")
        func deadlock() async throws {
            try await Session.own { client in
                try await client.change(
                    "CREATE TABLE pair (k bigint PRIMARY KEY, n bigint)", "INSERT INTO pair VALUES (1, 0), (2, 0)")
                let met = Meeting()
                let tries = Tally()
                let add = PostgresText("UPDATE pair SET n = n + 1 WHERE k = :k")
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for order in [[1, 2], [2, 1]] {
                        group.addTask {
                            let own = Tally()
                            try await client.transaction { lease in
                                tries.step()
                                _ = try await lease.run(PostgresStatement(add, [.int(order[0])]))
                                if own.step() == 1 { await met.arrive() }
                                _ = try await lease.run(PostgresStatement(add, [.int(order[1])]))
                            }
                        }
                    }
                    try await group.waitForAll()
                }
                #expect(try await client.number("SELECT sum(n)::bigint FROM pair") == 4)
                // The second try may meet the other transaction once more.
                #expect((3...5).contains(tries.count))
            }
        }

        @Test("a deadlock of two pipelines is tried again")
        func deadlockOfPipelines() async throws {
            try await Session.own { client in
                try await Session.own { other in
                    try await client.change(
                        "CREATE TABLE couple (k bigint PRIMARY KEY, n bigint)",
                        "INSERT INTO couple VALUES (1, 0), (2, 0)")
                    let add = PostgresText("UPDATE couple SET n = n + 1 FROM pg_sleep(0.01) WHERE k = :k")
                    try await withThrowingTaskGroup(of: Void.self) { group in
                        for (client, order) in [(client, [1, 2]), (other, [2, 1])] {
                            group.addTask {
                                for _ in 0..<5 {
                                    _ = try await client.write(
                                        order.map { PostgresStatement(add, [.int($0)]) }, attempts: 50)
                                }
                            }
                        }
                        try await group.waitForAll()
                    }
                    #expect(try await client.number("SELECT sum(n)::bigint FROM couple") == 20)
                }
            }
        }
    }

    @Suite("the server forgets") struct Forgetting {
        @Test(
            "prepared statements that are gone are prepared anew, once, and nobody notices",
            arguments: ["DISCARD ALL", "DEALLOCATE ALL"])
        func statements(_ command: String) async throws {
            try await Session.own {
                $0.pipelines = 1
            } _: { client in
                func readAll() async throws {
                    let sum = try await withThrowingTaskGroup(of: Int.self) { group in
                        for number in 0..<100 {
                            group.addTask {
                                number % 2 == 0
                                    ? try await client.number("SELECT $1::bigint", [.int(number)]) ?? -1
                                    : try await client.number("SELECT 0 + $1::bigint", [.int(number)]) ?? -1
                            }
                        }
                        return try await group.reduce(0, +)
                    }
                    #expect(sum == 4950)
                }
                try await readAll()
                for _ in 0..<3 {
                    try await client.change(command)
                    try await readAll()
                }
                let names = try await client.number(
                    "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE 'SELECT %$1::bigint'")
                #expect(names == 2)
            }
        }

        @Test("within a transaction, the whole of it is tried again")
        func inTransaction() async throws {
            try await Session.own {
                $0.leases = 1
            } _: { client in
                let tries = Tally()
                let question = PostgresText("SELECT :n::bigint + 1")
                let answer = try await client.transaction { lease in
                    let isFirst = tries.step() == 1
                    _ = try await lease.run(PostgresStatement(question, [.int(1)]))
                    if isFirst { _ = try await lease.run(PostgresStatement("DEALLOCATE ALL")) }
                    return try await lease.run(PostgresStatement(question, [.int(2)]))[0].int(0)
                }
                #expect(answer == 3)
                #expect(tries.count == 2)
            }
        }

        @Test("a result that has other columns since a migration is asked for again")
        func columns() async throws {
            try await Session.own {
                $0.pipelines = 1
            } _: { client in
                try await client.change("CREATE TABLE widened (a bigint)", "INSERT INTO widened VALUES (1)")
                let question = PostgresText("SELECT * FROM widened")
                #expect(try await client.read(PostgresStatement(question)).columns == ["a"])
                for (number, name) in ["b", "c", "d"].enumerated() {
                    try await client.change("ALTER TABLE widened ADD COLUMN \(name) bigint")
                    #expect(try await client.read(PostgresStatement(question)).columns.count == number + 2)
                }
                let kept = try await client.number(
                    "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%widened' AND statement LIKE 'SELECT *%'"
                )
                #expect(kept == 1)
            }
        }

        @Test("another statement of the kind that PostgreSQL does not support is refused, and leaves nothing behind")
        func unsupported() async throws {
            try await Session.own {
                $0.pipelines = 1
            } _: { client in
                for _ in 0..<3 {
                    let error = await failure {
                        try await client.change("SELECT count(*) FROM pg_class GROUP BY relkind FOR UPDATE")
                    }
                    #expect(error?.kind == .statement)
                    #expect(error?.state == "0A000")
                }
            }
        }
    }
}

/// Two tasks that wait for each other.
actor Meeting {
    private var other: CheckedContinuation<Void, Never>?

    func arrive() async {
        if let other {
            other.resume()
            return self.other = nil
        }
        await withCheckedContinuation { other = $0 }
    }
}
