internal import EventReactor

/// How long a command that the server did not take for now is asked again.
struct Patience {
    private let end: ContinuousClock.Instant
    /// From 5 ms to 250 ms.
    private var backoff = Backoff(first: 5, most: 250)
    private var isFirst = true

    init(_ patience: Duration) { end = .now + patience }

    /// How long to wait before the next try, nothing before the first; nil when patience is at its end.
    mutating func next() -> Duration? {
        if isFirst {
            isFirst = false
            return .zero
        }
        let pause = backoff.next()
        return .now + pause <= end ? pause : nil
    }
}
