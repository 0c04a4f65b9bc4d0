package import JSONDocument
package import Logging
package import RegistryCore

/// Work of one kind: a value of ids, and what to do about them.
///
/// Safe to run twice: a worker may die between a job's effect and its end.
package protocol Job: Sendable {
    associatedtype Context: Sendable

    /// Stored with the job: not renamed, not reused.
    static var kind: JobKind { get }
    static var retry: RetryPolicy { get }

    /// - Throws: when the payload is not one that this kind writes.
    init(payload: JSONValue) throws

    /// Returns how it ended; a thrown error means "try again".
    func run(_ job: JobContext, _ registry: Context) async throws -> JobOutcome
}

/// The attempt that a job runs in.
package struct JobContext: Sendable {
    package let record: JobRecord
    package let logger: Logger

    package init(record: JobRecord, logger: Logger) {
        self.record = record
        self.logger = logger
    }
}

package enum JobOutcome: Sendable, Hashable {
    case completed(JSONValue?)
    /// There was nothing left to do.
    case cancelled(JSONValue?, reason: String)
    /// It will never succeed.
    case failed(JSONValue?, reason: String)
    case snooze(until: Timestamp)
}

/// When a job that failed is tried again.
package struct RetryPolicy: Sendable, Hashable {
    package let maxAttempts: Int
    /// Before the second attempt; doubled before each further one.
    package let firstDelay: Duration
    package let longestDelay: Duration

    package static func exponential(
        maxAttempts: Int, firstDelay: Duration = .seconds(1), longestDelay: Duration = .seconds(300)
    ) -> RetryPolicy {
        RetryPolicy(maxAttempts: maxAttempts, firstDelay: firstDelay, longestDelay: longestDelay)
    }

    /// The delay after attempt `attempt` (from 1), spread over 50 to 100 % by `jitter` in 0…1.
    package func delay(after attempt: Int, jitter: Double) -> Duration {
        let doubled = Double(firstDelay.milliseconds) * Double(1 << min(max(attempt - 1, 0), 30))
        let capped = min(doubled, Double(longestDelay.milliseconds))
        return .milliseconds(Int64(capped * (0.5 + 0.5 * min(max(jitter, 0), 1))))
    }
}

/// A job type with its kind forgotten: what a worker looks up by name.
package struct JobHandler: Sendable {
    package let kind: JobKind
    package let retry: RetryPolicy
    package let run: @Sendable (JobContext) async throws -> JobOutcome

    package init<J: Job>(_ type: J.Type, in context: J.Context) {
        kind = J.kind
        retry = J.retry
        run = { try await J(payload: $0.record.payload).run($0, context) }
    }
    private init(
        kind: JobKind, retry: RetryPolicy, run: @escaping @Sendable (JobContext) async throws -> JobOutcome
    ) {
        self.kind = kind
        self.retry = retry
        self.run = run
    }

    /// The same kind of work, run by way of `around`.
    package func wrapping(
        _ around:
            @escaping @Sendable (JobContext, @Sendable (JobContext) async throws -> JobOutcome) async throws ->
            JobOutcome
    ) -> JobHandler {
        JobHandler(kind: kind, retry: retry) { [run] in try await around($0, run) }
    }
}
