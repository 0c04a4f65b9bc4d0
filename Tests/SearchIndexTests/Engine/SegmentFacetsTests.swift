import RegistryQuery
import SearchIndex
import Testing

/// Facets over segments, compared with the naive engine.
struct SegmentFacetsTests {
    static func found(
        _ request: FacetsRequest, in world: EngineWorld, readable policies: Set<Int>?, atHand: Bool = true
    ) throws -> FacetsAnswer {
        let parts = RevealedParts(world.parts, atHand: atHand)
        var search = try SegmentFacets(request, over: world.lanes(readable: policies))
        return try Evaluation.answer(parts) { try search.run($0) }
    }
    static func compare(
        _ request: FacetsRequest, in world: EngineWorld, readable policies: Set<Int>?, atHand: Bool = true
    ) throws {
        let expected: FacetsAnswer
        do {
            expected = try NaiveFacets.answer(documents: world.documents(readable: policies), request: request)
        } catch SearchIndexError.tooExpensive(let reason) {
            do {
                _ = try found(request, in: world, readable: policies, atHand: atHand)
                Issue.record("not refused (\(reason)): \(request)")
            } catch SearchIndexError.tooExpensive {}
            return
        }
        let found = try found(request, in: world, readable: policies, atHand: atHand)
        #expect(found == expected, "\(request)")
    }

    @Test(arguments: SegmentSearchTests.worlds)
    func countsAsTheNaiveEngineDoes(_ seed: UInt64, _ lanes: Int, _ segments: Int) throws {
        let world = try EngineWorld(seed: seed, lanes: lanes, segments: segments, uploads: 40)
        var trees = RandomTrees(seed: seed &* 79)
        for number in 0..<100 {
            let policies: Set<Int>? = [nil, [1], [2, 3], []][min(number % 5, 3)]
            try Self.compare(Self.request(&trees), in: world, readable: policies, atHand: number % 3 > 0)
        }
    }

    @Test func fieldNamesAreCountedAsTheNaiveEngineDoes() throws {
        let world = try EngineWorld(seed: 21, lanes: 2, segments: 3, uploads: 40)
        for prefix in ["", "n", "nested", "nested.", "_extra", "_extra.", "a", "zz"] {
            for policies: Set<Int>? in [nil, [1], []] {
                for limit in [0, 3, 1_000] {
                    var fields = SegmentFields(
                        beginningWith: prefix, limit: limit, over: world.lanes(readable: policies))
                    let parts = RevealedParts(world.parts, atHand: false)
                    let found = try Evaluation.answer(parts) { try fields.run($0) }
                    var naive = NaiveFieldNames(beginningWith: prefix)
                    for document in world.documents(readable: policies) { try naive.consider(document) }
                    #expect(found == naive.names(limit: limit), "\(prefix)")
                }
            }
        }
    }

    static func request(_ trees: inout RandomTrees) -> FacetsRequest {
        var selected: [FieldPath: [String]] = [:]
        for _ in 0..<Int.random(in: 0...2, using: &trees.generator) {
            selected[trees.field()] = (0..<Int.random(in: 0...3, using: &trees.generator)).map { _ in trees.text() }
        }
        var facets = (0..<Int.random(in: 1...4, using: &trees.generator)).map { _ in facet(&trees, isNested: false) }
        facets += selected.keys.map { Facet($0) }
        return FacetsRequest(
            query: Bool.random(using: &trees.generator) ? .everything : trees.query(),
            latestOnly: Int.random(in: 0...3, using: &trees.generator) == 0, selected: selected, facets: facets)
    }
    private static func facet(_ trees: inout RandomTrees, isNested: Bool) -> Facet {
        let field = trees.field()
        switch Int.random(in: 0...8, using: &trees.generator) {
        case 0...2:
            let nested =
                isNested
                ? [] : (0..<Int.random(in: 0...2, using: &trees.generator)).map { _ in facet(&trees, isNested: true) }
            let text: String? = Int.random(in: 0...3, using: &trees.generator) == 0 ? trees.text() : nil
            let size = [0, 1, 3, 500].randomElement(using: &trees.generator) ?? 1
            return Facet(field, .terms(size: size, matching: text), nested: nested)
        case 3: return Facet("n", .histogram(width: [nil, 1, 0.5, 1e15].randomElement(using: &trees.generator) ?? nil))
        case 4: return Facet("_extra.numerical_revision", .histogram(width: nil))
        case 5:
            let units = Facet.CalendarUnit.allCases.map { Optional($0) } + [nil]
            return Facet(
                Bool.random(using: &trees.generator) ? "when" : field,
                .dates(units.randomElement(using: &trees.generator) ?? nil))
        case 6:
            func bound() -> String? {
                ["0", "1", "2.5", "2026", "2026-01-02", "2025-12", "1e401", nil, "x"]
                    .randomElement(using: &trees.generator) ?? nil
            }
            return Facet(
                Bool.random(using: &trees.generator) ? "n" : field,
                .ranges((0..<3).map { Facet.Range(key: "r\($0)", from: bound(), to: bound()) }))
        case 7: return Facet(field, .statistics(percentiles: [0, 50, 99, 100]))
        default: return Facet(field, .distinct)
        }
    }
}
