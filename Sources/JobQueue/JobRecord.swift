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

/// Work to be done at least once.
package struct JobRecord: Sendable, Hashable {
    package let id: JobID
    package let kind: JobKind
    package var state: JobState
    /// IDs, never documents.
    package let payload: JSONValue
    /// While a job of the same kind with this key waits, another one coalesces with it.
    package let uniqueKey: String?
    package let project: ProjectID?
    package let version: VersionID?
    /// When it may run; a timer is a job that is due later and asks again whether it is still true.
    package var due: Timestamp
    /// Starts that count against `maxAttempts`; a snooze gives its own back.
    package var attempt: Int
    package let maxAttempts: Int
    /// Counts every claim; what a worker does carries it.
    package var fence: Int
    package let createdBy: String?
    package let createdAt: Timestamp
    package var startedAt: Timestamp?
    package var finishedAt: Timestamp?
    /// What it came to, for those who may read it.
    package var result: JSONValue?
    /// What the last attempt died of.
    package var failure: String?

    package init(
        id: JobID, kind: JobKind, state: JobState = .available, payload: JSONValue, uniqueKey: String? = nil,
        project: ProjectID?, version: VersionID? = nil, due: Timestamp, attempt: Int = 0, maxAttempts: Int = 8,
        fence: Int = 0, createdBy: String?, createdAt: Timestamp, startedAt: Timestamp? = nil,
        finishedAt: Timestamp? = nil, result: JSONValue? = nil, failure: String? = nil
    ) {
        self.id = id
        self.kind = kind
        self.state = state
        self.payload = payload
        self.uniqueKey = uniqueKey
        self.project = project
        self.version = version
        self.due = due
        self.attempt = attempt
        self.maxAttempts = maxAttempts
        self.fence = fence
        self.createdBy = createdBy
        self.createdAt = createdAt
        self.startedAt = startedAt
        self.finishedAt = finishedAt
        self.result = result
        self.failure = failure
    }
    package var ticket: JobTicket { JobTicket(id: id, project: project, due: due) }
}

/// What a dispatcher knows of a job: enough to choose, nothing to decide by.
package struct JobTicket: Sendable, Hashable {
    package let id: JobID
    package let project: ProjectID?
    package let due: Timestamp

    package init(id: JobID, project: ProjectID?, due: Timestamp) {
        self.id = id
        self.project = project
        self.due = due
    }
}
