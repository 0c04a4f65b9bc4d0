/// One thing that goes wrong at one moment.
struct ChaosFault: Sendable, CustomStringConvertible {
    enum Kind: String, Sendable, CaseIterable {
        case workerKill = "worker.kill"
        case workerPause = "worker.pause"
        case workerStop = "worker.stop"
        case schedulerKill = "scheduler.kill"
        case schedulerPause = "scheduler.pause"
        case schedulerStop = "scheduler.stop"
        case frontKill = "front.kill"
        case frontPause = "front.pause"
        case frontStop = "front.stop"
        case redisKill = "redis.kill"
        case redisPause = "redis.pause"
        case redisFlush = "redis.flush"
        case redisFailover = "redis.failover"
        /// All processes go over to another Redis, which Sentinel watches, one after the other.
        case redisMove = "redis.move"
        case databaseRestart = "database.restart"
        case databasePromote = "database.promote"

        var needsRedis: Bool { rawValue.hasPrefix("redis") }
        /// How often it comes, beside the others; 0 for what has a moment of its own.
        var weight: Int {
            switch self {
            case .workerKill: 6
            case .workerPause: 5
            case .schedulerKill, .frontKill, .redisKill, .redisFlush, .redisFailover: 3
            case .workerStop, .schedulerPause, .frontPause: 2
            case .schedulerStop, .frontStop, .redisPause, .databaseRestart: 1
            case .redisMove, .databasePromote: 0
            }
        }
    }
    let kind: Kind
    /// Since the run began.
    let moment: Duration
    /// Which of those that it can befall.
    let target: Int
    /// How long it lasts.
    let length: Duration

    var description: String { "\(moment) \(kind.rawValue) \(target) for \(length)" }

    /// The faults of a run, in the order of their moments: a function of the seed.
    ///
    /// Half of the time there is one Redis, then Sentinel with two. The standby is promoted once, near the end.
    static func plan(_ settings: ChaosSettings) -> [ChaosFault] {
        var generator = SplitMix(state: settings.seed)
        let end = milliseconds(settings.duration)
        let (move, promotion) = (end / 2, end * Int.random(in: 78...88, using: &generator) / 100)
        var faults: [ChaosFault] = []
        func add(_ kind: Kind, at moment: Int) {
            let longest = kind.rawValue.hasSuffix("pause") ? 6_000 : 2_000
            let (target, length) = (
                Int.random(in: 0..<6, using: &generator), Int.random(in: 100...longest, using: &generator)
            )
            guard settings.faults.contains(kind) else { return }
            faults.append(
                ChaosFault(
                    kind: kind, moment: .milliseconds(moment), target: target, length: .milliseconds(length)))
        }
        add(.redisMove, at: move)
        add(.databasePromote, at: promotion)
        var moment = 1_000
        while moment < end {
            let kinds = Kind.allCases.filter { settings.faults.contains($0) }.filter {
                $0 != .redisFailover || moment > move
            }
            let lots = kinds.flatMap { Array(repeating: $0, count: $0.weight) }
            if let kind = lots.randomElement(using: &generator) { add(kind, at: moment) }
            moment += Int.random(in: 300...2_100, using: &generator)
        }
        return faults.sorted { $0.moment < $1.moment }
    }

    private static func milliseconds(_ duration: Duration) -> Int { Int(duration / .milliseconds(1)) }
}
