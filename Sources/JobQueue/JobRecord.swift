package import JSONDocument
package import RegistryCore

/// A job's stored name; never renamed, never reused for other work.
package struct JobKind: Sendable, Hashable, ExpressibleByStringLiteral, CustomStringConvertible {
    package let description: String
    package init(_ name: String) { description = name }
    package init(stringLiteral name: String) { description = name }
}

package enum JobState: String, Sendable, Hashable, CaseIterable {
    case available, scheduled, executing, retryable, completed, discarded, cancelled

    package var isFinal: Bool { self == .completed || self == .discarded || self == .cancelled }
    /// Whether a worker may take it once it is due.
    package var isWaiting: Bool { self == .available || self == .scheduled || self == .retryable }
}

/// How far a job has come; whoever waits for it may see it.
package struct JobProgress: Sendable, Hashable {
    package let done: Int
    /// Nil while nobody knows.
    package let total: Int?
    /// What is being done, in a few words: at most 200 bytes are kept.
    package let note: String?

    package init(done: Int, total: Int?, note: String? = nil) {
        self.done = done
        self.total = total
        self.note = note
    }
}

/// Work to be done at least once.
package struct JobRecord: Sendable, Hashable {
    package let id: JobID
    package let kind: JobKind
    package var state: JobState
    package let queue: JobQueueName
    package let priority: JobPriority
    /// IDs, never documents.
    package let payload: JSONValue
    /// While a job of the same kind with this key waits, another one coalesces with it.
    package let uniqueKey: String?
    package let project: ProjectID?
    package let version: VersionID?
    /// The job that this one is a part of.
    package let parent: JobID?
    /// For those who look for it: at most 16, each of at most 64 bytes.
    package let tags: [String]
    /// When it may run; a timer is a job that is due later and asks again whether it is still true.
    package var due: Timestamp
    /// It is not begun after this moment, and cancelled when it runs past it.
    package let deadline: Timestamp?
    /// Starts that count against `maxAttempts`; a snooze gives its own back.
    package var attempt: Int
    package let maxAttempts: Int
    /// Of the attempts, those that ended because their worker was lost.
    package var rescues: Int
    /// Counts every claim; what a worker does carries it.
    package var fence: Int
    /// The worker that holds it, or held it last.
    package var worker: WorkerID?
    /// Until when the claim of a running job holds without a heartbeat.
    package var leaseUntil: Timestamp?
    /// Whether a running job has been asked to stop.
    package var isCancelRequested: Bool
    package var progress: JobProgress?
    package let createdBy: String?
    package let createdAt: Timestamp
    package var startedAt: Timestamp?
    package var finishedAt: Timestamp?
    /// What it came to, for those who may read it.
    package var result: JSONValue?
    /// What the last attempt died of.
    package var failure: String?

    package init(
        id: JobID, kind: JobKind, state: JobState = .available, queue: JobQueueName = .default,
        priority: JobPriority = .normal, payload: JSONValue, uniqueKey: String? = nil, project: ProjectID?,
        version: VersionID? = nil, parent: JobID? = nil, tags: [String] = [], due: Timestamp,
        deadline: Timestamp? = nil, attempt: Int = 0, maxAttempts: Int = 8, rescues: Int = 0, fence: Int = 0,
        worker: WorkerID? = nil, leaseUntil: Timestamp? = nil, isCancelRequested: Bool = false,
        progress: JobProgress? = nil, createdBy: String?, createdAt: Timestamp, startedAt: Timestamp? = nil,
        finishedAt: Timestamp? = nil, result: JSONValue? = nil, failure: String? = nil
    ) {
        self.id = id
        self.kind = kind
        self.state = state
        self.queue = queue
        self.priority = priority
        self.payload = payload
        self.uniqueKey = uniqueKey
        self.project = project
        self.version = version
        self.parent = parent
        self.tags = tags
        self.due = due
        self.deadline = deadline
        self.attempt = attempt
        self.maxAttempts = maxAttempts
        self.rescues = rescues
        self.fence = fence
        self.worker = worker
        self.leaseUntil = leaseUntil
        self.isCancelRequested = isCancelRequested
        self.progress = progress
        self.createdBy = createdBy
        self.createdAt = createdAt
        self.startedAt = startedAt
        self.finishedAt = finishedAt
        self.result = result
        self.failure = failure
    }
    package var ticket: JobTicket {
        JobTicket(id: id, kind: kind, queue: queue, priority: priority, project: project, due: due)
    }
    /// The claim that an executing job is under.
    package var claim: JobClaim { JobClaim(id: id, fence: fence) }
}
