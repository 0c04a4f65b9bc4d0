import Foundation
import Glibc
import RedisClient
import ServerTestSupport
import Testing

@Suite(
    "RedisClient by sentinels", .serialized, .enabled(if: PrivateRedis.isPossible, PrivateRedis.isAbsent),
    .timeLimit(.minutes(3)))
struct SentinelTests {
    @Test("a master that is killed, then one that is frozen: the client finds the other, and nobody hangs")
    func failover() async throws {
        try await Guarded.with { guarded in
            try await withClient(guarded.url, { $0.patience = .seconds(1) }) { client in
                try await eventually { try await client.run(RedisCommand("SET", .key("k"), "1")) == .status("OK") }
                let first = try await port(client)
                #expect(first == guarded.master.port)
                let wait = Task { try await client.block(on: ["list"], for: .seconds(100)) != nil }
                try guarded.master.end(by: SIGKILL)
                _ = await wait.result
                try await eventually { try await client.run(RedisCommand("SET", .key("k"), "2")) == .status("OK") }
                #expect(try await port(client) == guarded.replica.port)

                // It comes back as a replica of the other.
                try await guarded.master.start()
                try await eventually {
                    let text = try await client.run(RedisCommand("INFO", "replication")).text ?? ""
                    return text.contains("state=online")
                }
                try guarded.replica.freeze()
                defer { try? guarded.replica.thaw() }
                try await eventually { try await client.run(RedisCommand("SET", .key("k"), "3")) == .status("OK") }
                #expect(try await port(client) == guarded.master.port)
            }
        }
    }

    @Test("a planned failover: writes that meet a replica are asked again at the master")
    func planned() async throws {
        try await Guarded.with { guarded in
            try await withClient(guarded.url, { $0.patience = .seconds(20) }) { client in
                try await eventually { try await client.run(RedisCommand("SET", .key("n"), "0")) == .status("OK") }
                let refused = Tally<RedisError.Kind>()
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for _ in 0..<16 {
                        group.addTask {
                            while !Task.isCancelled {
                                do throws(RedisError) {
                                    _ = try await client.run(RedisCommand("INCR", .key("n")))
                                } catch {
                                    refused.add(error.kind)
                                }
                            }
                        }
                    }
                    // By hand, as an operator would who tells the sentinels afterwards.
                    try await guarded.promoteReplica()
                    try await eventually {
                        let place = try await port(client)
                        let count = try await client.run(RedisCommand("INCR", .key("n"))).int
                        return place == guarded.replica.port && count != nil
                    }
                    group.cancelAll()
                    try await group.waitForAll()
                }
                #expect(!refused.elements.contains(.readOnly))
                #expect(Set(refused.elements).isSubset(of: [.unknownOutcome, .cancelled, .unavailable, .timedOut]))
            }
        }
    }

    @Test("a name that the sentinels do not know is said")
    func unknownName() async throws {
        try await Guarded.with { guarded in
            let url = guarded.url.replacing("/main", with: "/other")
            try await withClient(url, { $0.patience = .seconds(1) }) { client in
                let error = await failure { () async throws(RedisError) in
                    _ = try await client.run(RedisCommand("PING"))
                }
                #expect(error?.kind == .unavailable)
                #expect(error?.message.contains("'other'") == true)
            }
        }
    }

    private func port(_ client: RedisClient) async throws -> UInt16? {
        let answer = try await client.run(RedisCommand("CONFIG", "GET", "port"))
        return answer.elements?.last?.int.flatMap { UInt16(exactly: $0) }
    }
}

/// A master, a replica and three sentinels.
private struct Guarded: Sendable {
    let master: PrivateRedis
    let replica: PrivateRedis
    let sentinels: [PrivateRedis]

    var url: String {
        let places = sentinels.map { "127.0.0.1:\($0.port)" }.joined(separator: ",")
        return "redis+sentinel://:\(master.password)@\(places)/main?sentinel_password=\(master.password)"
    }

    static func with(_ body: (Guarded) async throws -> Void) async throws {
        var started: [PrivateRedis] = []
        func start(_ directives: [String], password: String? = nil, isSentinel: Bool = false) async throws
            -> PrivateRedis
        {
            let folder = FileManager.default.temporaryDirectory.appending(path: "vitrine-redis-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            if let password {
                try password.write(to: folder.appending(path: "password"), atomically: true, encoding: .utf8)
            }
            let server = try await PrivateRedis.make(directives, in: folder.path())
            started.append(server)
            return server
        }
        let result: Result<Void, any Error>
        do {
            let master = try await start([])
            let password = master.password
            let replica = try await start(["replicaof=127.0.0.1 \(master.port)"], password: password)
            var sentinels: [PrivateRedis] = []
            for _ in 0..<3 {
                sentinels.append(
                    try await start(
                        [
                            "mode=sentinel", "sentinel=monitor main 127.0.0.1 \(master.port) 2",
                            "sentinel=auth-pass main \(password)", "sentinel=down-after-milliseconds main 1000",
                            "sentinel=failover-timeout main 4000", "sentinel=sentinel-pass \(password)",
                        ], password: password))
            }
            let guarded = Guarded(master: master, replica: replica, sentinels: sentinels)
            try await guarded.awaitAcquaintance()
            try await body(guarded)
            result = .success(())
        } catch {
            result = .failure(error)
        }
        for server in started { try? await server.remove() }
        try result.get()
    }

    /// The sentinels have found each other and the replica, which a failover needs.
    private func awaitAcquaintance() async throws {
        for sentinel in sentinels {
            try await withClient(sentinel.url) { client in
                try await eventually {
                    let text = try await client.run(RedisCommand("INFO", "sentinel")).text ?? ""
                    return text.contains("status=ok") && text.contains("slaves=1") && text.contains("sentinels=3")
                }
            }
        }
    }

    func promoteReplica() async throws {
        try await withClient(sentinels[0].url) { client in
            try await eventually {
                try await client.run(RedisCommand("SENTINEL", "FAILOVER", "main")) == .status("OK")
            }
        }
    }
}
