import Foundation
import Testing

/// Histories of queue, workers, scheduler, catalogue and index under a virtual clock and a seeded adversary.
///
/// `VITRINE_SIMULATION_STEPS` says how many steps, `VITRINE_SIMULATION_SEED` which history alone.
@Suite("Simulation")
struct SimulationTests {
    private static func number(_ name: String) -> Int? { ProcessInfo.processInfo.environment[name].flatMap { Int($0) } }
    private static let steps = number("VITRINE_SIMULATION_STEPS") ?? 1_000_000
    private static let seed = number("VITRINE_SIMULATION_SEED")

    @Test("keeps its guarantees after every step of every history")
    func keepsItsGuarantees() async {
        var (steps, seed) = (0, Self.seed ?? 1)
        repeat {
            let world = World(seed: UInt64(seed))
            if let violation = await world.run() {
                Issue.record(
                    """
                    seed \(seed), step \(world.steps): \(violation)
                    Replay it with VITRINE_SIMULATION_SEED=\(seed). Its plan: \(world.plan)
                    The last steps:
                    \(world.trace.told())
                    """)
                return
            }
            steps += world.steps
            seed += 1
        } while steps < Self.steps && Self.seed == nil
        let report =
            "simulation: \(steps) steps of \(seed - (Self.seed ?? 1)) histories, the last of seed \(seed - 1)\n"
        FileHandle.standardError.write(Data(report.utf8))
    }

    @Test("tells the same history for the same seed", arguments: [3, 17, 42])
    func replays(seed: UInt64) async {
        let (first, second) = (World(seed: seed), World(seed: seed))
        _ = await first.run()
        _ = await second.run()
        #expect(first.steps == second.steps)
        #expect(first.trace.digest == second.trace.digest)
    }
}
