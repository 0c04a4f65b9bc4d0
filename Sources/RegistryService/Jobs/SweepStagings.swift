internal import JSONDocument
internal import JobQueue
internal import RegistryCore
internal import RegistryStore

/// Removes staged rows that no upload took over, and scrolls that nobody goes on with.
struct SweepStagings: Job {
    static let kind: JobKind = "sweep_stagings"
    static let priority = JobPriority.low
    static let retry = RetryPolicy.exponential(maxAttempts: 3)

    init(payload: JSONValue) throws {}

    func run(_ job: JobContext, _ registry: Registry) async throws -> JobOutcome {
        // A start stages its files moments before its commit: an hour is more than any request takes.
        let before = registry.ambient.now() - .seconds(3_600)
        var removed = 0
        while true {
            let slice = try await registry.store.sweep(before: before, limit: StagedRows.sliceLimit)
            removed += slice
            job.report(JobProgress(done: removed, total: nil, note: "rows removed"))
            if slice < StagedRows.sliceLimit { return .completed(["removed": .number(JSONNumber(removed))]) }
            try Task.checkCancellation()
        }
    }
}
