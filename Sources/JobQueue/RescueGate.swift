package import RegistryCore

/// Whether lapsed claims may be taken back: not at once after a time in which nobody could prolong them.
///
/// A machine that was suspended, a record that was away and a clock that was moved let the leases of living workers lapse:
/// these are given time for a heartbeat first.
package struct RescueGate: Sendable {
    /// A longer time between two looks is a gap.
    package static let longestPause = Duration.seconds(5)

    private let patience: Duration
    private var lastLook: Timestamp
    private var closedUntil: Timestamp?

    /// - Parameters:
    ///   - patience: how long nothing is taken back after a gap.
    ///   - now: when this process began to look.
    package init(patience: Duration, now: Timestamp) {
        self.patience = patience
        lastLook = now
    }

    /// Notes that the record answers.
    ///
    /// - Returns: whether jobs may be taken back now.
    package mutating func look(at now: Timestamp) -> Bool {
        if now - lastLook > Self.longestPause || now < lastLook { closedUntil = now + patience }
        lastLook = now
        guard let closedUntil else { return true }
        if now < closedUntil { return false }
        self.closedUntil = nil
        return true
    }
}
