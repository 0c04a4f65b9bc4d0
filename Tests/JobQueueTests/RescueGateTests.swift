import JobQueue
import RegistryCore
import Testing

@Suite("RescueGate")
struct RescueGateTests {
    private let start = Timestamp(milliseconds: 1_800_000_000_000)

    @Test func itIsOpenWhileSomebodyLooks() {
        var gate = RescueGate(patience: .seconds(12), now: start)
        let looks = (0..<100).map { gate.look(at: start + .milliseconds(Int64(500 * $0))) }
        #expect(looks.allSatisfy { $0 })
    }

    @Test(arguments: [6, 86_400, -86_400])
    func itIsClosedAWhileAfterAGap(_ gap: Int) {
        var gate = RescueGate(patience: .seconds(12), now: start)
        let end = start + .seconds(gap)
        let looks = (0..<30).map { gate.look(at: end + .milliseconds(Int64(500 * $0))) }
        #expect(looks == (0..<30).map { $0 >= 24 })
    }
}
