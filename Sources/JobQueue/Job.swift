package import JSONDocument
package import RegistryCore

/// Work of one kind: a value of ids, and what to do about them.
///
/// Safe to run twice: a worker may die between a job's effect and its end.
package protocol Job: Sendable {
    associatedtype Context: Sendable

    /// Stored with the job: not renamed, not reused.
    static var kind: JobKind { get }
    /// Where jobs of this kind wait unless who enqueues them says otherwise; `.default` unless set.
    static var queue: JobQueueName { get }
    /// `.normal` unless set.
    static var priority: JobPriority { get }
    static var retry: RetryPolicy { get }
    /// How long one attempt may take: then it is cancelled, and counts as one that failed. Nil, the default, is for ever.
    static var timeLimit: Duration? { get }

    /// - Throws: when the payload is not one that this kind writes.
    init(payload: JSONValue) throws

    /// Returns how it ended; a thrown error means "try again".
    ///
    /// Its task is cancelled when its claim is lost, when somebody asked for its end, at its deadline or time limit, and
    /// when the worker stops: it should throw then, and soon.
    func run(_ job: JobContext, _ registry: Context) async throws -> JobOutcome
}

extension Job {
    package static var queue: JobQueueName { .default }
    package static var priority: JobPriority { .normal }
    package static var timeLimit: Duration? { nil }
}

package enum JobOutcome: Sendable, Hashable {
    case completed(JSONValue?)
    /// There was nothing left to do.
    case cancelled(JSONValue?, reason: String)
    /// It will never succeed.
    case failed(JSONValue?, reason: String)
    case snooze(until: Timestamp)
}

/// A job type with its kind forgotten: what a worker looks up by name.
package struct JobHandler: Sendable {
    package let kind: JobKind
    package let retry: RetryPolicy
    package let timeLimit: Duration?
    package let run: @Sendable (JobContext) async throws -> JobOutcome

    package init<J: Job>(_ type: J.Type, in context: J.Context) {
        self.init(kind: J.kind, retry: J.retry, timeLimit: J.timeLimit) {
            try await J(payload: $0.record.payload).run($0, context)
        }
    }
    private init(
        kind: JobKind, retry: RetryPolicy, timeLimit: Duration?,
        run: @escaping @Sendable (JobContext) async throws -> JobOutcome
    ) {
        self.kind = kind
        self.retry = retry
        self.timeLimit = timeLimit
        self.run = run
    }

    /// The same kind of work, run by way of `around`.
    package func wrapping(
        _ around:
            @escaping @Sendable (JobContext, @Sendable (JobContext) async throws -> JobOutcome) async throws ->
            JobOutcome
    ) -> JobHandler {
        JobHandler(kind: kind, retry: retry, timeLimit: timeLimit) { [run] in
            try await around($0, run)
        }
    }
}
