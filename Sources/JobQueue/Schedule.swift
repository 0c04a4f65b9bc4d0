package import JSONDocument
package import RegistryCore

/// Something that is to be done again and again: each tick becomes a job.
package struct Schedule: Sendable {
    /// What becomes of ticks that nobody was there for.
    package enum Misfire: Sendable, Hashable {
        /// They are passed over.
        case skip
        /// The latest of them is made up for.
        case runOnce
        /// Each is made up for, the latest so many.
        case runAll(limit: Int)
    }
    /// What becomes of a tick while the job of an earlier one waits or runs.
    package enum Overlap: Sendable, Hashable {
        /// It waits until that one has ended; of several that wait one is left.
        case coalesce
        case allow
    }
    /// 1 to 64 lower-case letters, digits, `-`, `_` and `.`; stored, and the key of its ticks.
    package let name: String
    package let when: CronExpression
    package let kind: JobKind
    package let payload: JSONValue
    package let queue: JobQueueName
    package let priority: JobPriority
    package let maxAttempts: Int
    package let misfire: Misfire
    package let overlap: Overlap
    /// The job of a tick is due up to this much after it, by the schedule's name, so that not all begin at once.
    package let jitter: Duration

    package init(
        name: String, when: CronExpression, kind: JobKind, payload: JSONValue = .object([:]),
        queue: JobQueueName = .default, priority: JobPriority = .low, maxAttempts: Int = 3,
        misfire: Misfire = .runOnce, overlap: Overlap = .coalesce, jitter: Duration = .zero
    ) {
        self.name = name
        self.when = when
        self.kind = kind
        self.payload = payload
        self.queue = queue
        self.priority = priority
        self.maxAttempts = maxAttempts
        self.misfire = misfire
        self.overlap = overlap
        self.jitter = jitter
    }

    /// What its jobs are found by.
    package var tag: String { "schedule:\(name)" }

    /// The job of one tick; it has the same id whoever makes it.
    package func job(at tick: Timestamp, in lane: Lane, now: Timestamp) -> JobRecord {
        let due = tick + delay
        return JobRecord(
            id: jobID(of: tick, in: lane), kind: kind, state: due > now ? .scheduled : .available, queue: queue,
            priority: priority, payload: payload, project: nil, tags: [tag], due: due, maxAttempts: maxAttempts,
            createdBy: nil, createdAt: now)
    }
    package func jobID(of tick: Timestamp, in lane: Lane) -> JobID {
        var generator = TickGenerator(state: hash ^ UInt64(bitPattern: tick.milliseconds))
        return JobID(lane: lane, id: RandomID(using: &generator))
    }
    /// The same for each tick and each process.
    private var delay: Duration { .milliseconds(Int64(hash % UInt64(max(jitter.milliseconds, 0) + 1))) }
    /// FNV-1a of the name.
    private var hash: UInt64 {
        name.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }
}

/// Steele, Lea and Flood's SplitMix64: the same numbers from the same tick.
private struct TickGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
