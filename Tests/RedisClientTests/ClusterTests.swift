import Foundation
import Glibc
import RedisClient
import ServerTestSupport
import Testing

@Suite(
    "RedisClient with a cluster", .serialized, .enabled(if: PrivateRedis.isPossible, PrivateRedis.isAbsent),
    .timeLimit(.minutes(3)))
struct ClusterTests {
    @Test("keys go to their nodes, scripts and waits too; a slot that moves is followed under load")
    func works() async throws {
        try await Nodes.with { nodes in
            try await withClient(nodes.url, { $0.patience = .seconds(20) }) { client in
                let sets = (0..<300).map { RedisCommand("SET", .key("k\($0)"), .int($0)) }
                for answer in try await client.run(sets) { #expect(try answer.get() == .status("OK")) }
                let answers = try await client.run((0..<300).map { RedisCommand("GET", .key("k\($0)")) })
                for (number, answer) in answers.enumerated() { #expect(try answer.get().int == number) }
                for node in nodes.all {
                    try await withClient(node.url) { single in
                        let count = try await single.run(RedisCommand("DBSIZE")).int ?? 0
                        #expect(count > 20)
                    }
                }
                let sum = RedisScript(
                    "sum", "return redis.call('GET', KEYS[1]) + redis.call('INCRBY', KEYS[2], ARGV[1])")
                for tag in 0..<12 {
                    _ = try await client.run(RedisCommand("SET", .key("{\(tag)}a"), 1))
                    let value = try await client.run(script: sum, keys: ["{\(tag)}a", "{\(tag)}b"], arguments: [2])
                    #expect(value == .integer(3))
                    async let element = client.block(on: ["{\(tag)}l"], for: .seconds(30))
                    _ = try await client.run(RedisCommand("RPUSH", .key("{\(tag)}l"), "x"))
                    #expect(try await element?.element == [0x78])
                }
                try await move(slot: 12182, of: "foo", among: nodes, client)
            }
        }
    }

    @Test("keys of several slots in one command are refused before they are sent, beside those that are not")
    func crossSlot() async throws {
        try await Nodes.with { nodes in
            try await withClient(nodes.url) { client in
                let answers = try await client.run([
                    RedisCommand("MSET", .key("a"), 1, .key("b"), 2),
                    RedisCommand("MSET", .key("{t}a"), 1, .key("{t}b"), 2),
                ])
                guard case .failure(let error) = answers[0] else { throw failureOf("a command over several slots") }
                #expect(error.kind == .crossSlot)
                #expect(try answers[1].get() == .status("OK"))
            }
            try await withClient(nodes.all[0].url, { $0.patience = .milliseconds(300) }) { client in
                var kinds: Set<RedisError.Kind> = []
                for number in 0..<30 {
                    do throws(RedisError) {
                        _ = try await client.run(RedisCommand("GET", .key("k\(number)")))
                    } catch {
                        kinds.insert(error.kind)
                        #expect(error.code == "MOVED")
                    }
                }
                #expect(kinds == [.busy])
            }
        }
    }

    @Test("a node that is killed takes only its own slots with it, and gives them back")
    func killed() async throws {
        try await Nodes.with { nodes in
            try await withClient(nodes.url, { $0.patience = .milliseconds(500) }) { client in
                _ = try await client.run(RedisCommand("SET", .key("foo"), 1))  // slot 12182, the third node's
                _ = try await client.run(RedisCommand("SET", .key("b"), 1))  // slot 3300, the first's
                try nodes.all[2].end(by: SIGKILL)
                let error = await failure { () async throws(RedisError) in
                    _ = try await client.run(RedisCommand("GET", .key("foo")))
                }
                #expect(error?.kind == .unavailable || error?.kind == .unknownOutcome)
                #expect(try await client.run(RedisCommand("GET", .key("b"))).int == 1)
                try await nodes.all[2].start()
                try await eventually { try await client.run(RedisCommand("SET", .key("foo"), 2)) == .status("OK") }
            }
        }
    }

    /// Step by step as the cluster's specification says, so that every answer on the way is met.
    private func move(slot: Int, of key: String, among nodes: Nodes, _ client: RedisClient) async throws {
        let (source, target) = (nodes.all[2], nodes.all[0])
        let (sourceName, targetName) = (try await nodes.name(of: source), try await nodes.name(of: target))
        _ = try await client.run(RedisCommand("SET", .key(key), "moving"))
        let number = RedisArgument.int(slot)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                var count = 0
                while !Task.isCancelled {
                    count += 1
                    do throws(RedisError) {
                        #expect(try await client.run(RedisCommand("GET", .key(key))).text == "moving")
                        #expect(try await client.run(RedisCommand("INCR", .key("{\(key)}n"))).int == count)
                    } catch {
                        #expect(error.kind == .cancelled)
                    }
                }
            }
            try await withClient(target.url) { target in
                _ = try await target.run(
                    RedisCommand("CLUSTER", "SETSLOT", number, "IMPORTING", .text(sourceName)))
            }
            try await withClient(source.url) { source in
                _ = try await source.run(
                    RedisCommand("CLUSTER", "SETSLOT", number, "MIGRATING", .text(targetName)))
                try await eventually {
                    let keys =
                        try await source.run(RedisCommand("CLUSTER", "GETKEYSINSLOT", number, 100)).elements ?? []
                    for key in keys.compactMap(\.text) {
                        _ = try await source.run(
                            RedisCommand(
                                "MIGRATE", "127.0.0.1", .int(Int(target.port)), .text(key), 0, 5000, "AUTH",
                                .text(target.password)))
                    }
                    return keys.isEmpty
                }
                // Now each question is answered by ASK.
                try await Task.sleep(for: .milliseconds(100))
            }
            for node in nodes.all {
                try await withClient(node.url) { node in
                    _ = try await node.run(RedisCommand("CLUSTER", "SETSLOT", number, "NODE", .text(targetName)))
                }
            }
            // And from here on by MOVED.
            try await Task.sleep(for: .milliseconds(100))
            group.cancelAll()
            try await group.waitForAll()
        }
        #expect(try await client.run(RedisCommand("GET", .key(key))).text == "moving")
    }
}

/// Three masters that share the slots.
private struct Nodes: Sendable {
    let all: [PrivateRedis]

    var url: String {
        "redis+cluster://:\(all[0].password)@" + all.map { "127.0.0.1:\($0.port)" }.joined(separator: ",")
    }

    static func with(_ body: (Nodes) async throws -> Void) async throws {
        var started: [PrivateRedis] = []
        let result: Result<Void, any Error>
        do {
            let password = UUID().uuidString
            for _ in 0..<3 { started.append(try await PrivateRedis.makeNode(password: password)) }
            let places = started.map { "127.0.0.1:\($0.port)" }
            try await Shell.run(
                ["/usr/bin/redis-cli", "-a", password, "--no-auth-warning", "--cluster", "create"] + places
                    + ["--cluster-yes"])
            for node in started {
                try await withClient(node.url) { client in
                    try await eventually {
                        let text = try await client.run(RedisCommand("CLUSTER", "INFO")).text ?? ""
                        return text.contains("cluster_state:ok") && text.contains("cluster_known_nodes:3")
                    }
                }
            }
            try await body(Nodes(all: started))
            result = .success(())
        } catch {
            result = .failure(error)
        }
        for server in started { try? await server.remove() }
        try result.get()
    }

    func name(of node: PrivateRedis) async throws -> String {
        var name: String?
        try await withClient(node.url) { name = try await $0.run(RedisCommand("CLUSTER", "MYID")).text }
        return try #require(name)
    }
}
