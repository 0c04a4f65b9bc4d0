internal import Glibc
internal import Synchronization

/// The times of writing that this process gives to files: the system's clock, each later than the one before.
///
/// The file system's own times repeat within a few milliseconds, and with them a tag could.
final class WriteClock: Sendable {
    private let last = Mutex<Int64>(0)

    /// Nanoseconds since 1970.
    func next() -> Int64 {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        let present = Int64(now.tv_sec) * 1_000_000_000 + Int64(now.tv_nsec)
        return last.withLock { last in
            last = max(present, last + 1)
            return last
        }
    }
}
