/// Times of RFC 3339: `date-time`, `date` and `time` of section 5.6, `duration` of appendix A.
enum DateTimeFormats {
    static func isDateTime(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        var scanner = ByteScanner(text)
        guard let date = takeDate(&scanner), scanner.take(oneOf: "Tt"), let time = takeTime(&scanner), scanner.isAtEnd
        else { return false }
        // Section 5.7: a leap second ends a month, in UTC.
        return !time.isLeapSecond || date.isLastOfMonth(shiftedBy: time.daysToUTC)
    }

    static func isDate(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        var scanner = ByteScanner(text)
        return takeDate(&scanner) != nil && scanner.isAtEnd
    }

    static func isTime(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        var scanner = ByteScanner(text)
        return takeTime(&scanner) != nil && scanner.isAtEnd
    }

    private struct Day {
        let day: Int
        let daysInMonth: Int

        /// - Parameter days: -1, 0 or 1.
        func isLastOfMonth(shiftedBy days: Int) -> Bool {
            days < 0 ? day == 1 : day + days == daysInMonth
        }
    }

    private struct Clock {
        let isLeapSecond: Bool
        /// The day in UTC is the local day (0), the one before (-1) or the one after (1).
        let daysToUTC: Int
    }

    private static func takeDate(_ scanner: inout ByteScanner) -> Day? {
        guard let year = scanner.takeNumber(digits: 4), scanner.take("-"),
            let month = scanner.takeNumber(digits: 2), (1...12).contains(month), scanner.take("-"),
            let day = scanner.takeNumber(digits: 2)
        else { return nil }
        let isLeapYear = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)  // appendix C
        let daysInMonth =
            switch month {
            case 2: isLeapYear ? 29 : 28
            case 4, 6, 9, 11: 30
            default: 31
            }
        return (1...daysInMonth).contains(day) ? Day(day: day, daysInMonth: daysInMonth) : nil
    }

    private static func takeTime(_ scanner: inout ByteScanner) -> Clock? {
        guard let hour = scanner.takeNumber(digits: 2), hour <= 23, scanner.take(":"),
            let minute = scanner.takeNumber(digits: 2), minute <= 59, scanner.take(":"),
            let second = scanner.takeNumber(digits: 2), second <= 60
        else { return nil }
        if scanner.take("."), scanner.takeAll(of: .digit) == 0 { return nil }
        guard let offset = takeOffset(&scanner) else { return nil }
        let minuteInUTC = hour * 60 + minute - offset
        let daysToUTC = minuteInUTC < 0 ? -1 : minuteInUTC < 24 * 60 ? 0 : 1
        if second == 60, minuteInUTC - daysToUTC * 24 * 60 != 23 * 60 + 59 { return nil }
        return Clock(isLeapSecond: second == 60, daysToUTC: daysToUTC)
    }

    /// Takes `Z` or `+hh:mm`; returns minutes, positive east of Greenwich.
    private static func takeOffset(_ scanner: inout ByteScanner) -> Int? {
        if scanner.take(oneOf: "Zz") { return 0 }
        let isWest = scanner.take("-")
        guard isWest || scanner.take("+"), let hour = scanner.takeNumber(digits: 2), hour <= 23, scanner.take(":"),
            let minute = scanner.takeNumber(digits: 2), minute <= 59
        else { return nil }
        return (hour * 60 + minute) * (isWest ? -1 : 1)
    }

    /// Appendix A: a unit may be followed by the next smaller one only, and weeks stand alone.
    static func isDuration(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        var scanner = ByteScanner(text)
        guard scanner.take("P") else { return false }
        if scanner.take("T") { return takeUnits("H", "M", "S", &scanner) && scanner.isAtEnd }
        var weeks = scanner
        if weeks.takeAll(of: .digit) > 0, weeks.take("W") { return weeks.isAtEnd }
        guard takeUnits("Y", "M", "D", &scanner) else { return false }
        return scanner.isAtEnd || scanner.take("T") && takeUnits("H", "M", "S", &scanner) && scanner.isAtEnd
    }

    /// Takes numbers with one, two or all three of the units, each directly after the one before it.
    private static func takeUnits(
        _ large: Unicode.Scalar, _ middle: Unicode.Scalar, _ small: Unicode.Scalar, _ scanner: inout ByteScanner
    ) -> Bool {
        guard scanner.takeAll(of: .digit) > 0 else { return false }
        if scanner.take(large) {
            if scanner.takeAll(of: .digit) == 0 { return true }
            return takeLower(middle, small, &scanner)
        }
        return takeLower(middle, small, &scanner) || scanner.take(small)
    }

    /// Takes what follows the digits of the middle unit.
    private static func takeLower(
        _ middle: Unicode.Scalar, _ small: Unicode.Scalar, _ scanner: inout ByteScanner
    ) -> Bool {
        guard scanner.take(middle) else { return false }
        return scanner.takeAll(of: .digit) == 0 || scanner.take(small)
    }
}
