package import RegistryCore
internal import Synchronization

/// The time and the ids of one test: both move only when the test says so, or asks for one.
package final class TestClock: Sendable {
    private struct State {
        var now: Timestamp
        var ids: SplitMix
    }
    private let state: Mutex<State>

    /// - Parameter start: 2026-11-21T12:00:00Z unless said otherwise.
    package init(start: Timestamp = Timestamp(milliseconds: 1_795_262_400_000), seed: UInt64 = 2_026) {
        state = Mutex(State(now: start, ids: SplitMix(state: seed)))
    }

    package var now: Timestamp { state.withLock { $0.now } }
    package func advance(by duration: Duration) { state.withLock { $0.now = $0.now + duration } }

    package var ambient: Ambient {
        Ambient(
            now: { self.now },
            newID: { self.state.withLock { RandomID(using: &$0.ids) } })
    }
}

/// Steele, Lea and Flood's generator: the same numbers from the same seed.
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
