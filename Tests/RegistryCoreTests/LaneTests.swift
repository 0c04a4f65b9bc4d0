import RegistryCore
import Testing

@Suite struct LaneTests {
    @Test func isTheCyclicRedundancyCheckOfTheName() throws {
        #expect(LaneCount(1 << 32).lane(of: "123456789").number == 0xCBF4_3926)  // the check value of CRC-32
        #expect(LaneCount(64).lane(of: "123456789").number == 0xCBF4_3926 % 64)
        #expect(LaneCount(1 << 32).lane(of: "").number == 0)
        #expect(try LaneCount(64).lane(of: ProjectID(parsing: "PRJ1")) == LaneCount(64).lane(of: "PRJ1"))
    }

    @Test func oneLaneHoldsEverything() {
        #expect(LaneCount(1).lane(of: "PRJ1") == Lane(0))
        #expect(LaneCount(1).all == [Lane(0)])
    }

    @Test func lanesShareProjectsEvenly() {
        let lanes = LaneCount(8)
        var counts = [Int](repeating: 0, count: 8)
        for number in 1...8_000 { counts[lanes.lane(of: "PRJ\(number)").number] += 1 }
        #expect(counts.allSatisfy { (800...1_200).contains($0) })
        #expect(lanes.all.map(\.number) == Array(0..<8))
    }
}
