internal import Catalog
internal import Foundation
internal import RegistryCore
internal import RegistryQuery
internal import RegistryStore
internal import SearchIndex
internal import Testing

extension RegistryStoreCase {
    static let differential: [RegistryStoreCase] = [
        .init("building the index anew changes no answer, whatever is published, removed and merged meanwhile") {
            store in
            guard store.segments != nil else { return }
            let fixture = StoreFixture(store)
            let oracle = StoreFixture(MemoryStore(lanes: LaneCount(1)))
            var random = RandomSource(seed: 7)
            var steps = RandomHistory.beginning(&random)
            for _ in 0..<30 { steps.append(try RandomHistory.step(&random)) }
            for step in steps {
                try await fixture.apply(step)
                try await oracle.apply(step)
            }
            func expectAlike() async throws {
                let request = SearchRequest(query: .everything, limit: Limits.pageMaximum)
                for caller in RandomHistory.callers {
                    let found = try await store.index.search(request, readableBy: caller)
                    let wanted = try await oracle.store.index.search(request, readableBy: caller)
                    #expect(found == wanted)
                }
            }
            for lane in store.lanes.all { while try await !fixture.keeper(of: lane).step().isDone {} }
            let before = try await fixture.segments()
            try await expectAlike()
            for lane in store.lanes.all {
                var later: [RandomHistory.Step] = []
                for _ in 0..<3 { later.append(try RandomHistory.step(&random)) }
                // What happens between the last document and the switch: what is published stays to be stored.
                _ = try await fixture.keeper(of: lane) { [later] in
                    for step in later {
                        try await fixture.apply(step)
                        try await oracle.apply(step)
                    }
                    _ = try? await fixture.keeper(of: lane).step()
                }
                .rebuild { _ in }
                try await expectAlike()
            }
            #expect(try await fixture.segments().isDisjoint(with: before), "a former segment is still there")
        },
        .init("random searches and facets over random documents and policies are what the naive engine says") { store in
            var trial = SearchTrial(store)
            try await trial.run()
        },
    ]
}

/// Lets the same random things happen to a store and to one in memory, and asks both the same random questions.
///
/// The environment's `VITRINE_SEARCH_TREES` is how many questions (300), `VITRINE_SEARCH_SEED` where chance begins (1).
struct SearchTrial {
    /// Between two questions in a row, and before the first.
    private static let questionsPerRound = 25
    private static let stepsPerRound = 4
    private static let stepsAtFirst = 30

    private let seed: Int
    private let questions: Int
    private var random: RandomSource
    private let driver: StoreFixture
    private let oracle: StoreFixture

    init(_ store: any RegistryStore) {
        let environment = ProcessInfo.processInfo.environment
        seed = environment["VITRINE_SEARCH_SEED"].flatMap { Int($0) } ?? 1
        questions = environment["VITRINE_SEARCH_TREES"].flatMap { Int($0) } ?? 300
        random = RandomSource(seed: seed)
        driver = StoreFixture(store)
        oracle = StoreFixture(MemoryStore(lanes: LaneCount(1)))
    }

    mutating func run() async throws {
        for step in RandomHistory.beginning(&random) { try await happen(step) }
        for _ in 0..<Self.stepsAtFirst { try await happen(try RandomHistory.step(&random)) }
        for question in 0..<questions {
            if question > 0, question.isMultiple(of: Self.questionsPerRound) {
                for _ in 0..<Self.stepsPerRound { try await happen(try RandomHistory.step(&random)) }
                try await compareFieldNames()
            }
            let caller = random.pick(RandomHistory.callers)
            if random.chance(70) {
                try await compare(try RandomRequest.search(&random), by: caller, question)
            } else {
                try await compare(try RandomRequest.facets(&random), by: caller, question)
            }
        }
    }

    private mutating func happen(_ step: RandomHistory.Step) async throws {
        try await driver.apply(step)
        try await oracle.apply(step)
        guard driver.store.segments != nil else { return }
        for lane in driver.store.lanes.all where random.chance(25) {
            if random.chance(4) {
                _ = try await driver.keeper(of: lane).rebuild { _ in }
            } else {
                _ = try await driver.keeper(of: lane).step(isResting: random.chance(30))
            }
        }
    }

    /// Compares a search page by page, the whole way where it is short.
    private func compare(_ request: SearchRequest, by caller: Identity, _ question: Int) async throws {
        var request = request
        for page in 0..<12 {
            let place: Comment = """
                question \(question) of seed \(seed), page \(page): \(request.query) by \(caller.user ?? "nobody") in \
                \(String(describing: request.extent)) by \(String(describing: request.order)), latest \
                \(request.latestOnly), limit \(request.limit)
                """
            let wanted = await outcome { () async throws(SearchIndexError) -> SearchPage in
                try await oracle.store.index.search(request, readableBy: caller)
            }
            let found = await outcome { () async throws(SearchIndexError) -> SearchPage in
                try await driver.store.index.search(request, readableBy: caller)
            }
            #expect(found.failure == wanted.failure, place)
            #expect(found.answer?.total == wanted.answer?.total, place)
            #expect(
                found.answer?.documents.map(\.id.description) == wanted.answer?.documents.map(\.id.description), place)
            #expect(found.answer == wanted.answer, place)
            guard found.answer == wanted.answer, let next = wanted.answer?.next else { return }
            request.after = next
            request.statistics = wanted.answer?.statistics
        }
    }

    private func compare(_ request: FacetsRequest, by caller: Identity, _ question: Int) async throws {
        let wanted = await outcome { () async throws(SearchIndexError) -> FacetsAnswer in
            try await oracle.store.index.facets(request, readableBy: caller)
        }
        let found = await outcome { () async throws(SearchIndexError) -> FacetsAnswer in
            try await driver.store.index.facets(request, readableBy: caller)
        }
        #expect(
            found == wanted,
            """
            question \(question) of seed \(seed): \(request.query) by \(caller.user ?? "nobody"), latest \
            \(request.latestOnly), selected \(String(describing: request.selected)), facets \
            \(String(describing: request.facets))
            """)
    }

    private func compareFieldNames() async throws {
        for caller in RandomHistory.callers {
            for (prefix, limit) in [("", 500), ("s", 3), ("_extra.", 500), ("absent", 5)] {
                #expect(
                    try await driver.store.index.fields(beginningWith: prefix, limit: limit, readableBy: caller)
                        == oracle.store.index.fields(beginningWith: prefix, limit: limit, readableBy: caller),
                    "fields beginning with '\(prefix)' for \(caller.user ?? "nobody"), seed \(seed)")
            }
        }
    }

    private struct Outcome<Answer: Equatable & Sendable>: Equatable {
        var answer: Answer?
        /// The kind of the error.
        var failure: String?
    }
    private func outcome<Answer: Equatable & Sendable>(
        _ body: () async throws(SearchIndexError) -> Answer
    ) async -> Outcome<Answer> {
        do throws(SearchIndexError) {
            return Outcome(answer: try await body())
        } catch {
            switch error {
            case .unavailable(let operation, let cause): return Outcome(failure: "unavailable: \(operation), \(cause)")
            case .tooExpensive: return Outcome(failure: "too expensive")
            case .unsortable: return Outcome(failure: "unsortable")
            case .busy: return Outcome(failure: "busy")
            }
        }
    }
}
