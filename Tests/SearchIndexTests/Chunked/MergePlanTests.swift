import SearchIndex
import Testing

struct MergePlanTests {
    /// Segments with these documents, all shown, of so many bytes each.
    private func segments(_ documents: [Int], bytes: Int = 1_400) -> [MergePlan.Candidate] {
        documents.enumerated().map { number, documents in
            MergePlan.Candidate(
                id: SegmentID(rawValue: Int64(number)), documents: documents, shown: documents,
                bytes: documents * bytes)
        }
    }

    @Test func makesOneOfEightOfASize() {
        let plan = MergePlan.decide(segments([46, 50, 33, 40, 45, 60, 41]))
        #expect(plan == MergePlan(dropped: [], merges: []))
        let merged = MergePlan.decide(segments([46, 50, 33, 40, 45, 60, 41, 47]))
        #expect(merged.merges.map { Set($0.map(\.rawValue)) } == [Set(0..<8)])
    }

    @Test func gathersInALaneThatRestsWhatIsWorthIt() {
        func gathered(_ documents: [Int]) -> [[Int]] {
            MergePlan.decide(segments(documents), isResting: true).merges.map { $0.map { documents[Int($0.rawValue)] } }
        }
        #expect(gathered([46, 300, 50, 2_500, 9_000]) == [[46, 50, 300], [2_500, 9_000]])
        #expect(gathered([46, 50, 60, 70, 80, 300, 1_200]) == [[46, 50, 60, 70, 80, 300, 1_200]])
        #expect(gathered([10_000, 11_000, 12_000, 13_000, 20_000]) == [[10_000, 11_000, 12_000, 13_000]])
        #expect(gathered([10, 15_000]) == [])
        #expect(gathered([10, 40]) == [[10, 40]])
        #expect(gathered([10, 41]) == [])
        #expect(gathered([7]) == [])
        #expect(gathered([]) == [])
        // What the tiers make one comes first.
        #expect(gathered([46, 50, 33, 40, 45, 60, 41, 47, 300]).count == 1)
    }

    @Test func countsHeavyDocumentsByTheirBytes() {
        // 64 documents of 1 MiB of index each are half of what the largest segment has.
        #expect(MergePlan.decide(segments(Array(repeating: 64, count: 20), bytes: 1 << 20)).merges.isEmpty)
        let plan = MergePlan.decide(segments(Array(repeating: 40, count: 8), bytes: 1 << 20))
        #expect(plan.merges.map(\.count) == [3, 3, 2])
        for group in MergePlan.decide(segments(Array(repeating: 3, count: 64), bytes: 4 << 20)).merges {
            #expect(group.count * 12 <= 128)
        }
    }

    @Test func leavesWhatIsFullAndRewritesWhatIsHalfEmpty() {
        let full = MergePlan.fullSize
        let plan = MergePlan.decide([
            MergePlan.Candidate(id: SegmentID(rawValue: 1), documents: full, shown: full, bytes: full),
            MergePlan.Candidate(id: SegmentID(rawValue: 2), documents: 2 * full, shown: full, bytes: full),
            MergePlan.Candidate(id: SegmentID(rawValue: 3), documents: 10, shown: 5, bytes: 10),
            MergePlan.Candidate(id: SegmentID(rawValue: 4), documents: 10, shown: 0, bytes: 10),
            MergePlan.Candidate(id: SegmentID(rawValue: 5), documents: 100, shown: 60, bytes: .max / 4),
        ])
        #expect(
            plan
                == MergePlan(
                    dropped: [SegmentID(rawValue: 4)], merges: [[SegmentID(rawValue: 2)], [SegmentID(rawValue: 3)]]))
    }
}
