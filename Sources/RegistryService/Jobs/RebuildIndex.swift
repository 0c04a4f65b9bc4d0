internal import JSONDocument
internal import JobQueue
internal import RegistryCore
internal import RegistryStore
internal import SearchIndex

/// Builds the segments of lanes anew from their documents, each lane switched over by one commit; searches see no difference.
struct RebuildIndex: Job {
    static let kind: JobKind = "rebuild_index"
    static let queue = JobQueueName.bulk
    static let priority = JobPriority.low
    static let retry = RetryPolicy.exponential(maxAttempts: 3)
    /// Of all of them one waits at most.
    private static let uniqueKey = "index"

    let lanes: [Lane]

    init(payload: JSONValue) throws {
        guard let numbers = payload["lanes"]?.arrayValue?.map(\.intValue),
            !numbers.contains(where: { $0.map { $0 < 0 } ?? true })
        else { throw PayloadError(field: "lanes") }
        lanes = numbers.compactMap { $0.map { Lane($0) } }
    }

    func run(_ job: JobContext, _ registry: Registry) async throws -> JobOutcome {
        var documents = 0
        for lane in lanes {
            guard let keeper = registry.segmentKeeper(of: lane) else { continue }
            let before = documents
            documents += try await keeper.rebuild { done in
                job.report(JobProgress(done: before + done, total: nil, note: "documents stored"))
            }
            try await registry.gatherSegments(of: lane)
        }
        return .completed(["documents": .number(JSONNumber(documents))])
    }

    static func record(_ lanes: [Lane], id: JobID, by actor: String?, now: Timestamp) -> JobRecord {
        JobRecord(
            id: id, kind: kind, state: .available, queue: queue, priority: priority,
            payload: ["lanes": .array(lanes.map { .number(JSONNumber($0.number)) })], uniqueKey: uniqueKey,
            project: nil, due: now, maxAttempts: retry.maxAttempts, createdBy: actor, createdAt: now)
    }
}
