/// How long to wait before the next try of something that is away: 0.1 s doubled with each failure to 5 s, spread over
/// 50 to 100 %.
package struct Backoff {
    package private(set) var failures = 0

    package init() {}

    package mutating func failed(jitter: Double = .random(in: 0...1)) -> Duration {
        let delay = min(5_000, 100 << min(failures, 10))
        failures += 1
        return .milliseconds(Int64(Double(delay) * (0.5 + 0.5 * jitter)))
    }
    /// Whether it had failed before.
    package mutating func succeeded() -> Bool {
        defer { failures = 0 }
        return failures > 0
    }
}
