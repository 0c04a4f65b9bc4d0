import SearchIndex
import Testing

struct DocumentSetTests {
    /// Compares every operation with that of `Set`, for few and for many positions.
    @Test(arguments: 0..<16)
    func isASet(_ seed: Int) {
        var generator = SplitMix(state: UInt64(seed))
        let capacity = [0, 1, 63, 64, 65, 1_000, 5_000, 65_536][seed % 8]
        func some() -> Set<Int> {
            let count = [0, 3, 300, 2_000, 20_000].randomElement(using: &generator) ?? 0
            return capacity == 0
                ? [] : Set((0..<count).map { _ in Int.random(in: 0..<capacity, using: &generator) })
        }
        func set(_ positions: Set<Int>) -> DocumentSet {
            DocumentSet(capacity: capacity, sorted: positions.sorted().map { UInt16($0) })
        }
        for _ in 0..<3 {
            let (one, two) = (some(), some())
            let low = Int.random(in: 0...capacity, using: &generator)
            let range = low..<Int.random(in: low...capacity, using: &generator)
            expect(set(one), one)
            var result = set(one)
            result.formIntersection(set(two))
            expect(result, one.intersection(two))
            result = set(one)
            result.formUnion(set(two))
            expect(result, one.union(two))
            result = set(one)
            result.subtract(set(two))
            expect(result, one.subtracting(two))
            result = set(one)
            result.subtract(range)
            expect(result, one.subtracting(range))
            result = set(one)
            result.insert(range)
            expect(result, one.union(range))
            #expect(set(one).intersectionCount(set(two)) == one.intersection(two).count)
            #expect(set(one).count(in: range) == one.count { range.contains($0) })
            #expect(set(one).first(from: low) == one.filter { $0 >= low }.min())
            var found: [Int] = []
            set(one).forEach(in: range) { found.append($0) }
            #expect(found == one.filter(range.contains).sorted())
            let sorted = one.sorted()
            for rank in [0, sorted.count / 2, sorted.count - 1, sorted.count] {
                #expect(set(one).position(ofRank: rank) == (sorted.indices.contains(rank) ? sorted[rank] : nil))
            }
        }
    }
    private func expect(_ set: DocumentSet, _ expected: Set<Int>) {
        var found: [Int] = []
        set.forEach { found.append($0) }
        #expect(found == expected.sorted())
        #expect(set.count == expected.count)
        #expect(set.isEmpty == expected.isEmpty)
        #expect(set == DocumentSet(capacity: set.capacity, sorted: expected.sorted().map { UInt16($0) }))
        #expect(found.prefix(50).allSatisfy(set.contains))
    }

    @Test func isEqualHoweverItIsHeld() {
        var many = DocumentSet(capacity: 2_000, range: 0..<1_500)
        many.subtract(5..<2_000)
        #expect(many == DocumentSet(capacity: 2_000, range: 0..<5))
        #expect(many != DocumentSet(capacity: 2_000, range: 0..<6))
        #expect(many != DocumentSet(capacity: 1_999, range: 0..<5))
    }

    @Test func leavesOutWhatIsBeyondTheCapacity() {
        var set = DocumentSet(capacity: 100, sorted: [5, 99, 100, 65_535])
        set.insert(100)
        set.insert(-1)
        set.insert(98..<400)
        var found: [Int] = []
        set.forEach { found.append($0) }
        #expect(found == [5, 98, 99])
        #expect(!set.contains(-1) && !set.contains(100))
        #expect(set.first(from: -5) == 5 && set.first(from: 1_000) == nil)
        #expect(DocumentSet.full(capacity: 100).count == 100)
        #expect(DocumentSet.full(capacity: 0).isEmpty)
    }
}
