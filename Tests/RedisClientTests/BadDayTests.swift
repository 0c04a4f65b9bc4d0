import Foundation
import Glibc
import RedisClient
import ServerTestSupport
import Testing

/// What is done to a server of its own.
@Suite(
    "RedisClient on bad days", .serialized, .enabled(if: PrivateRedis.isPossible, PrivateRedis.isAbsent),
    .timeLimit(.minutes(3)))
enum BadDays {}

extension BadDays {
    @Suite("the server goes away") struct Away {
        @Test("killed and started again under load, three times: every task ends, and all go on afterwards")
        func killed() async throws {
            try await PrivateRedis.with { server in
                try await withClient(server.url, { $0.patience = .milliseconds(300) }) { client in
                    let outcomes = Tally<RedisError.Kind?>()
                    try await withThrowingTaskGroup(of: Void.self) { group in
                        for _ in 0..<64 {
                            group.addTask {
                                while !Task.isCancelled {
                                    do throws(RedisError) {
                                        _ = try await client.run(RedisCommand("INCR", .key("n")))
                                        outcomes.add(nil)
                                    } catch {
                                        outcomes.add(error.kind)
                                    }
                                }
                            }
                        }
                        for _ in 0..<3 {
                            let before = outcomes.elements.count { $0 == nil }
                            try await eventually { outcomes.elements.count { $0 == nil } > before + 1_000 }
                            let refused = outcomes.elements.count { $0 == .unavailable }
                            try server.end(by: SIGKILL)
                            try await eventually { outcomes.elements.count { $0 == .unavailable } >= refused + 64 }
                            try await server.start()
                        }
                        let before = outcomes.elements.count { $0 == nil }
                        try await eventually { outcomes.elements.count { $0 == nil } > before + 1_000 }
                        group.cancelAll()
                        try await group.waitForAll()
                    }
                    let kinds = Set(outcomes.elements.compactMap(\.self))
                    #expect(kinds.isSubset(of: [.unavailable, .unknownOutcome, .busy, .cancelled]))
                    #expect(kinds.contains(.unavailable))
                }
            }
        }

        @Test("a server that is not there is refused in time, and who waits while it comes up is answered")
        func comesUp() async throws {
            try await PrivateRedis.with { server in
                try server.end(by: SIGKILL)
                try await withClient(server.url, { $0.patience = .milliseconds(500) }) { client in
                    let started = ContinuousClock.now
                    let error = await ping(client)
                    #expect(error?.kind == .unavailable)
                    #expect(error?.message.contains("refused") == true)
                    #expect(ContinuousClock.now - started < .seconds(10))
                }
                try await withClient(server.url, { $0.patience = .seconds(60) }) { client in
                    async let answer = client.run(RedisCommand("ECHO", "there"))
                    try await Task.sleep(for: .milliseconds(200))
                    try await server.start()
                    #expect(try await answer.text == "there")
                }
            }
        }

        @Test("a connection that an operator kills: who waited learns that the outcome is unknown")
        func connectionKilled() async throws {
            try await PrivateRedis.with { server in
                try await withClient(server.url, { $0.name = "victim" }) { client in
                    let wait = Task { try await client.block(on: ["list"], for: .seconds(60)) != nil }
                    try await withClient(server.url) { other in
                        try await eventually {
                            let text = try await other.run(RedisCommand("CLIENT", "LIST")).text ?? ""
                            return text.contains("cmd=blpop")
                        }
                        _ = try await other.run(RedisCommand("CLIENT", "KILL", "TYPE", "normal"))
                    }
                    guard case .failure(let error) = await wait.result else { throw failureOf("a killed connection") }
                    #expect((error as? RedisError)?.kind == .unknownOutcome)
                    try await eventually { try await client.run(RedisCommand("PING")) == .status("PONG") }
                }
            }
        }

        @Test("frozen: every waiter is freed, also by a wait on a list; thawed, all go on", .timeLimit(.minutes(1)))
        func frozen() async throws {
            try await PrivateRedis.with { server in
                try await withClient(
                    server.url,
                    {
                        $0.timeout = .seconds(1)
                        $0.patience = .milliseconds(500)
                        $0.connectTimeout = .milliseconds(500)
                    }
                ) { client in
                    #expect(try await client.run(RedisCommand("PING")) == .status("PONG"))
                    try server.freeze()
                    defer { try? server.thaw() }
                    let kinds = await withTaskGroup(of: RedisError.Kind?.self) { group in
                        for _ in 0..<64 { group.addTask { await ping(client)?.kind } }
                        group.addTask {
                            await failure { () async throws(RedisError) in
                                _ = try await client.block(on: ["list"], for: .milliseconds(100))
                            }?.kind
                        }
                        return await group.reduce(into: Set<RedisError.Kind?>()) { $0.insert($1) }
                    }
                    #expect(kinds.contains(.timedOut))
                    #expect(kinds.isSubset(of: [.timedOut, .unavailable, .unknownOutcome]))
                    #expect(await ping(client)?.kind == .unavailable)
                    try server.thaw()
                    try await eventually { try await client.run(RedisCommand("PING")) == .status("PONG") }
                }
            }
        }

        @Test("paused for a moment: who asked is answered afterwards")
        func paused() async throws {
            try await PrivateRedis.with { server in
                try await withClient(server.url, { $0.timeout = .seconds(30) }) { client in
                    _ = try await client.run(RedisCommand("CLIENT", "PAUSE", 300, "ALL"))
                    let answers = try await withThrowingTaskGroup(of: RedisValue.self) { group in
                        for _ in 0..<20 { group.addTask { try await client.run(RedisCommand("INCR", .key("n"))) } }
                        return try await group.reduce(into: Set<Int>()) { $0.insert($1.int ?? 0) }
                    }
                    #expect(answers == Set(1...20))
                }
            }
        }
    }

    @Suite("the server says no") struct Refusals {
        @Test("a wrong password, none, an unknown user and one where none is asked for are refused at once, unshown")
        func passwords() async throws {
            try await PrivateRedis.with { server in
                let place = "127.0.0.1:\(server.port)"
                for (login, code) in [(":hunter2@", "WRONGPASS"), ("", "NOAUTH"), ("nobody:hunter2@", "WRONGPASS")] {
                    try await withClient("redis://\(login)\(place)", { $0.patience = .seconds(60) }) { client in
                        for _ in 0..<2 {
                            let error = await ping(client)
                            #expect(error?.kind == .refused)
                            #expect(error?.code == code)
                            #expect("\(error as Any)".contains("hunter2") == false)
                        }
                    }
                }
                try await withClient(server.url) { client in
                    _ = try await client.run(RedisCommand("CONFIG", "SET", "requirepass", ""))
                }
                try await withClient("redis://:hunter2@\(place)", { $0.patience = .seconds(60) }) { client in
                    #expect(await ping(client)?.kind == .refused)
                }
            }
        }

        @Test("a user who is held to a prefix works there, and is refused elsewhere")
        func accessControl() async throws {
            try await PrivateRedis.with("user=worker on >s3cret ~jobs:* +@all -@admin -@connection +auth") { server in
                try await withClient("redis://worker:s3cret@127.0.0.1:\(server.port)") { client in
                    let own = try await client.run(RedisCommand("SET", .key("jobs:1"), "x"))
                    #expect(own == .status("OK"))
                    let other = await failure { () async throws(RedisError) in
                        _ = try await client.run(RedisCommand("SET", .key("private"), "x"))
                    }
                    #expect(other?.kind == .refused)
                    #expect(other?.code == "NOPERM")
                    #expect(other?.message.contains("private") == false)
                }
            }
        }

        @Test("out of memory, writes are refused as such and reads go on; with room again, so do writes")
        func outOfMemory() async throws {
            try await PrivateRedis.with("maxmemory=3mb", "maxmemory-policy=noeviction") { server in
                try await withClient(server.url) { client in
                    var full: RedisError?
                    for number in 0..<100 where full == nil {
                        do throws(RedisError) {
                            let bytes = [UInt8](repeating: 7, count: 100_000)
                            _ = try await client.run(RedisCommand("SET", .key("k\(number)"), .bytes(bytes)))
                        } catch {
                            full = error
                        }
                    }
                    #expect(full?.kind == .outOfMemory)
                    #expect(try await client.run(RedisCommand("EXISTS", .key("k0"))) == .integer(1))
                    _ = try await client.run(RedisCommand("FLUSHALL"))
                    #expect(try await client.run(RedisCommand("SET", .key("k"), "x")) == .status("OK"))
                }
            }
        }

        @Test("a replica, too few replicas, and a long script are told apart; a short one is waited for")
        func otherRefusals() async throws {
            try await PrivateRedis.with("busy-reply-threshold=50") { server in
                try await withClient(server.url, { $0.patience = .milliseconds(400) }) { client in
                    let set = RedisCommand("SET", .key("k"), "x")
                    _ = try await client.run(RedisCommand("CONFIG", "SET", "min-replicas-to-write", "1"))
                    #expect(await ask(client, set)?.kind == .misconfigured)
                    _ = try await client.run(RedisCommand("CONFIG", "SET", "min-replicas-to-write", "0"))
                    _ = try await client.run(RedisCommand("REPLICAOF", "127.0.0.1", "1"))
                    #expect(await ask(client, set)?.kind == .readOnly)
                    _ = try await client.run(RedisCommand("REPLICAOF", "NO", "ONE"))

                    let spin = RedisScript("spin", "while true do end")
                    try await withClient(server.url, { $0.timeout = .seconds(60) }) { spinner in
                        let long = Task { try await spinner.run(script: spin, keys: []) }
                        try await eventually { await ask(client, set)?.kind == .busy }
                        async let patient: Void = withClient(server.url, { $0.patience = .seconds(60) }) { other in
                            _ = try await other.run(set)
                        }
                        _ = try await client.run(RedisCommand("SCRIPT", "KILL"))
                        guard case .failure(let error) = await long.result else { throw failureOf("a killed script") }
                        #expect((error as? RedisError)?.kind == .script)
                        try await patient
                    }
                }
            }
        }

        @Test("no more connections than the server gives")
        func tooManyClients() async throws {
            try await PrivateRedis.with("maxclients=1") { server in
                try await withClient(server.url) { first in
                    _ = try await first.run(RedisCommand("PING"))
                    try await withClient(server.url, { $0.patience = .milliseconds(500) }) { second in
                        let error = await ping(second)
                        #expect(error?.kind == .unavailable)
                        #expect(error?.message.contains("no more connections") == true)
                    }
                }
            }
        }

        @Test("a host that nobody knows is named, and what does not speak Redis is told apart")
        func notRedis() async throws {
            try await withClient("redis://nowhere.invalid", { $0.patience = .seconds(2) }) { client in
                let error = await ping(client)
                #expect(error?.kind == .unavailable)
                #expect(error?.message.contains("nowhere.invalid") == true)
            }
        }
    }
}

private func ping(_ client: RedisClient) async -> RedisError? { await ask(client, RedisCommand("PING")) }

/// What went wrong; nil when nothing did.
private func ask(_ client: RedisClient, _ command: RedisCommand) async -> RedisError? {
    do throws(RedisError) {
        _ = try await client.run(command)
        return nil
    } catch {
        return error
    }
}
