import SearchIndex
import Synchronization
import Testing

@Suite("Searches take turns")
struct SearchGateTests {
    @Test func noMoreThanItsWidthPassAtATime() async throws {
        let gate = SearchGate(width: 3)
        let inside = Mutex((now: 0, most: 0))
        try await withThrowingTaskGroup { group in
            for _ in 0..<200 {
                group.addTask { @Sendable in
                    try await gate.pass {
                        inside.withLock { inside in
                            inside.now += 1
                            inside.most = max(inside.most, inside.now)
                        }
                        await Task.yield()
                        inside.withLock { $0.now -= 1 }
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(inside.withLock { $0.most } <= 3)
        #expect(inside.withLock { $0.now } == 0)
    }

    @Test func theFirstToComeIsTheFirstToPass() async throws {
        let gate = SearchGate(width: 1)
        let order = Mutex<[Int]>([])
        try await holding(gate) {
            var tasks: [Task<Void, any Error>] = []
            for number in 0..<20 {
                tasks.append(Task { @Sendable in try await gate.pass { order.withLock { $0.append(number) } } })
                while gate.waiting <= number { await Task.yield() }
            }
            return tasks
        }
        #expect(order.withLock { $0 } == Array(0..<20))
    }

    @Test func aTaskThatIsCancelledWhileItWaitsTakesNoTurn() async throws {
        let gate = SearchGate(width: 1)
        let passed = Mutex<[Int]>([])
        try await holding(gate) {
            let tasks = (0..<10).map { number in
                Task { @Sendable in try await gate.pass { passed.withLock { $0.append(number) } } }
            }
            while gate.waiting < 10 { await Task.yield() }
            for number in [0, 4, 9] {
                tasks[number].cancel()
                await #expect(throws: CancellationError.self) { try await tasks[number].value }
            }
            return [1, 2, 3, 5, 6, 7, 8].map { tasks[$0] }
        }
        #expect(passed.withLock { $0.sorted() } == [1, 2, 3, 5, 6, 7, 8])
        #expect(gate.waiting == 0)
        try await gate.pass {}
    }

    @Test func whoWaitsTooLongIsTurnedAwayAndTakesNoTurn() async throws {
        let gate = SearchGate(width: 1)
        let passed = Mutex(0)
        try await holding(gate) {
            for wait in [Duration.zero, .milliseconds(1)] {
                var patience = wait
                await #expect(throws: SearchGate.Closed.self) {
                    try await gate.pass(within: &patience) { passed.withLock { $0 += 1 } }
                }
                #expect(patience <= .zero)
            }
            #expect(gate.waiting == 0)
            let patient = Task { @Sendable in
                var patience = Duration.seconds(3_600)
                try await gate.pass(within: &patience) { passed.withLock { $0 += 1 } }
                #expect(patience > .zero)
            }
            while gate.waiting == 0 { await Task.yield() }
            return [patient]
        }
        #expect(passed.withLock { $0 } == 1)
        var patience = Duration.zero
        try await gate.pass(within: &patience) {}
    }

    @Test func anErrorGivesTheTurnBack() async throws {
        struct Failure: Error {}
        let gate = SearchGate(width: 1)
        for _ in 0..<3 { await #expect(throws: Failure.self) { try await gate.pass { throw Failure() } } }
        try await gate.pass {}
    }

    /// Keeps the only place of `gate` while `body` makes its tasks, and waits for them afterwards.
    private func holding(
        _ gate: SearchGate, _ body: () async throws -> [Task<Void, any Error>]
    ) async throws {
        let tasks = try await gate.pass { try await body() }
        for task in tasks { try await task.value }
    }
}
