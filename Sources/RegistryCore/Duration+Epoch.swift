internal import Glibc

extension Duration {
    /// What the system's real-time clock says since 1970-01-01T00:00:00Z.
    static var sinceEpoch: Duration {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return .seconds(Int64(time.tv_sec)) + .nanoseconds(Int64(time.tv_nsec))
    }
}
