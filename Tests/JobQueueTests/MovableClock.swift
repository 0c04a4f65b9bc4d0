import RegistryCore
import Synchronization

/// A clock that stands until the test moves it.
final class MovableClock: Sendable {
    private let milliseconds = Mutex<Int64>(1_800_000_000_000)

    var now: Timestamp { Timestamp(milliseconds: milliseconds.withLock { $0 }) }
    var ambient: Ambient { Ambient(now: { self.now }) }
    func advance(_ duration: Duration) { milliseconds.withLock { $0 += duration.milliseconds } }
}
