/// How often a request is tried again, and after how long.
package struct RetryRule: Sendable {
    /// Repetitions after the first try.
    package let retries: Int

    /// Never again: for what must not happen twice.
    package static let none = RetryRule(retries: 0)
    /// Three more tries: for what may be repeated.
    package static let usual = RetryRule(retries: 3)
    /// Six more tries, so that a registry may restart meanwhile.
    package static let patient = RetryRule(retries: 6)

    private static let longestWait = Duration.seconds(30)

    /// Whether a repetition may help: the connection failed, or the server says that it is busy or broken.
    package static func isWorthwhile(after error: RegistryClientError) -> Bool {
        switch error {
        case .unreachable: true
        case .refused(let refusal):
            switch refusal.status {
            case 408, 429, 500, 502, 503, 504: true
            default: false
            }
        case .invalidAddress, .invalidToken, .invalidName, .invalidAnswer, .file, .exists, .damaged, .cancelled: false
        }
    }

    /// The wait before repetition `number`, from 1: half a second, doubled each time, up to 30 s; what the server asks
    /// for when that is longer.
    ///
    /// - Parameter jitter: from 0.5 to 1, so that many clients do not come back at once.
    package static func delay(before number: Int, after error: RegistryClientError, jitter: Double) -> Duration {
        let backoff = Duration.milliseconds(500 << min(max(number - 1, 0), 10))
        var wait = min(backoff, longestWait) * jitter
        if case .refused(let refusal) = error, let seconds = refusal.retryAfter {
            wait = max(wait, min(.seconds(seconds), longestWait))
        }
        return wait
    }

    /// Runs `work` until it succeeds, its error is final, or the tries are used up.
    func run<Outcome: Sendable>(
        _ work: () async throws(RegistryClientError) -> Outcome
    ) async throws(RegistryClientError) -> Outcome {
        var number = 0
        while true {
            let failure: RegistryClientError
            do throws(RegistryClientError) {
                return try await work()
            } catch {
                failure = error
            }
            number += 1
            guard number <= retries, Self.isWorthwhile(after: failure) else { throw failure }
            try await Self.wait(Self.delay(before: number, after: failure, jitter: .random(in: 0.5...1)))
        }
    }

    static func wait(_ duration: Duration) async throws(RegistryClientError) {
        do {
            try await Task.sleep(for: duration)
        } catch {
            throw .cancelled
        }
    }
}
