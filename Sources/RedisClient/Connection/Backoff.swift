/// How long to wait before the next try: doubled each time, with jitter so that ten processes do not come at once.
struct Backoff: Sendable {
    private let first: Double  // ms
    private let most: Double
    private var failures = 0

    private init(first: Double, most: Double) {
        self.first = first
        self.most = most
    }

    /// Between tries to connect: from 50 ms to 1 s.
    static let connecting = Backoff(first: 50, most: 1_000)
    /// Between tries of a command that the server did not take for now: from 5 ms to 250 ms.
    static let asking = Backoff(first: 5, most: 250)

    /// - Parameter random: from 0 up to 1.
    mutating func next(random: Double = .random(in: 0..<1)) -> Duration {
        let ceiling = min(first * Double(1 << min(failures, 16)), most)
        failures += 1
        return .microseconds(Int(1000 * ceiling * (0.5 + random / 2)))
    }
    mutating func reset() { failures = 0 }
}
