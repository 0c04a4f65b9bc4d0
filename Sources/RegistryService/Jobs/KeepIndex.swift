internal import JSONDocument
internal import JobQueue
internal import RegistryCore
internal import RegistryStore
internal import SearchIndex

/// Has every lane looked after: what an upgrade, a deletion or a lost job has left to do, and what is swept.
struct KeepIndex: Job {
    static let kind: JobKind = "keep_index"
    static let priority = JobPriority.low
    static let retry = RetryPolicy.exponential(maxAttempts: 3)
    /// How long a segment stays after it went out of use: longer than any search that may still read it.
    private static let grace: Duration = .seconds(3_600)

    init(payload: JSONValue) throws {}

    func run(_ job: JobContext, _ registry: Registry) async throws -> JobOutcome {
        guard let segments = registry.store.segments else { return .completed(nil) }
        for lane in registry.store.lanes.all {
            try await registry.gatherSegments(of: lane)
            try Task.checkCancellation()
        }
        var removed = 0
        while true {
            let slice = try await segments.sweepSegments(
                before: registry.ambient.now() - Self.grace, limit: StagedRows.sliceLimit)
            removed += slice
            if slice < StagedRows.sliceLimit { return .completed(["removed": .number(JSONNumber(removed))]) }
            try Task.checkCancellation()
        }
    }
}
