/// A moment of the proleptic Gregorian calendar in UTC, without leap seconds, to the nanosecond.
package struct DateInstant: Sendable, Hashable, Comparable {
    /// Since 1970-01-01T00:00:00Z, rounded down.
    package let seconds: Int64
    /// 0 to 999 999 999, to be added.
    package let nanoseconds: Int32

    package init(seconds: Int64, nanoseconds: Int32 = 0) {
        self.seconds = seconds
        self.nanoseconds = nanoseconds
    }

    package static func < (left: Self, right: Self) -> Bool {
        (left.seconds, left.nanoseconds) < (right.seconds, right.nanoseconds)
    }
}
