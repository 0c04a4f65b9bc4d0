/// A moment in whole milliseconds since 1970-01-01T00:00:00Z, without leap seconds.
package struct Timestamp: Sendable, Hashable, Comparable, CustomStringConvertible {
    package let milliseconds: Int64

    package init(milliseconds: Int64) { self.milliseconds = milliseconds }

    /// The present, from the system's clock.
    package static func current() -> Timestamp {
        let parts = Duration.sinceEpoch.components
        return Timestamp(milliseconds: parts.seconds * 1_000 + parts.attoseconds / 1_000_000_000_000_000)
    }
    package static func < (left: Self, right: Self) -> Bool { left.milliseconds < right.milliseconds }
    package static func + (moment: Self, duration: Duration) -> Self {
        Timestamp(milliseconds: moment.milliseconds &+ duration.milliseconds)
    }
    package static func - (moment: Self, duration: Duration) -> Self {
        Timestamp(milliseconds: moment.milliseconds &- duration.milliseconds)
    }
    package static func - (left: Self, right: Self) -> Duration {
        .milliseconds(left.milliseconds &- right.milliseconds)
    }

    /// ISO 8601 with microseconds and offset, always in UTC: `2026-11-21T00:59:01.865000+00:00` (`spec/rest-api.md` 0.8).
    package var description: String {
        let (days, time) = milliseconds.quotientAndRemainderRoundedDown(by: 86_400_000)
        let (year, month, day) = CivilDate.from(days: days)
        let seconds = time / 1_000
        return "\(pad(year, 4))-\(pad(month, 2))-\(pad(day, 2))T\(pad(seconds / 3_600, 2)):\(pad(seconds / 60 % 60, 2))"
            + ":\(pad(seconds % 60, 2)).\(pad(time % 1_000, 3))000+00:00"
    }
    private func pad(_ value: Int64, _ width: Int) -> String {
        let text = String(value)
        return String(repeating: "0", count: max(0, width - text.count)) + text
    }
}

extension Int64 {
    func quotientAndRemainderRoundedDown(by divisor: Int64) -> (Int64, Int64) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}

extension Duration {
    package var milliseconds: Int64 {
        let parts = components
        return parts.seconds &* 1_000 &+ parts.attoseconds / 1_000_000_000_000_000
    }
    package var wholeSeconds: Int64 { components.seconds }
}

/// The proleptic Gregorian calendar, by Howard Hinnant's day-counting formulas
/// (https://howardhinnant.github.io/date_algorithms.html).
package enum CivilDate {
    package static func from(days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let shifted = days + 719_468
        let (era, dayOfEra) = shifted.quotientAndRemainderRoundedDown(by: 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }
    /// Nil unless the month and the day exist.
    package static func days(year: Int64, month: Int64, day: Int64) -> Int64? {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1 else { return nil }
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let lengths: [Int64] = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        guard day <= lengths[Int(month) - 1] else { return nil }
        let shiftedYear = month <= 2 ? year - 1 : year
        let (era, yearOfEra) = shiftedYear.quotientAndRemainderRoundedDown(by: 400)
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}
