import RegistryCore
import RegistryQuery
import SearchIndex
import Synchronization
import Testing

/// Searches over segments, compared with the naive engine.
struct SegmentSearchTests {
    /// What a page shows.
    struct Shown: Equatable {
        let ids: [String]
        let total: Int
        let next: SearchPosition?
        let statistics: RelevanceStatistics?
        let explanations: [RelevanceExplanation]

        init(_ page: SearchPage) {
            ids = page.documents.map(\.id.description)
            (total, next, statistics, explanations) = (page.total, page.next, page.statistics, page.explanations)
        }
        init(_ hits: SearchHits) {
            ids = hits.hits.map(\.position.id)
            (total, next, statistics) = (hits.total, hits.next, hits.statistics)
            explanations = hits.hits.compactMap(\.explanation)
        }
    }

    static func found(
        _ request: SearchRequest, in world: EngineWorld, readable policies: Set<Int>?, atHand: Bool = true,
        revealingAll: Bool = true
    ) throws -> Shown {
        let parts = RevealedParts(world.parts, atHand: atHand)
        var search = try SegmentSearch(request, over: world.lanes(readable: policies))
        let hits = try Evaluation.answer(parts, revealingAll: revealingAll) { try search.run($0) }
        #expect(parts.damages.isEmpty)
        return Shown(hits)
    }
    static func expected(
        _ request: SearchRequest, in world: EngineWorld, readable policies: Set<Int>?
    ) throws -> Shown {
        Shown(try NaiveSearch.page(documents: world.documents(readable: policies), request: request))
    }

    /// Whether both give the same, or refuse alike.
    static func compare(
        _ request: SearchRequest, in world: EngineWorld, readable policies: Set<Int>?, atHand: Bool = true,
        revealingAll: Bool = true
    ) throws -> Shown? {
        let expected: Shown
        do {
            expected = try Self.expected(request, in: world, readable: policies)
        } catch SearchIndexError.unsortable {
            do {
                _ = try found(request, in: world, readable: policies, atHand: atHand, revealingAll: revealingAll)
                Issue.record("not refused: \(request)")
            } catch SearchIndexError.unsortable {}
            return nil
        }
        let found = try found(request, in: world, readable: policies, atHand: atHand, revealingAll: revealingAll)
        #expect(found == expected, "\(request.query.root) \(request)")
        return found == expected ? expected : nil
    }

    static let worlds: [(seed: UInt64, lanes: Int, segments: Int)] = [
        (1, 1, 1), (2, 1, 3), (3, 2, 2), (4, 4, 2), (5, 1, 8),
    ]

    @Test(arguments: worlds)
    func findsAsTheNaiveEngineDoesPageAfterPage(_ seed: UInt64, _ lanes: Int, _ segments: Int) throws {
        let world = try EngineWorld(seed: seed, lanes: lanes, segments: segments, uploads: 40)
        var trees = RandomTrees(seed: seed &* 77)
        for number in 0..<120 {
            let policies: Set<Int>? = [nil, [1], [2, 3], []][min(number % 5, 3)]
            var request = try Self.request(&trees)
            // A walk keeps the statistics of its beginning.
            for _ in 0..<6 {
                guard let page = try Self.compare(request, in: world, readable: policies), let next = page.next else {
                    break
                }
                request.after = next
                request.statistics = page.statistics
            }
        }
    }

    @Test func findsTheSameWhateverPartsAreAtHand() throws {
        let world = try EngineWorld(seed: 11, lanes: 2, segments: 3, uploads: 30)
        var trees = RandomTrees(seed: 12)
        for number in 0..<80 {
            let request = try Self.request(&trees)
            _ = try Self.compare(
                request, in: world, readable: number % 2 == 0 ? nil : [1, 2], atHand: false,
                revealingAll: number % 4 < 2)
        }
    }

    @Test func findsTheSameInSegmentsOfManyDocuments() throws {
        let world = try EngineWorld(seed: 31, lanes: 1, segments: 2, uploads: 60, documents: 10...40)
        var trees = RandomTrees(seed: 32)
        for number in 0..<40 {
            let request = try Self.request(&trees)
            _ = try Self.compare(request, in: world, readable: number % 3 == 0 ? [1, 2] : nil)
        }
    }

    @Test func uploadsOfOneSealAreMergedByTheirDocumentsIDs() throws {
        let world = try EngineWorld(seed: 41, lanes: 2, segments: 4, uploads: 50)
        var request = SearchRequest(limit: 3)
        var ids: [String] = []
        while true {
            let page = try Self.found(request, in: world, readable: nil)
            ids += page.ids
            guard let next = page.next else { break }
            request.after = next
        }
        let expected = world.documents(readable: nil).sorted {
            $0.sealedAt != $1.sealedAt ? $0.sealedAt > $1.sealedAt : $0.id < $1.id
        }
        #expect(ids == expected.map(\.id.description))
    }

    @Test func aSingleWordCountsAsOftenAsItStandsAndAPatternOnce() throws {
        let world = try EngineWorld(seed: 45, lanes: 1, segments: 2, uploads: 40)
        for text in ["lung~0", "title:lung~0", "title:lung", "notes:human~1"] {
            let request = SearchRequest(query: try SearchQuery(parsing: text), order: .relevance, explains: true)
            #expect(try #require(try Self.compare(request, in: world, readable: nil)).total > 0)
        }
    }

    @Test func nothingIsFoundInNoSegment() throws {
        let empty = LaneView(lane: Lane(0), segments: [])
        for order: SearchOrder in [.newest, .relevance, .fields([SortKey("n")])] {
            var search = try SegmentSearch(
                SearchRequest(query: try SearchQuery(parsing: "a OR b"), order: order),
                over: [ReadableLane(view: empty, readable: Readable(view: empty, policies: nil))])
            let hits = try search.run(RevealedParts([:]))
            #expect(hits?.total == 0)
            #expect(hits?.hits.isEmpty == true)
            #expect(hits?.next == nil)
        }
    }

    @Test func whatNobodyMayReadAsksForNoPart() throws {
        let world = try EngineWorld(seed: 51, lanes: 1, segments: 2, uploads: 20)
        let parts = RevealedParts(world.parts, atHand: false)
        var search = try SegmentSearch(
            SearchRequest(query: try SearchQuery(parsing: "lung"), order: .relevance), over: world.lanes(readable: []))
        #expect(try search.run(parts)?.total == 0)
        #expect(parts.missing.isEmpty)
    }

    @Test func whatIsTooDearIsRefusedByTheNameOfItsDearestClause() throws {
        let world = try EngineWorld(seed: 61, lanes: 1, segments: 2, uploads: 40)
        let request = SearchRequest(query: try SearchQuery(parsing: "title:lung AND *u* OR n:1"))
        do throws(SearchIndexError) {
            _ = try SegmentSearch(request, over: world.lanes(readable: nil), maximumPrice: 20_000)
            Issue.record("not refused")
        } catch {
            guard case .tooExpensive(let reason) = error else { throw error }
            #expect(reason.contains("'*u*'"))
            #expect(reason.contains("name a field"))
        }
        _ = try SegmentSearch(request, over: world.lanes(readable: nil))
        // What is not looked at costs nothing.
        _ = try SegmentSearch(request, over: world.lanes(readable: []), maximumPrice: 0)
    }

    @Test func theDeadlineEndsASearch() throws {
        let world = try EngineWorld(seed: 71, lanes: 1, segments: 2, uploads: 20)
        var search = try SegmentSearch(
            SearchRequest(query: try SearchQuery(parsing: "lung")), over: world.lanes(readable: nil),
            budget: SearchBudget(time: .zero))
        #expect(throws: SearchIndexError.self) { try search.run(RevealedParts(world.parts)) }
    }

    @Test func onlyEvaluationTakesOfTheTime() throws {
        let world = try EngineWorld(seed: 71, lanes: 1, segments: 2, uploads: 20)
        let clock = Mutex(ContinuousClock.now)
        let budget = SearchBudget(time: .seconds(5)) { clock.withLock { $0 } }
        let request = SearchRequest(query: try SearchQuery(parsing: "lung"))
        var search = try SegmentSearch(request, over: world.lanes(readable: nil), budget: budget)
        let parts = RevealedParts(world.parts, atHand: false)
        // Between two evaluations it waits for a minute.
        let hits = try Evaluation.answer(parts, revealingAll: false) { parts in
            clock.withLock { $0 += .seconds(60) }
            return try search.run(parts)
        }
        #expect(hits.total == (try Self.expected(request, in: world, readable: nil)).total)
    }

    @Test func aRequestMayAskForLessTimeAndForNothingDear() throws {
        let world = try EngineWorld(seed: 71, lanes: 1, segments: 2, uploads: 20)
        var request = SearchRequest(query: try SearchQuery(parsing: "lung"), time: .zero)
        var search = try SegmentSearch(request, over: world.lanes(readable: nil))
        #expect(throws: SearchIndexError.self) { try search.run(RevealedParts(world.parts)) }
        request.time = nil
        request.maximumPrice = 1
        #expect(throws: SearchIndexError.self) { try SegmentSearch(request, over: world.lanes(readable: nil)) }
    }

    @Test func damagedPartsDoNotTrap() throws {
        let world = try EngineWorld(seed: 81, lanes: 1, segments: 1, uploads: 60, documents: 10...20)
        let whole = try #require(world.parts.first)
        try #require(whole.value.count > 2)
        var trees = RandomTrees(seed: 82)
        let requests = try (0..<12).map { _ in try Self.request(&trees) }
        for number in whole.value.indices.dropFirst() {
            for damage in 3..<6 {
                var bytes = whole.value
                if damage < 4 {
                    bytes[number].removeLast(bytes[number].count * (damage + 1) / 5)
                } else {
                    for index in stride(from: damage, to: bytes[number].count, by: 97) { bytes[number][index] ^= 0x55 }
                }
                for request in requests {
                    let parts = RevealedParts([whole.key: bytes])
                    var search = try SegmentSearch(request, over: world.lanes(readable: nil))
                    // Any answer will do: who reads parts checks their sums.
                    _ = try? search.run(parts)
                }
            }
        }
    }

    static func request(_ trees: inout RandomTrees) throws -> SearchRequest {
        let query = trees.query()
        let keys = (0..<Int.random(in: 1...3, using: &trees.generator)).map { _ in
            let field: FieldPath = Bool.random(using: &trees.generator) ? "n" : trees.field()
            return SortKey(field, isDescending: Bool.random(using: &trees.generator))
        }
        let orders: [SearchOrder] = [.newest, .relevance, .relevance, .fields(keys)]
        let order = orders.randomElement(using: &trees.generator) ?? .newest
        let project = try ProjectID(parsing: "PRJ\(Int.random(in: 1...4, using: &trees.generator))")
        let version = try VersionID(parsing: "v\(Int.random(in: 0...39, using: &trees.generator))")
        let extents: [SearchRequest.Extent] = [
            .everything, .everything, .everything, .project(project),
            .version(VersionKey(project: project, version: version)),
        ]
        return SearchRequest(
            extent: extents.randomElement(using: &trees.generator) ?? .everything, query: query,
            latestOnly: Int.random(in: 0...3, using: &trees.generator) == 0, order: order,
            sealedBy: Int.random(in: 0...5, using: &trees.generator) == 0 ? Documents.sealed + .seconds(1) : nil,
            explains: order == .relevance, limit: [0, 1, 2, 7, 500].randomElement(using: &trees.generator) ?? 1,
            time: .seconds(3_600))
    }
}
