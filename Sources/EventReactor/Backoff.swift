/// How long to wait before the next try: doubled each time, with jitter so that ten processes do not come at once.
package struct Backoff: Sendable {
    private let first: Double  // ms
    private let most: Double
    private var failures = 0

    /// - Parameters:
    ///   - first: milliseconds.
    ///   - most: milliseconds.
    package init(first: Double, most: Double) {
        self.first = first
        self.most = most
    }

    /// Between tries to connect: from 50 ms to 1 s, so that a server that is back is noticed within a caller's patience.
    package static let connecting = Backoff(first: 50, most: 1_000)

    /// - Parameter random: from 0 up to 1.
    package mutating func next(random: Double = .random(in: 0..<1)) -> Duration {
        let ceiling = min(first * Double(1 << min(failures, 16)), most)
        failures += 1
        return .microseconds(Int(1000 * ceiling * (0.5 + random / 2)))
    }
    package mutating func reset() { failures = 0 }
}
