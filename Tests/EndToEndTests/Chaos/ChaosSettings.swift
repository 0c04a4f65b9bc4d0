import Foundation

/// What a run is told by its environment.
struct ChaosSettings: Sendable {
    enum Queue: String, Sendable { case redis, database }

    /// `VITRINE_CHAOS_SECONDS`, 60 unless set: for how long there are faults.
    let duration: Duration
    /// `VITRINE_CHAOS_SEED`: the same faults and the same load once more.
    let seed: UInt64
    /// `VITRINE_CHAOS_QUEUE`: `redis` unless set, or `database`.
    let queue: Queue
    /// `VITRINE_CHAOS_FAULTS`: kinds of faults, separated by commas; all unless set.
    let faults: Set<ChaosFault.Kind>
    /// `VITRINE_CHAOS_REPORT`: the file that the report is written to.
    let report: String?

    init(_ environment: [String: String]) {
        duration = .seconds(environment["VITRINE_CHAOS_SECONDS"].flatMap { Int($0) } ?? 60)
        seed = environment["VITRINE_CHAOS_SEED"].flatMap { UInt64($0) } ?? UInt64.random(in: 1...999_999)
        let queue = environment["VITRINE_CHAOS_QUEUE"].flatMap { Queue(rawValue: $0) } ?? .redis
        self.queue = queue
        let named = environment["VITRINE_CHAOS_FAULTS"]?.split(separator: ",").compactMap {
            ChaosFault.Kind(rawValue: String($0))
        }
        faults = Set(named ?? ChaosFault.Kind.allCases).filter { queue == .redis || !$0.needsRedis }
        report = environment["VITRINE_CHAOS_REPORT"]
    }
}
