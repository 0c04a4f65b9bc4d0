internal import JSONDocument
internal import JobQueue
internal import RegistryCore
internal import RegistryStore
internal import SearchIndex

/// Puts what a lane has published into stored segments, and makes few of many.
struct IndexSegments: Job {
    static let kind: JobKind = "index_segments"
    static let queue = JobQueueName.index
    /// Before uploads: while they are more than it can store, they get what workers are left.
    static let priority = JobPriority.high
    static let retry = RetryPolicy.exponential(maxAttempts: 8)
    /// Publications that come so soon after one another are stored together.
    static let delay: Duration = .seconds(2)

    let lane: Lane
    /// Whether nobody published for a while, or else another such job would have been waiting.
    let isResting: Bool

    init(payload: JSONValue) throws {
        guard let lane = payload["lane"]?.intValue, lane >= 0 else { throw PayloadError(field: "lane") }
        self.lane = Lane(lane)
        isResting = payload["resting"]?.boolValue ?? false
    }

    func run(_ job: JobContext, _ registry: Registry) async throws -> JobOutcome {
        guard let keeper = registry.segmentKeeper(of: lane) else { return .completed(nil) }
        var added = 0
        while true {
            let progress: SegmentKeeper.Progress
            do {
                progress = try await keeper.step(isResting: isResting)
            } catch StoreError.conflict {
                return .snooze(until: registry.ambient.now() + Self.delay)
            }
            added += progress.added
            if progress.isDone { return .completed(["documents": .number(JSONNumber(added))]) }
            job.report(JobProgress(done: added, total: nil, note: "documents stored"))
            try Task.checkCancellation()
        }
    }

    /// The job that does it for one lane; of several that wait one is left.
    static func record(in lane: Lane, isResting: Bool = false, id: RandomID, now: Timestamp) -> JobRecord {
        JobRecord(
            id: JobID(lane: lane, id: id), kind: kind, state: .scheduled, queue: queue, priority: priority,
            payload: ["lane": .number(JSONNumber(lane.number)), "resting": .bool(isResting)], uniqueKey: "lane-\(lane)",
            project: nil,
            due: now + delay, maxAttempts: retry.maxAttempts, createdBy: nil, createdAt: now)
    }
}

extension Registry {
    /// Nil where the store keeps no segments.
    func segmentKeeper(of lane: Lane) -> SegmentKeeper? {
        guard let segments = store.segments else { return nil }
        return SegmentKeeper(segments, lane: lane, now: ambient.now) { [store] change in
            var set = ChangeSet(lane: lane)
            set.index = [change]
            try await store.commit(set)
        }
    }

    /// Has the segments of a lane that rests made few, soon.
    func gatherSegments(of lane: Lane) async throws {
        var set = ChangeSet(lane: lane)
        set.jobs = [.enqueue(IndexSegments.record(in: lane, isResting: true, id: ambient.newID(), now: ambient.now()))]
        try await store.commit(set)
    }
}
