internal import RegistryCore

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
