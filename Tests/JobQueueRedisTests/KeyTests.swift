import Foundation
import JobQueue
import JobQueueRedis
import RedisClient
import RegistryCore
import ServerTestSupport
import Testing

/// What `docs/operating/redis-keys.md` says of the keys.
@Suite(
    "Redis keys of the queue", .enabled(if: PrivateRedis.isPossible, PrivateRedis.isAbsent), .timeLimit(.minutes(3)))
struct KeyTests {
    @Test("when everything has ended only the memory's name is left")
    func leavesNothing() async throws {
        try await PrivateRedis.with { server in
            try await Bench.with(server.url) { bench in
                let limits = DispatchLimits(perProject: 3, perKind: ["scarce": 1])
                let dispatcher = try bench.dispatcher(limits)
                _ = try await dispatcher.memory()
                var all: [JobTicket] = []
                for (number, queue) in JobQueueName.all.enumerated() {
                    for priority in JobPriority.allCases {
                        for kind: JobKind in ["work", "scarce"] {
                            all += try tickets(
                                12, of: number == 0 ? nil : "P\(number)", kind: kind, queue: queue, priority: priority)
                        }
                    }
                }
                try await dispatcher.push(all)
                let forgotten = all.indices.filter { $0 % 7 == 0 }.map { all[$0].id }
                try await dispatcher.forget(forgotten)
                var ended = 0
                var round = 0
                while ended < all.count - forgotten.count {
                    let lease = Duration.milliseconds(round % 5 == 4 ? 1 : 60_000)
                    let jobs = try await dispatcher.next(.up(to: 9, of: JobQueueName.all, lease: lease))
                    switch round % 5 {
                    case 1: try await dispatcher.handBack(jobs)
                    case 4: break  // these lapse
                    default:
                        try await dispatcher.end(jobs)
                        ended += jobs.count
                    }
                    round += 1
                    let load = try await dispatcher.load()
                    #expect(load.values.map(\.waiting).reduce(0, +) <= all.count)
                }
                #expect(ended == all.count - forgotten.count)
                #expect(try await bench.names.allSatisfy { $0 == "memory" || $0.hasPrefix("wake:") })
                try await forgetTokens(dispatcher)
                #expect(try await bench.names == ["memory"])
                #expect(try await bench.client.run(RedisCommand("DBSIZE")).int == 1)
            }
        }
    }

    @Test("what is forgotten altogether leaves nothing, whatever it waited for")
    func leavesNothingForgotten() async throws {
        try await PrivateRedis.with { server in
            try await Bench.with(server.url) { bench in
                let dispatcher = try bench.dispatcher(DispatchLimits(perProject: 2, perKind: ["scarce": 1]))
                var all: [JobTicket] = []
                for project in ["A", "B", "C"] {
                    for kind: JobKind in ["scarce", "work"] { all += try tickets(5, of: project, kind: kind) }
                }
                try await dispatcher.push(all)
                let held = try await dispatcher.next(.up(to: 20))
                try await dispatcher.forget(all.map(\.id))
                #expect(try await dispatcher.known(all.map(\.id)) == Set(held.map(\.ticket.id)))
                try await dispatcher.end(held)
                #expect(try await bench.names.allSatisfy { $0.hasPrefix("wake:") })
            }
        }
    }

    @Test("one push leaves one token, many leave sixteen, and tokens go by themselves after a minute")
    func boundsTokens() async throws {
        try await PrivateRedis.with { server in
            try await Bench.with(server.url) { bench in
                let dispatcher = try bench.dispatcher()
                let key = "vitrine:{\(bench.instance)}:queue:wake:default"
                for (count, tokens) in [(1, 1), (100, 16), (5, 16)] {
                    try await dispatcher.push(try tickets(count))
                    #expect(try await bench.client.run(RedisCommand("LLEN", .key(key))).int == tokens)
                }
                let life = try await bench.client.run(RedisCommand("PTTL", .key(key))).int ?? -1
                #expect((1...60_000).contains(life))
            }
        }
    }

    @Test("a push of one wakes about one of ten who wait")
    func wakesOne() async throws {
        try await PrivateRedis.with { server in
            try await Bench.with(server.url) { bench in
                let dispatcher = try bench.dispatcher()
                try await withThrowingTaskGroup(of: Int.self) { group in
                    for _ in 0..<10 { group.addTask { try await dispatcher.next(.up(to: 1)).count } }
                    try await eventually { try await bench.information("clients", "blocked_clients") == 10 }
                    let start = ContinuousClock.now
                    let before = try await takes(bench)
                    for one in 1...5 {
                        try await dispatcher.push(try tickets(1, of: "P\(one)"))
                        #expect(try await group.next() == 1)
                    }
                    let taken = try await takes(bench) - before
                    let halfSeconds = Int((ContinuousClock.now - start) / .milliseconds(500))
                    // Five pushes, five takes, and those who looked because it was time to.
                    #expect(taken <= 10 + 5 + 10 * (halfSeconds + 1))
                    group.cancelAll()
                    while let result = await group.nextResult() {
                        #expect(throws: CancellationError.self) { try result.get() }
                    }
                }
            }
        }
    }

    @Test("a waiting ticket takes at most 1 000 bytes of Redis' memory, with 100 000 of 500 projects")
    func isSmall() async throws {
        try await PrivateRedis.with { server in
            try await Bench.with(server.url) { bench in
                let dispatcher = try bench.dispatcher()
                let before = try await bench.information("memory", "used_memory")
                for start in stride(from: 0, to: 100_000, by: 1_000) {
                    var all: [JobTicket] = []
                    for number in start..<(start + 1_000) {
                        all += try tickets(1, of: "project-\(number % 500)", kind: "index_upload")
                    }
                    try await dispatcher.push(all)
                }
                #expect(try await dispatcher.load()[.default]?.waiting == 100_000)
                let bytes = (try await bench.information("memory", "used_memory") - before) / 100_000
                #expect(bytes <= 1_000, "\(bytes) bytes per ticket")
            }
        }
    }

    /// Looks in vain, which removes tokens that nobody needs.
    private func forgetTokens(_ dispatcher: RedisJobDispatcher) async throws {
        let looking = Task { try await dispatcher.next(.up(to: 1, of: JobQueueName.all)) }
        try await Task.sleep(for: .seconds(2))
        looking.cancel()
        await #expect(throws: CancellationError.self) { try await looking.value }
    }

    private func takes(_ bench: Bench) async throws -> Int {
        let text = try await bench.client.run(RedisCommand("INFO", "commandstats")).text ?? ""
        let line = try #require(
            text.split(whereSeparator: \.isNewline).first { $0.hasPrefix("cmdstat_evalsha:calls=") })
        return try #require(Int(line.dropFirst("cmdstat_evalsha:calls=".count).prefix { $0.isNumber }))
    }
}
