import EventReactor
import Foundation
import PostgresClient
import Testing

/// What is done to a server of its own, one thing after another.
@Suite(
    "PostgresClient on bad days", .serialized, .ownServer,
    .enabled(if: PrivateServer.isPossible, PrivateServer.isAbsent))
enum BadDays {}

extension BadDays {
    @Suite("the server goes away") struct Away {
        @Test("down at the start, then there: what waits is refused in time, and what comes later is answered")
        func downAtStart() async throws {
            let server = try #require(PrivateServer.current)
            try await server.stop()
            try await Session.own {
                $0.patience = .seconds(1)
            } _: { client in
                let started = ContinuousClock.now
                let error = await failure { _ = try await client.number("SELECT 1") }
                #expect(error?.kind == .unavailable)
                #expect(error?.message.contains("refused") == true)
                #expect(ContinuousClock.now - started < .seconds(3))
                try await server.start()
                #expect(try await client.number("SELECT 1") == 1)
            }
        }

        @Test("who waits while the server comes up is answered")
        func waitsForStart() async throws {
            let server = try #require(PrivateServer.current)
            try await server.stop()
            try await Session.own {
                $0.patience = .seconds(30)
            } _: { client in
                async let answer = client.number("SELECT 7")
                try await Task.sleep(for: .milliseconds(300))
                try await server.start()
                #expect(try await answer == 7)
            }
        }

        @Test("down later: reads and writes end in an error that says so, and work again when it is back")
        func downLater() async throws {
            let server = try #require(PrivateServer.current)
            try await Session.own {
                $0.patience = .seconds(3)
            } _: { client in
                #expect(try await client.number("SELECT 1") == 1)
                try await server.stop()
                let read = await failure { _ = try await client.number("SELECT 1") }
                #expect(read?.kind == .unavailable)
                let write = await failure { try await client.change("SELECT 1") }
                #expect(write?.kind == .unavailable || write?.kind == .connectionLost)
                try await server.start()
                #expect(try await client.number("SELECT 1") == 1)
            }
        }

        @Test("killed and restarted under load: every call ends, no commit is lost, nothing refused is there")
        func restarts() async throws {
            let server = try #require(PrivateServer.current)
            let rounds = ProcessInfo.processInfo.environment["VITRINE_TEST_RESTARTS"].flatMap { Int($0) } ?? 3
            try await Session.own {
                $0.patience = .seconds(20)
            } _: { client in
                try await client.change("CREATE TABLE kept (n bigint PRIMARY KEY)")
                let books = Books()
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for task in 0..<32 {
                        group.addTask {
                            var number = task * 1_000_000
                            while !books.isOver {
                                number += 1
                                await books.write(number, to: client, onLease: task % 4 == 0)
                                _ = try? await client.number("SELECT count(*) FROM kept WHERE n = $1", [.int(number)])
                            }
                        }
                    }
                    for _ in 0..<rounds {
                        try await Task.sleep(for: .milliseconds(700))
                        try await server.restart()
                    }
                    try await Task.sleep(for: .milliseconds(500))
                    books.end()
                    try await group.waitForAll()
                }
                let rows = try await client.read(PostgresStatement("SELECT n FROM kept"))
                let kept = Set(rows.map { $0.int(0) ?? -1 })
                #expect(books.committed.subtracting(kept) == [])
                #expect(books.refused.intersection(kept) == [])
                #expect(books.committed.count > 32)
            }
        }

        @Test("its processes ended by an operator: a read is asked again, a write says that its outcome is unknown")
        func terminated() async throws {
            try await Session.own {
                $0.pipelines = 1
            } _: { client in
                try await Session.own { operatorClient in
                    async let slow = client.number("SELECT 1 FROM pg_sleep(0.5)")
                    try await Task.sleep(for: .milliseconds(200))
                    try await operatorClient.change(
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(0.5)%' AND pid <> pg_backend_pid()"
                    )
                    #expect(try await slow == 1)

                    async let write = failure { try await client.change("SELECT 2 FROM pg_sleep(0.6)") }
                    try await Task.sleep(for: .milliseconds(200))
                    try await operatorClient.change(
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(0.6)%' AND pid <> pg_backend_pid()"
                    )
                    let error = await write
                    #expect(error?.kind == .connectionLost)
                    #expect(error?.state == "57P01")
                }
            }
        }

        @Test(
            "frozen: statements, loads and cancellations end all the same, and the client recovers",
            .timeLimit(.minutes(2)))
        func frozen() async throws {
            let server = try #require(PrivateServer.current)
            try await Session.own {
                $0.statementTimeout = .milliseconds(100)
                $0.connectTimeout = .seconds(1)
                $0.patience = .seconds(1)
            } _: { client in
                try await client.change("CREATE TABLE IF NOT EXISTS slow_load (n bigint)")
                _ = try await client.withLease { try await $0.run(PostgresStatement("SELECT 1")) }
                let isLoading = Signal()
                let mayFreeze = Signal()
                let load = Task {
                    try await client.withLease { lease in
                        try await lease.copy("COPY slow_load FROM STDIN (FORMAT binary)") { copy in
                            isLoading.raise()
                            await mayFreeze.wait()
                            for number in 0..<2_000_000 { try await copy.add([.int(number)]) }
                        }
                    }
                }
                await isLoading.wait()
                try server.freeze()
                defer { try? server.thaw() }
                mayFreeze.raise()
                let started = ContinuousClock.now
                async let read = failure { _ = try await client.number("SELECT 1") }
                async let write = failure { try await client.change("SELECT 1") }
                async let snapshot = failure { _ = try await client.snapshot([PostgresStatement("SELECT 1")]) }
                let cancelled = Task { try await client.withLease { try await $0.run(PostgresStatement("SELECT 1")) } }
                try await Task.sleep(for: .milliseconds(200))
                cancelled.cancel()
                for error in [await read, await write, await snapshot] {
                    #expect(error?.kind == .connectionLost || error?.kind == .unavailable)
                }
                _ = await failure { _ = try await cancelled.value }
                _ = await failure { _ = try await load.value }
                #expect(ContinuousClock.now - started < .seconds(30))
                try server.thaw()
                #expect(try await client.number("SELECT 1") == 1)
            }
        }
    }
}

extension BadDays {
    @Suite("the server says no") struct Refusals {
        @Test("more connections than the server gives: the work is done with those there are")
        func outOfConnections() async throws {
            try await Session.own { admin in
                try await admin.change("CREATE ROLE narrow LOGIN PASSWORD 'narrow' CONNECTION LIMIT 2")
            }
            try await Session.own {
                $0.user = "narrow"
                $0.password = .init("narrow")
                $0.leases = 6
                $0.patience = .seconds(20)
            } _: { client in
                let done = try await withThrowingTaskGroup(of: Int.self) { group in
                    for number in 0..<6 {
                        group.addTask {
                            try await client.withLease { lease in
                                try await lease.run(
                                    PostgresStatement("SELECT $1::bigint FROM pg_sleep(0.1)", [.int(number)]))[0]
                                    .int(0) ?? -1
                            }
                        }
                    }
                    return try await group.reduce(0, +)
                }
                #expect(done == 15)
            }
        }

        @Test("all connections taken by others: refused in time, with the server's reason")
        func allTaken() async throws {
            try await Session.own { admin in
                try await admin.change("CREATE ROLE closed LOGIN PASSWORD 'closed' CONNECTION LIMIT 0")
            }
            try await Session.own {
                $0.user = "closed"
                $0.password = .init("closed")
                $0.patience = .seconds(1)
            } _: { client in
                let error = await failure { _ = try await client.number("SELECT 1") }
                #expect(error?.kind == .unavailable)
                #expect(error?.message.contains("53300") == true)
            }
        }

        @Test(
            "read-only: a write says so where any server will do, and no connection is made where it must be writable")
        func readOnly() async throws {
            try await Session.own { admin in
                try await admin.change(
                    "CREATE ROLE reader LOGIN PASSWORD 'reader'",
                    "ALTER ROLE reader SET default_transaction_read_only = on")
            }
            let reader: (inout PostgresConfiguration) -> Void = {
                $0.user = "reader"
                $0.password = .init("reader")
                $0.patience = .seconds(1)
            }
            try await Session.own {
                reader(&$0); $0.target = .any
            } _: { client in
                let error = await failure { try await client.change("CREATE TABLE never (n bigint)") }
                #expect(error?.kind == .readOnly)
                let one = try await client.number("SELECT 1")
                #expect(one == 1)
            }
            try await Session.own {
                reader(&$0)
            } _: { client in
                let error = await failure { _ = try await client.number("SELECT 1") }
                #expect(error?.kind == .unavailable)
                #expect(error?.message.contains("read-only") == true)
            }
        }

        @Test("a wrong password and an unknown database are refused at once", arguments: [true, false])
        func refused(_ isPassword: Bool) async throws {
            try await Session.own {
                if isPassword { $0.password = .init("not the one") } else { $0.database = "nowhere" }
                $0.patience = .seconds(30)
            } _: { client in
                let started = ContinuousClock.now
                let error = await failure { _ = try await client.number("SELECT 1") }
                #expect(error?.kind == .refused)
                #expect(error?.state == (isPassword ? "28P01" : "3D000"))
                #expect(error?.description.contains("not the one") == false)
                #expect(ContinuousClock.now - started < .seconds(15))
            }
        }

        @Test("a host that nobody knows is named")
        func unknownHost() async throws {
            try await Session.own {
                $0.hosts = [("nowhere.invalid", 5432)]
                $0.patience = .seconds(2)
            } _: { client in
                let error = await failure { _ = try await client.number("SELECT 1") }
                #expect(error?.kind == .unavailable)
                #expect(error?.message.contains("nowhere.invalid") == true)
            }
        }

        @Test("the next host is tried when one refuses or swallows connections")
        func nextHost() async throws {
            let server = try #require(PrivateServer.current)
            let silent = try SilentPort()
            try await Session.own {
                $0.hosts = [("127.0.0.1", 1), ("127.0.0.1", silent.port), ("127.0.0.1", server.port)]
                $0.connectTimeout = .milliseconds(500)
                $0.patience = .seconds(20)
            } _: { client in
                let one = try await client.number("SELECT 1")
                #expect(one == 1)
            }
        }
    }
}
