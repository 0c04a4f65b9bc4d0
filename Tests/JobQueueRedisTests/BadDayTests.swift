import Foundation
import Glibc
import JobQueue
import JobQueueRedis
import RedisClient
import RegistryCore
import ServerTestSupport
import Synchronization
import Testing

/// What happens when Redis forgets, dies, is full, or does not let us.
@Suite(
    "JobDispatcher in Redis on bad days", .enabled(if: PrivateRedis.isPossible, PrivateRedis.isAbsent),
    .timeLimit(.minutes(3)))
struct BadDayTests {
    @Test("scripts that the server has forgotten are taught to it again")
    func scriptFlush() async throws {
        try await PrivateRedis.with { server in
            try await Bench.with(server.url) { bench in
                let dispatcher = try bench.dispatcher()
                for _ in 0..<3 {
                    let all = try tickets(3)
                    try await dispatcher.push(all)
                    _ = try await bench.client.run(RedisCommand("SCRIPT", "FLUSH"))
                    let jobs = try await dispatcher.next(.up(to: 3))
                    #expect(jobs.map(\.ticket) == all)
                    _ = try await bench.client.run(RedisCommand("SCRIPT", "FLUSH"))
                    #expect(try await dispatcher.extend(jobs, lease: .seconds(60)) == [])
                    try await dispatcher.end(jobs)
                    #expect(try await dispatcher.known(all.map(\.id)) == [])
                }
            }
        }
    }

    @Test("a token from before a flush ends, extends and hands back nothing of what was pushed after it")
    func staleTokens() async throws {
        try await PrivateRedis.with { server in
            try await Bench.with(server.url) { bench in
                let dispatcher = try bench.dispatcher(DispatchLimits(perProject: 1))
                let name = try await dispatcher.memory()
                let all = try tickets(2)
                try await dispatcher.push(all)
                let stale = try await dispatcher.next(.up(to: 1))
                try await bench.flush()
                #expect(try await dispatcher.memory() != name)
                #expect(try await dispatcher.extend(stale, lease: .seconds(60)) == [all[0].id])
                try await dispatcher.push(all)
                let zero = DispatchedJob(ticket: all[0], token: 0)
                try await dispatcher.end(stale + [zero])
                try await dispatcher.handBack([zero])
                let current = try await dispatcher.next(.up(to: 5))
                #expect(current.map(\.ticket) == [all[0]])
                try await dispatcher.end(stale)
                try await dispatcher.handBack(stale)
                #expect(try await dispatcher.load()[.default] == DispatchLoad(waiting: 1, held: 1, parkedProjects: 1))
                #expect(try await dispatcher.extend(current, lease: .seconds(60)) == [])
            }
        }
    }

    @Test("flushed again and again under load, every job runs once somebody pushes what is not known")
    func flushes() async throws {
        try await PrivateRedis.with { server in
            try await Bench.with(server.url) { bench in
                let record = Record(try (0..<20).flatMap { try tickets(50, of: "P\($0)") })
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for _ in 0..<4 {
                        let dispatcher = try bench.dispatcher(DispatchLimits(perProject: 4))
                        group.addTask { try await record.work(by: dispatcher) }
                    }
                    let dispatcher = try bench.dispatcher()
                    for round in 0... {
                        let waiting = record.waiting
                        if waiting.isEmpty { break }
                        let known = try await dispatcher.known(waiting.map(\.id))
                        try await dispatcher.push(waiting.filter { !known.contains($0.id) })
                        // Not at a moment that anybody chose.
                        if round < 30 { try await Task.sleep(for: .milliseconds(Int.random(in: 0..<20))) }
                        if round < 30 { try await bench.flush() }
                    }
                    group.cancelAll()
                    while let end = await group.nextResult() {
                        if case .failure(let error) = end { #expect(error is CancellationError) }
                    }
                }
                #expect(record.effects == 1_000)
            }
        }
    }

    @Test("a server that is killed and starts empty: who asks is told, who waits goes on, nothing is taken for known")
    func killed() async throws {
        try await PrivateRedis.with("appendonly=no") { server in
            try await Bench.with(server.url, { $0.patience = .milliseconds(200) }) { bench in
                let dispatcher = try bench.dispatcher()
                let all = try tickets(100)
                try await dispatcher.push(all)
                let name = try await dispatcher.memory()
                let held = try await dispatcher.next(.up(to: 10))
                try server.end(by: SIGKILL)
                try await eventually { await refusal { _ = try await dispatcher.memory() } != nil }
                #expect(await refusal { try await dispatcher.push(all) } != nil)
                #expect(await refusal { try await dispatcher.end(held) } != nil)
                #expect(await refusal { _ = try await dispatcher.next(.up(to: 1)) } != nil)
                try await server.start()
                try await eventually { try await dispatcher.memory() != name }
                #expect(try await dispatcher.known(all.map(\.id)) == [])
                try await dispatcher.push(all)
                #expect(try await dispatcher.next(.up(to: 1)).map(\.ticket) == [all[0]])
            }
        }
    }

    @Test("a full server takes no pushes, none halfway, and goes on handing out and letting go")
    func full() async throws {
        try await PrivateRedis.with("maxmemory-policy=noeviction") { server in
            try await Bench.with(server.url) { bench in
                let dispatcher = try bench.dispatcher(DispatchLimits(perProject: 2))
                let all = try tickets(40)
                try await dispatcher.push(all)
                _ = try await bench.client.run(RedisCommand("CONFIG", "SET", "maxmemory", "1mb"))
                let more = try tickets(200, of: "other")
                #expect(await refusal { try await dispatcher.push(more) }?.kind == .outOfMemory)
                #expect(try await dispatcher.known(more.map(\.id)) == [])
                var served: [JobTicket] = []
                while served.count < all.count {
                    var jobs = try await dispatcher.next(.up(to: 10))
                    if served.count == 10 {
                        try await dispatcher.handBack(jobs)
                        jobs = try await dispatcher.next(.up(to: 10))
                    }
                    #expect(try await dispatcher.extend(jobs, lease: .seconds(60)) == [])
                    served += jobs.map(\.ticket)
                    try await dispatcher.end(jobs)
                }
                #expect(served == all)
                _ = try await bench.client.run(RedisCommand("CONFIG", "SET", "maxmemory", "0"))
                try await dispatcher.push(more)
                #expect(try await dispatcher.next(.up(to: 1)).map(\.ticket) == [more[0]])
            }
        }
    }

    @Test("a replica takes no pushes and hands out nothing")
    func replica() async throws {
        try await PrivateRedis.with { server in
            try await Bench.with(server.url) { bench in
                let dispatcher = try bench.dispatcher()
                try await dispatcher.push(try tickets(3))
                _ = try await bench.client.run(RedisCommand("REPLICAOF", "127.0.0.1", "1"))
                #expect(await refusal { try await dispatcher.push(try tickets(1)) }?.kind == .readOnly)
                #expect(await refusal { _ = try await dispatcher.next(.up(to: 1)) }?.kind == .readOnly)
                _ = try await bench.client.run(RedisCommand("REPLICAOF", "NO", "ONE"))
                #expect(try await dispatcher.next(.up(to: 3)).count == 3)
            }
        }
    }

    @Test("a user with the rights that docs/operating/redis-keys.md names can do all, and no more")
    func limitedUser() async throws {
        try await PrivateRedis.with { server in
            try await Bench.with(server.url) { root in
                let rules: [RedisArgument] = [
                    "SETUSER", "queue", "on", ">secret-of-the-test", "~vitrine:*", "resetchannels", "-@all",
                    "+evalsha", "+script|load", "+blpop", "+set", "+get", "+del", "+exists", "+pexpire", "+time",
                    "+hset", "+hsetnx", "+hget", "+hmget", "+hdel", "+hexists", "+hincrby", "+hgetall", "+hvals",
                    "+rpush", "+rpushx", "+lpush", "+lpushx", "+lpop", "+lrem", "+llen",
                    "+zadd", "+zrem", "+zrangebyscore", "+ping", "+client|setname", "+role", "+cluster|slots",
                ]
                _ = try await root.client.run(RedisCommand("ACL", rules))
                let url = "redis://queue:secret-of-the-test@127.0.0.1:\(server.port)"
                try await Bench.with(url) { bench in
                    let dispatcher = try bench.dispatcher(DispatchLimits(perProject: 2, perKind: ["scarce": 1]))
                    _ = try await dispatcher.memory()
                    let all = try tickets(6) + tickets(6, kind: "scarce") + tickets(3, of: "B", priority: .high)
                    try await dispatcher.push(all)
                    try await dispatcher.forget([all[11].id, all[4].id])
                    #expect(try await dispatcher.known(all.map(\.id)).count == 13)
                    _ = try await dispatcher.next(.up(to: 3, lease: .milliseconds(1)))
                    // They lapse, and are handed out again.
                    let jobs = try await dispatcher.next(.up(to: 3))
                    #expect(try await dispatcher.extend(jobs, lease: .seconds(60)) == [])
                    try await dispatcher.handBack(jobs)
                    var ended = 0
                    while ended < 13 {
                        let jobs = try await dispatcher.next(.up(to: 3))
                        ended += jobs.count
                        try await dispatcher.end(jobs)
                    }
                    _ = try await dispatcher.load()
                    await #expect(throws: RedisError.self) {
                        try await bench.client.run(RedisCommand("GET", .key("other")))
                    }
                    await #expect(throws: RedisError.self) { try await bench.flush() }
                }
            }
        }
    }

    @Test("in a cluster of three nodes all keys of an instance live in one slot, and everything works")
    func cluster() async throws {
        try await Cluster.with { url in
            for _ in 0..<6 {
                try await Bench.with(url, { $0.patience = .seconds(20) }) { bench in
                    let dispatcher = try bench.dispatcher(DispatchLimits(perProject: 2, perKind: ["scarce": 1]))
                    let all = try tickets(10) + tickets(10, of: "B", kind: "scarce", queue: .index, priority: .high)
                    let waiting = Task { try await dispatcher.next(.up(to: 4, of: [.index, .default])) }
                    try await dispatcher.push(all)
                    var jobs = try await waiting.value
                    var served: Set<JobID> = []
                    while true {
                        served.formUnion(jobs.map(\.ticket.id))
                        try await dispatcher.end(jobs)
                        if served.count == all.count { break }
                        jobs = try await dispatcher.next(.up(to: 4, of: [.index, .default]))
                        if jobs.count > 1 { try await dispatcher.handBack([jobs.removeLast()]) }
                    }
                    #expect(try await dispatcher.known(all.map(\.id)) == [])
                }
            }
        }
    }
}

/// The truth beside the dispatcher: what waits, and what has had its effect; a fence would see to the second.
private final class Record: Sendable {
    private let state: Mutex<(waiting: [JobID: JobTicket], effects: Int)>
    init(_ tickets: [JobTicket]) {
        state = Mutex((Dictionary(uniqueKeysWithValues: tickets.map { ($0.id, $0) }), 0))
    }

    var waiting: [JobTicket] { state.withLock { $0.waiting.values.sorted { $0.due < $1.due } } }
    var effects: Int { state.withLock { $0.effects } }

    func work(by dispatcher: some JobDispatcher) async throws {
        while true {
            let jobs = try await dispatcher.next(.up(to: 8))
            state.withLock { state in
                for job in jobs where state.waiting.removeValue(forKey: job.ticket.id) != nil { state.effects += 1 }
            }
            try await dispatcher.end(jobs)
        }
    }
}
