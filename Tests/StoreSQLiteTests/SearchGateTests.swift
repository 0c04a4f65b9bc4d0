import RegistryCore
import RegistryStore
import RegistryStoreConformance
import SearchIndex
import StoreSQLite
import Synchronization
import Testing

@Suite("Searches in SQLite take turns")
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

    @Test func anErrorGivesTheTurnBack() async throws {
        struct Failure: Error {}
        let gate = SearchGate(width: 1)
        for _ in 0..<3 { await #expect(throws: Failure.self) { try await gate.pass { throw Failure() } } }
        try await gate.pass {}
    }

    @Test(.timeLimit(.minutes(5)))
    func whatIsAskedByKeyIsAnsweredBesideAnyNumberOfExpensiveSearches() async throws {
        try await withTemporaryDatabase { path in
            try await withStore(path) { store in
                let registry = StoreFixture(store)
                let request = try await registry.makeExpensiveSearch()
                let artifact = try registry.artifact("a", of: registry.version("1", of: ProjectID(parsing: "PRJ1")))
                let begun = Mutex(0)
                let ended = Mutex(0)
                let searches = (0..<40).map { _ in
                    Task { @Sendable in
                        begun.withLock { $0 += 1 }
                        defer { ended.withLock { $0 += 1 } }
                        _ = try await store.index.search(request, readableBy: .anonymous)
                    }
                }
                while begun.withLock({ $0 }) < 40 { await Task.yield() }
                for _ in 0..<5 {
                    #expect(try await store.index.document(artifact, readableBy: .anonymous) != nil)
                    #expect(try await store.index.search(.init(), readableBy: .anonymous).total == 1)
                    #expect(try await store.index.count() == 1)
                }
                // Behind all of them, with no reader kept free, it would be more than thirty.
                let endedBefore = ended.withLock { $0 }
                #expect(endedBefore < 20)
                for search in searches { search.cancel() }
                var refused = 0
                for search in searches {
                    if case .failure(SearchIndexError.tooExpensive) = await search.result { refused += 1 }
                }
                // Those under way end because of the cancellation; some of them may just have been at their end.
                #expect(refused <= endedBefore + 4)
            }
        }
    }

    /// Keeps the only place of `gate` while `body` makes its tasks, and waits for them afterwards.
    private func holding(
        _ gate: SearchGate, _ body: () async throws -> [Task<Void, any Error>]
    ) async throws {
        let tasks = try await gate.pass { try await body() }
        for task in tasks { try await task.value }
    }
}
