import JobQueue
import RegistryCore

/// What one history is made of: drawn from its seed, so that histories differ in kind and not only in luck.
struct Plan {
    enum Dispatch { case redis, database }

    let dispatch: Dispatch
    let lanes: Int
    let workers: Int
    let schedulers: Int
    let concurrency: Int
    /// All times in milliseconds.
    let lease = 3_000
    let upkeepTick = 500
    let upkeepLease = 2_000
    /// More than a third of the lease.
    let afterGap = 1_200
    let relayTick = 500
    let relayPage: Int
    let watchTick = 500
    /// When the adversary stops.
    let calm: Int
    /// How far a clock may be off.
    let longestJump = 4_000
    /// How often the adversary acts, at most this far apart.
    let longestPeace: Int
    let limits: DispatchLimits
    let projects: Int
    /// How long one document of an upload takes, in milliseconds.
    let longestDocument: Int

    init(_ random: inout SimulationRandom) {
        dispatch = random.chance(0.7) ? .redis : .database
        lanes = random.chance(0.5) ? 1 : 4
        workers = random.between(1, 3)
        schedulers = random.chance(0.6) ? 2 : 1
        concurrency = random.between(1, 5)
        relayPage = random.chance(0.5) ? 3 : 50
        calm = random.between(8, 28) * 1_000
        longestPeace = [300, 900, 2_500][random.below(3)]
        limits = DispatchLimits(
            perProject: random.between(1, 4), perKind: random.chance(0.5) ? ["slow": random.between(1, 2)] : [:])
        projects = random.between(2, 4)
        longestDocument = [50, 400, 1_500][random.below(3)]
    }
}
