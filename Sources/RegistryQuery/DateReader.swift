/// Reads the date that is all of a text; see ``DateSpan``.
struct DateReader {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var next = 0

    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
    }

    mutating func span() -> DateSpan? {
        guard let year = number(digits: 4, in: 1...9_999), take("-"), let month = number(digits: 2, in: 1...12) else {
            return nil
        }
        if isAtEnd {
            let (nextYear, nextMonth) = month == 12 ? (year + 1, 1) : (year, month + 1)
            return DateSpan(
                from: Self.seconds(year: year, month: month), until: Self.seconds(year: nextYear, month: nextMonth))
        }
        let length = Self.days(inMonth: month, of: year)
        guard take("-"), let day = number(digits: 2, in: 1...length) else { return nil }
        let midnight = Self.seconds(year: year, month: month) + (day - 1) * 86_400
        if isAtEnd { return DateSpan(from: midnight, until: midnight + 86_400) }
        guard take("T") || take(" ") else { return nil }
        return time(onTheDayFrom: midnight)
    }

    private mutating func time(onTheDayFrom midnight: Int64) -> DateSpan? {
        guard let hour = number(digits: 2, in: 0...23), take(":"), let minute = number(digits: 2, in: 0...59) else {
            return nil
        }
        var start = midnight + hour * 3_600 + minute * 60
        var length: Int64 = 60
        var nanoseconds: Int32?
        if take(":") {
            guard let second = number(digits: 2, in: 0...59) else { return nil }
            start += second
            length = 1
            if take(".") {
                guard let fraction = fraction() else { return nil }
                nanoseconds = fraction
            }
        }
        guard let offset = offset(), isAtEnd else { return nil }
        start -= offset
        if let nanoseconds { return DateSpan(at: DateInstant(seconds: start, nanoseconds: nanoseconds)) }
        return DateSpan(from: start, until: start + length)
    }

    private mutating func fraction() -> Int32? {
        var nanoseconds: Int32 = 0
        var unit: Int32 = 100_000_000
        let first = next
        while let digit = digit() {
            nanoseconds += Int32(digit) * unit
            unit /= 10
        }
        return next > first ? nanoseconds : nil
    }

    /// Seconds east of Greenwich; none are 0.
    private mutating func offset() -> Int64? {
        if take("Z") { return 0 }
        let isEast = take("+")
        guard isEast || take("-") else { return 0 }
        guard let hours = number(digits: 2, in: 0...23) else { return nil }
        _ = take(":")
        guard let minutes = number(digits: 2, in: 0...59) else { return nil }
        return (hours * 3_600 + minutes * 60) * (isEast ? 1 : -1)
    }

    private var isAtEnd: Bool { next == bytes.count }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard next < bytes.count, UInt32(bytes[next]) == scalar.value else { return false }
        next += 1
        return true
    }
    private mutating func digit() -> Int64? {
        guard next < bytes.count, (0x30...0x39).contains(bytes[next]) else { return nil }
        next += 1
        return Int64(bytes[next - 1] - 0x30)
    }
    private mutating func number(digits: Int, in range: ClosedRange<Int64>) -> Int64? {
        var number: Int64 = 0
        for _ in 0..<digits {
            guard let digit = digit() else { return nil }
            number = number * 10 + digit
        }
        return range.contains(number) ? number : nil
    }
}

extension DateReader {
    /// Seconds from 1970 to the first of a month, by Howard Hinnant's formula for years from 0 on
    /// (https://howardhinnant.github.io/date_algorithms.html).
    static func seconds(year: Int64, month: Int64) -> Int64 {
        let year = month <= 2 ? year - 1 : year
        let (era, yearOfEra) = (year / 400, year % 400)
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5
        return (era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468) * 86_400
    }

    private static func days(inMonth month: Int64, of year: Int64) -> Int64 {
        switch month {
        case 4, 6, 9, 11: 30
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        default: 31
        }
    }
}
