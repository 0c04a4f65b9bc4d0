import EventReactor
import PostgresClient
import Testing

extension BadDays {
    @Suite("a task is cancelled, or too many wait") struct Waiting {
        @Test("no request to cancel ends a statement of another task", .timeLimit(.minutes(2)))
        func innocent() async throws {
            try await Session.own {
                $0.leases = 1
            } _: { client in
                for number in 0..<100 {
                    let victim = Task {
                        try await client.withLease {
                            try await $0.run(PostgresStatement("SELECT 1 FROM pg_sleep(0.005)"))
                        }
                    }
                    try await Task.sleep(for: .microseconds(4000 + 30 * number))
                    victim.cancel()
                    for _ in 0..<3 {
                        let value = try await client.withLease { lease in
                            try await lease.run(PostgresStatement("SELECT 7 FROM pg_sleep(0.001)"))[0].int(0)
                        }
                        #expect(value == 7)
                    }
                    _ = try? await victim.value
                }
            }
        }

        @Test("a task that is cancelled while it waits for a lease stops waiting, and the lease is not lost")
        func cancelledInQueue() async throws {
            try await Session.own {
                $0.leases = 1
                $0.patience = .seconds(30)
            } _: { client in
                try await client.withLease { _ in
                    let waiting = Task { try await client.withLease { _ in } }
                    try await Task.sleep(for: .milliseconds(50))
                    waiting.cancel()
                    let error = await failure { try await waiting.value }
                    #expect(error?.kind == .cancelled)
                }
                #expect(try await client.withLease { try await $0.run(PostgresStatement("SELECT 1"))[0].int(0) } == 1)
            }
        }

        @Test("a task that is cancelled on a shared connection is freed at once, and the others are not")
        func cancelledOnPipeline() async throws {
            try await Session.own {
                $0.pipelines = 1
            } _: { client in
                _ = try await client.number("SELECT 1")
                let started = ContinuousClock.now
                let slow = Task { try await client.number("SELECT 1 FROM pg_sleep(1)") }
                try await Task.sleep(for: .milliseconds(50))
                async let behind = client.number("SELECT 2")
                slow.cancel()
                let error = await failure { _ = try await slow.value }
                #expect(error?.kind == .cancelled)
                #expect(ContinuousClock.now - started < .milliseconds(900))
                #expect(try await behind == 2)
            }
        }

        @Test("a cancelled transaction and a cancelled load leave nothing behind")
        func cancelledWork() async throws {
            try await Session.own {
                $0.leases = 1
            } _: { client in
                try await client.change("CREATE TABLE undone (n bigint)")
                let isInside = Signal()
                let transaction = Task {
                    try await client.transaction { lease in
                        _ = try await lease.run(PostgresStatement("INSERT INTO undone VALUES (1)"))
                        isInside.raise()
                        try? await Task.sleep(for: .seconds(60))
                    }
                }
                await isInside.wait()
                transaction.cancel()
                #expect(await failure { try await transaction.value }?.kind == .cancelled)

                let isLoading = Signal()
                let load = Task {
                    try await client.withLease { lease in
                        try await lease.copy("COPY undone FROM STDIN (FORMAT binary)") { copy in
                            for number in 0..<50_000_000 {
                                try await copy.add([.int(number)])
                                if number == 100_000 { isLoading.raise() }
                            }
                        }
                    }
                }
                await isLoading.wait()
                load.cancel()
                #expect(await failure { _ = try await load.value }?.kind == .cancelled)
                #expect(try await client.number("SELECT count(*) FROM undone") == 0)
                #expect(try await client.withLease { try await $0.run(PostgresStatement("SELECT 1"))[0].int(0) } == 1)
            }
        }

        @Test("no thread of the task pool is held while hundreds of tasks wait for the server")
        func holdsNoThread() async throws {
            try await Session.own {
                $0.leases = 4
            } _: { client in
                let turns = Tally()
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for number in 0..<200 {
                        group.addTask {
                            if number % 2 == 0 {
                                _ = try await client.number("SELECT 1 FROM pg_sleep(0.01)")
                            } else {
                                try await client.withLease {
                                    _ = try await $0.run(PostgresStatement("SELECT 1 FROM pg_sleep(0.01)"))
                                }
                            }
                        }
                    }
                    group.addTask {
                        while !Task.isCancelled {
                            turns.step()
                            await Task.yield()
                        }
                    }
                    for _ in 0..<200 { try await group.next() }
                    group.cancelAll()
                }
                // Were a thread held for each statement, this task would have had next to no turn.
                #expect(turns.count > 1000)
            }
        }

        @Test("closing lets what is under way end, and refuses what comes after it")
        func drains() async throws {
            try await Session.own {
                $0.leases = 2
            } _: { client in
                let isInside = Signal()
                async let lease = client.withLease { lease in
                    isInside.raise()
                    return try await lease.run(PostgresStatement("SELECT 3 FROM pg_sleep(0.3)"))[0].int(0)
                }
                async let read = client.number("SELECT 4 FROM pg_sleep(0.3)")
                await isInside.wait()
                try await Task.sleep(for: .milliseconds(100))
                await client.close(draining: .seconds(10))
                #expect(try await lease == 3)
                #expect(try await read == 4)
                #expect(await failure { _ = try await client.number("SELECT 1") }?.kind == .unavailable)
                #expect(await failure { try await client.withLease { _ in } }?.kind == .unavailable)
                await client.close(draining: .seconds(10))
            }
        }

        @Test("closing ends what does not end by itself in time")
        func drainsWithLimit() async throws {
            try await Session.own { client in
                async let slow = failure { _ = try await client.number("SELECT 1 FROM pg_sleep(20)") }
                try await Task.sleep(for: .milliseconds(200))
                let started = ContinuousClock.now
                await client.close(draining: .milliseconds(200))
                #expect(await slow?.kind == .unavailable)
                #expect(ContinuousClock.now - started < .seconds(10))
            }
        }

        @Test("nobody hangs when the reactor is stopped under them", .timeLimit(.minutes(1)))
        func reactorStops() async throws {
            let server = try #require(PrivateServer.current)
            let reactor = try EventReactor()
            var configuration = try server.configuration()
            configuration.leases = 1
            let client = PostgresClient(configuration, on: reactor)
            let waiting = (0..<20).map { number in
                Task {
                    if number % 2 == 0 {
                        _ = try await client.number("SELECT 1 FROM pg_sleep(20)")
                    } else {
                        try await client.withLease {
                            _ = try await $0.run(PostgresStatement("SELECT 1 FROM pg_sleep(20)"))
                        }
                    }
                }
            }
            try await Task.sleep(for: .milliseconds(500))
            reactor.stop()
            for task in waiting { #expect(await failure { try await task.value } != nil) }
            #expect(await failure { _ = try await client.number("SELECT 1") }?.kind == .unavailable)
            await client.close(draining: .seconds(1))
        }
    }

    @Suite("who listens") struct Listening {
        @Test(
            "hears what is notified, and after a lost connection that something may have been missed",
            .timeLimit(.minutes(1)))
        func hears() async throws {
            let server = try #require(PrivateServer.current)
            try await Session.own {
                $0.patience = .seconds(20)
            } _: { client in
                var signals = try client.notifications(on: "Odd \"name\"").makeAsyncIterator()
                #expect(await signals.next() == .mayHaveMissed)
                try await client.change("NOTIFY \"Odd \"\"name\"\"\", 'hello'")
                #expect(await signals.next() == .notified(.init(channel: "Odd \"name\"", payload: "hello")))
                try await server.restart()
                #expect(await signals.next() == .mayHaveMissed)
                try await client.change("NOTIFY \"Odd \"\"name\"\"\", 'again'")
                #expect(await signals.next() == .notified(.init(channel: "Odd \"name\"", payload: "again")))
            }
        }

        @Test("and is too slow learns that, not everything", .timeLimit(.minutes(1)))
        func isSlow() async throws {
            try await Session.own { client in
                let stream = try client.notifications(on: "flood")
                var signals = stream.makeAsyncIterator()
                #expect(await signals.next() == .mayHaveMissed)
                _ = try await client.read(
                    PostgresStatement("SELECT pg_notify('flood', n::text) FROM generate_series(1, 3000) n"))
                try await Task.sleep(for: .seconds(1))
                var missed = 0
                var last = ""
                while last != "3000" {
                    switch await signals.next() {
                    case .mayHaveMissed: missed += 1
                    case .notified(let notification): last = notification.payload
                    case nil: last = "3000"
                    }
                }
                #expect(missed > 0)
            }
        }

        @Test("ends with the client", .timeLimit(.minutes(1)))
        func ends() async throws {
            try await Session.own { client in
                var signals = try client.notifications(on: "end").makeAsyncIterator()
                #expect(await signals.next() == .mayHaveMissed)
                client.close()
                #expect(await signals.next() == nil)
                var later = try client.notifications(on: "end").makeAsyncIterator()
                #expect(await later.next() == nil)
            }
        }

        @Test("is refused behind a pooler")
        func pooled() async throws {
            try await Session.own {
                $0.isPooled = true
            } _: { client in
                #expect(await failure { _ = try client.notifications(on: "any") }?.kind == .statement)
            }
        }
    }
}
