import JobDispatcherConformance
import JobQueue
import JobQueueRedis
import RegistryCore
import Testing

@Suite("JobDispatcher in Redis", .enabled(if: TestRedis.url != nil, TestRedis.isAbsent))
struct RedisJobDispatcherTests {
    @Test(.timeLimit(.minutes(5)), arguments: JobDispatcherCase.all)
    func conforms(_ promise: JobDispatcherCase) async throws {
        try await Bench.with(try #require(TestRedis.url), isShared: true) { bench in
            let dispatcher = try bench.dispatcher(promise.limits)
            try await promise.check(DispatcherFixture(dispatcher) { try await Task.sleep(for: $0) })
        }
    }

    @Test("a ticket comes back as it was pushed, with or without a project, whatever its kind is called")
    func keepsTickets() async throws {
        try await Bench.with(try #require(TestRedis.url), isShared: true) { bench in
            let dispatcher = try bench.dispatcher(DispatchLimits(perKind: ["a kind: with\u{e4}": 1]))
            let all =
                try tickets(1, of: nil, queue: .bulk, priority: .high)
                + tickets(1, of: "A.b_c-1", kind: "a kind: with\u{e4}", queue: .bulk, priority: .low)
                + tickets(1, of: "B", kind: "", queue: .bulk)
            try await dispatcher.push(all)
            #expect(try await Set(dispatcher.next(.up(to: 10, of: [.bulk])).map(\.ticket)) == Set(all))
        }
    }

    @Test("of two instances in one Redis neither sees the other's tickets")
    func keepsInstancesApart() async throws {
        try await Bench.with(try #require(TestRedis.url), isShared: true) { bench in
            try await Bench.with(try #require(TestRedis.url), isShared: true) { other in
                let (mine, theirs) = (try bench.dispatcher(), try other.dispatcher())
                let (one, two) = (try tickets(1), try tickets(1))
                try await mine.push(one)
                try await theirs.push(two)
                #expect(try await mine.known([one[0].id, two[0].id]) == [one[0].id])
                #expect(try await theirs.next(.up(to: 10)).map(\.ticket) == two)
                #expect(try await mine.memory() != theirs.memory())
            }
        }
    }

    @Test("the name of an instance is checked", arguments: ["", "a b", "a}", "ä", String(repeating: "a", count: 65)])
    func checksInstances(_ name: String) async throws {
        try await Bench.with(try #require(TestRedis.url)) { bench in
            #expect(throws: NameError.self) { try RedisJobDispatcher(bench.client, instance: name) }
        }
    }

    @Test("all processes agree on the memory's name, whoever asks first")
    func sharesMemory() async throws {
        try await Bench.with(try #require(TestRedis.url), isShared: true) { bench in
            let dispatchers = try (0..<8).map { _ in try bench.dispatcher() }
            let names = try await withThrowingTaskGroup(of: String?.self) { group in
                for dispatcher in dispatchers { group.addTask { try await dispatcher.memory() } }
                return try await group.reduce(into: Set()) { $0.insert($1) }
            }
            #expect(names.count == 1)
        }
    }

    @Test("a kind at its limit blocks no other kind, however many of its tickets stand before")
    func looksPastFullKinds() async throws {
        try await Bench.with(try #require(TestRedis.url), isShared: true) { bench in
            let dispatcher = try bench.dispatcher(DispatchLimits(perProject: 10_000, perKind: ["scarce": 1]))
            let scarce = try tickets(10_000, kind: "scarce")
            let plain = try tickets(1)
            try await dispatcher.push(scarce + plain)
            #expect(try await dispatcher.next(.up(to: 1)).map(\.ticket) == [scarce[0]])
            #expect(try await dispatcher.next(.up(to: 5)).map(\.ticket) == plain)
        }
    }

    @Test("a place of a kind goes round the projects that wait for it, each oldest first, in every queue and band")
    func sharesScarceKinds() async throws {
        try await Bench.with(try #require(TestRedis.url), isShared: true) { bench in
            let dispatcher = try bench.dispatcher(DispatchLimits(perProject: 2, perKind: ["scarce": 2]))
            var lines: [String: [JobTicket]] = [:]
            for project in ["A", "B", "C", "D"] {
                lines[project] = try tickets(6, of: project, kind: "scarce")
                try await dispatcher.push(try #require(lines[project]))
            }
            let low = try tickets(4, of: "E", kind: "scarce", queue: .bulk, priority: .low)
            try await dispatcher.push(low)
            var served: [JobTicket] = []
            while served.count < 28 {
                let jobs = try await dispatcher.next(.up(to: 10, of: [.default, .bulk]))
                #expect(jobs.count <= 2)
                served += jobs.map(\.ticket)
                try await dispatcher.end(jobs)
            }
            for (project, line) in lines { #expect(served.filter { $0.project?.description == project } == line) }
            #expect(Set(served.prefix(8).compactMap(\.project?.description)).isSuperset(of: ["A", "B", "C", "D"]))
        }
    }

    @Test("forgetting those that a place was kept for gives it to the next")
    func forgetsThoseWhoWait() async throws {
        try await Bench.with(try #require(TestRedis.url), isShared: true) { bench in
            let dispatcher = try bench.dispatcher(DispatchLimits(perProject: 5, perKind: ["scarce": 1]))
            var all: [JobTicket] = []
            for project in ["A", "B", "C"] { all += try tickets(1, of: project, kind: "scarce") }
            try await dispatcher.push(all)
            let held = try await dispatcher.next(.up(to: 10))
            #expect(held.map(\.ticket) == [all[0]])
            try await dispatcher.end(held)
            // B's line was let in for the place that A left.
            try await dispatcher.forget([all[1].id])
            #expect(try await dispatcher.next(.up(to: 10)).map(\.ticket) == [all[2]])
        }
    }
}
