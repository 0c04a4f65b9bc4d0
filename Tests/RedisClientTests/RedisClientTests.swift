import EventReactor
import RedisClient
import ServerTestSupport
import Testing

@Suite("RedisClient", .enabled(if: TestRedis.url != nil, TestRedis.isAbsent), .timeLimit(.minutes(2)))
struct RedisClientTests {
    @Test("every kind of value comes back as it is")
    func values() async throws {
        try await withSharedClient { client, prefix in
            let key = RedisArgument.key(prefix + "v")
            let all = (0...255).map { UInt8($0) }
            #expect(try await client.run(RedisCommand("SET", key, .bytes(all))) == .status("OK"))
            #expect(try await client.run(RedisCommand("GET", key)) == .bytes(all))
            #expect(try await client.run(RedisCommand("GET", .key(prefix + "absent"))) == .null)
            #expect(try await client.run(RedisCommand("SET", key, "")) == .status("OK"))
            #expect(try await client.run(RedisCommand("GET", key)) == .bytes([]))
            #expect(try await client.run(RedisCommand("SET", key, .int(.min))) == .status("OK"))
            #expect(try await client.run(RedisCommand("GET", key)).int == .min)
            #expect(try await client.run(RedisCommand("APPEND", key, "ä")).int == 22)
            let large = [UInt8](repeating: 0x78, count: 20_000_000)
            #expect(try await client.run(RedisCommand("SET", key, .bytes(large))) == .status("OK"))
            #expect(try await client.run(RedisCommand("GET", key)).bytes?.count == large.count)
            #expect(try await client.run(RedisCommand("DEL", key)) == .integer(1))
            let nested = RedisScript(
                "nested", "return {1, {'a', {}}, false, redis.status_reply('FINE'), {err = 'MY no'}}")
            let answer = try await client.run(script: nested, keys: [])
            let elements = try #require(answer.elements)
            #expect(elements.prefix(4) == [.integer(1), .array([.bytes([0x61]), .array([])]), .null, .status("FINE")])
            guard case .failure(let inner) = elements[4] else { throw failureOf("the error inside the array") }
            #expect(inner.code == "MY")
        }
    }

    @Test("200 tasks on one connection: each gets its own answers, in the order of its questions")
    func keepsOrder() async throws {
        try await withSharedClient { client, prefix in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for task in 0..<200 {
                    group.addTask {
                        let key = RedisArgument.key("\(prefix)\(task)")
                        for round in 1...20 {
                            let answers = try await client.run([
                                RedisCommand("INCR", key), RedisCommand("ECHO", .text("\(task)/\(round)")),
                            ])
                            #expect(try answers[0].get() == .integer(round))
                            #expect(try answers[1].get().text == "\(task)/\(round)")
                            let echo = try await client.run(RedisCommand("ECHO", .int(task)))
                            #expect(echo.int == task)
                        }
                        _ = try await client.run(RedisCommand("DEL", key))
                    }
                }
                try await group.waitForAll()
            }
            let clients = try await client.run(RedisCommand("CLIENT", "LIST")).text ?? ""
            #expect(!clients.isEmpty)
        }
    }

    @Test("one command of a pipeline that fails keeps none of the others from running, and says which it was")
    func partialFailure() async throws {
        try await withSharedClient { client, prefix in
            let key = RedisArgument.key(prefix + "list")
            let answers = try await client.run([
                RedisCommand("RPUSH", key, "hunter2"), RedisCommand("INCR", key), RedisCommand("LLEN", key),
                RedisCommand("NOSUCH", "hunter2"), RedisCommand("DEL", key),
            ])
            #expect(try answers[2].get() == .integer(1))
            #expect(try answers[4].get() == .integer(1))
            for (index, name) in [(1, "INCR"), (3, "NOSUCH")] {
                guard case .failure(let error) = answers[index] else { throw failureOf(name) }
                #expect(error.kind == .command)
                #expect(error.message.contains(name))
                #expect(!"\(error)".contains("hunter2"))
            }
            #expect(try await client.run([]).isEmpty)
        }
    }

    @Test("a script runs by its digest, and again after the server has forgotten all scripts")
    func scripts() async throws {
        try await PrivateRedis.with { server in
            try await withClient(server.url) { client in
                let add = RedisScript("add", "return redis.call('INCRBY', KEYS[1], ARGV[1])")
                #expect(try await client.run(script: add, keys: ["n"], arguments: [2]) == .integer(2))
                for round in 0..<5 {
                    _ = try await client.run(RedisCommand("SCRIPT", "FLUSH"))
                    try await withThrowingTaskGroup(of: Void.self) { group in
                        for _ in 0..<20 {
                            group.addTask { _ = try await client.run(script: add, keys: ["n"], arguments: [1]) }
                        }
                        try await group.waitForAll()
                    }
                    #expect(try await client.run(RedisCommand("GET", .key("n"))).int == 2 + 20 * (round + 1))
                }
                let digest = try await client.run(RedisCommand("SCRIPT", "LOAD", .text(add.source))).text
                #expect(digest == add.digest)
                let answers = try await client.run([
                    RedisCommand(add, keys: ["n"], [1]), RedisCommand("SET", .key("n"), 0),
                    RedisCommand(add, keys: ["n"], [7]),
                ])
                #expect(try answers[2].get() == .integer(7))
            }
        }
    }

    @Test("a script that fails or cannot be read says so by its name, without what it was given")
    func badScripts() async throws {
        try await withSharedClient { client, _ in
            let failing = RedisScript("failing", "local a = 1\nerror('it is ' .. ARGV[1])")
            let failed = await failure { () async throws(RedisError) in
                _ = try await client.run(script: failing, keys: [], arguments: ["hunter2"])
            }
            #expect(failed?.kind == .script)
            #expect(failed?.message.contains("'failing'") == true)
            #expect(failed?.message.contains("line 2") == true)
            #expect("\(failed as Any)".contains("hunter2") == false)
            let unreadable = RedisScript("unreadable", "this is no Lua")
            let refused = await failure { () async throws(RedisError) in
                _ = try await client.run(script: unreadable, keys: [])
            }
            #expect(refused?.kind == .script)
            #expect(refused?.message.contains("'unreadable'") == true)
        }
    }

    @Test("more than may be under way waits its turn, and all of it is done")
    func backPressure() async throws {
        try await withSharedClient {
            $0.inFlight = 4
            $0.unsentBytes = 100_000
            $0.patience = .seconds(60)
        } body: { client, prefix in
            try await withThrowingTaskGroup(of: Int?.self) { group in
                for number in 0..<300 {
                    group.addTask {
                        let bytes = [UInt8](repeating: 1, count: 50_000)
                        let key = RedisArgument.key("\(prefix)\(number % 10)")
                        _ = try await client.run(RedisCommand("SET", key, .bytes(bytes)))
                        return try await client.run(RedisCommand("STRLEN", key)).int
                    }
                }
                for try await length in group { #expect(length == 50_000) }
            }
        }
    }

    @Test("waits for a list's element on a connection of its own, while the others go on")
    func blocks() async throws {
        try await withSharedClient { client, prefix in
            async let element = client.block(on: [prefix + "a", prefix + "b"], for: .seconds(30))
            try await eventually { try await isBlocked(client) }
            _ = try await client.run(RedisCommand("RPUSH", .key(prefix + "b"), "x"))
            let found = try await element
            #expect(found?.key == prefix + "b")
            #expect(found?.element == [0x78])
            let nothing = try await client.block(on: [prefix + "a"], for: .milliseconds(20))
            #expect(nothing == nil)
        }
    }

    @Test("a cancelled wait ends at once, and what is pushed afterwards is not lost to it")
    func cancelsBlocks() async throws {
        try await withSharedClient { client, prefix in
            for round in 0..<5 {
                let key = "\(prefix)\(round)"
                let wait = Task { try await client.block(on: [key], for: .seconds(60)) != nil }
                try await eventually { try await isBlocked(client) }
                wait.cancel()
                let result = await wait.result
                guard case .failure(let error) = result else { throw failureOf("a cancelled wait") }
                #expect((error as? RedisError)?.kind == .cancelled)
                try await eventually { try await !isBlocked(client) }
                _ = try await client.run(RedisCommand("RPUSH", .key(key), "kept"))
                let found = try await client.block(on: [key], for: .seconds(10))
                #expect(found?.element == Array("kept".utf8))
            }
        }
    }

    @Test("a cancelled task asks nothing")
    func cancelled() async throws {
        try await withSharedClient { client, prefix in
            let task = Task {
                while !Task.isCancelled { await Task.yield() }
                return try await client.run(RedisCommand("SET", .key(prefix), "x"))
            }
            task.cancel()
            guard case .failure(let error) = await task.result else { throw failureOf("a cancelled task") }
            #expect((error as? RedisError)?.kind == .cancelled)
            #expect(try await client.run(RedisCommand("EXISTS", .key(prefix))) == .integer(0))
        }
    }

    @Test("a closed client, and one whose reactor is stopped, refuse; those who wait are told")
    func closed() async throws {
        let url = try #require(TestRedis.url)
        let reactor = try EventReactor()
        var configuration = RedisConfiguration(try RedisAddress(url: url))
        configuration.name = "test:closed"
        let client = RedisClient(configuration, on: reactor)
        _ = try await client.run(RedisCommand("PING"))
        let wait = Task { try await client.block(on: ["test:closed"], for: .seconds(60)) != nil }
        try await eventually { try await isBlocked(client) }
        client.close()
        guard case .failure = await wait.result else { throw failureOf("a closed wait") }
        let afterClose = await failure { () async throws(RedisError) in _ = try await client.run(RedisCommand("PING")) }
        #expect(afterClose?.kind == .unavailable)
        reactor.stop()
        let afterStop = await failure { () async throws(RedisError) in _ = try await client.run(RedisCommand("PING")) }
        #expect(afterStop?.kind == .unavailable)
    }

    private func isBlocked(_ client: RedisClient) async throws -> Bool {
        let text = try await client.run(RedisCommand("CLIENT", "LIST")).text ?? ""
        let lines = text.split(separator: "\n")
        return lines.contains { $0.contains(" name=\(client.configuration.name) ") && $0.contains(" flags=b ") }
    }
}

/// What should have failed and did not.
func failureOf(_ what: String) -> Shell.Failure { Shell.Failure(description: "\(what) did not fail") }
