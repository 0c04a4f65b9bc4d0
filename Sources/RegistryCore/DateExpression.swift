// expression  = seconds | offset | moment
// seconds     = [ "+" | "-" ] number                            from now: "600"
// offset      = [ "in" ] amount { [ "," | "and" ] amount } [ "ago" ]
//                                                               with "in" the future, else the past: "in 2 weeks"
//             | "now" | "today" | "tomorrow" | "yesterday"      by whole days from now
// amount      = number unit                                     "2h", "10 min", "1 month"
// moment      = date [ [ "T" | "," ] time ] [ zone ]            midnight without a time, UTC without a zone
// date        = year "-" number "-" number                      "2030-12-25"
//             | month number [ "," ] year                       "July 4, 2030"
//             | number month [ "," ] year                       "4 July 2030"
// time        = hour ":" minute [ ":" second [ ( "." | "," ) fraction ] ]
// zone        = name | ( "+" | "-" ) hour [ ":" ] minute | ( "+" | "-" ) hour
//
// Numbers are decimal digits; a year has four of them. Words are in any case; blanks may stand between words, numbers
// and signs, and part two that would run together.

/// The dates that clients write in `completed_by` and `expires_in` (`spec/rest-api.md` 1.4).
package enum DateExpression {
    /// How far from now a moment may be that is told by its distance: 1 000 years of 365.25 days, in seconds.
    package static let maxSeconds = 31_557_600_000
    /// A longer text is no date.
    package static let maxBytes = 128

    /// Returns the moment that `text` means at `now`, or nil for a text outside the grammar or a moment out of range.
    ///
    /// Without `in` a length of time lies in the past: `1 hour` is an hour ago. Months and years are those of the
    /// calendar; 31 January and one month is the last of February. A moment with a date lies in the years 1 to 9999.
    package static func parse(_ text: String, now: Timestamp) -> Timestamp? {
        guard text.utf8.count <= maxBytes, var reader = DateReader(text, now: now) else { return nil }
        return reader.expression()
    }

    /// Returns the moment `seconds` from now, for a date that was sent as a number; nil past 1 000 years either way.
    package static func parse(seconds: Int, now: Timestamp) -> Timestamp? {
        guard (-maxSeconds...maxSeconds).contains(seconds) else { return nil }
        let (milliseconds, overflow) = now.milliseconds.addingReportingOverflow(Int64(seconds) * 1_000)
        return overflow ? nil : Timestamp(milliseconds: milliseconds)
    }
}

/// Reads one expression by recursive descent, one method a rule; a rule that does not apply returns nil.
private struct DateReader {
    private enum Token: Equatable {
        case number(Int64, digits: Int)
        /// Letters, in lower case.
        case word(String)
        case sign(UInt8)
    }
    private var tokens: ArraySlice<Token>
    private let now: Timestamp

    /// Nil when a byte can be no part of a date, or a number is longer than 18 digits.
    init?(_ text: String, now: Timestamp) {
        var found: [Token] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.first {
            switch byte {
            case UInt8(ascii: " "), UInt8(ascii: "\t"):
                rest.removeFirst()
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
                guard digits.count <= 18 else { return nil }
                let value = digits.reduce(Int64(0)) { $0 * 10 + Int64($1 - UInt8(ascii: "0")) }
                found.append(.number(value, digits: digits.count))
                rest = rest.dropFirst(digits.count)
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"):
                let letters = rest.prefix { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0 | 0x20) }
                found.append(.word(String(decoding: letters.map { $0 | 0x20 }, as: UTF8.self)))
                rest = rest.dropFirst(letters.count)
            case UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: ":"), UInt8(ascii: "."), UInt8(ascii: ","):
                found.append(.sign(byte))
                rest.removeFirst()
            default: return nil
            }
        }
        tokens = found[...]
        self.now = now
    }

    mutating func expression() -> Timestamp? {
        let start = tokens
        if let moment = seconds(), tokens.isEmpty { return moment }
        tokens = start
        if let moment = offset(), tokens.isEmpty { return moment }
        tokens = start
        if let moment = moment(), tokens.isEmpty { return moment }
        return nil
    }

    private mutating func seconds() -> Timestamp? {
        let isPast = take("-")
        if !isPast { _ = take("+") }
        guard let value = number(digits: 1...11) else { return nil }
        return DateExpression.parse(seconds: Int(isPast ? -value : value), now: now)
    }

    private mutating func offset() -> Timestamp? {
        switch tokens.first {
        case .word("now"), .word("today"): return days(0)
        case .word("tomorrow"): return days(1)
        case .word("yesterday"): return days(-1)
        default: break
        }
        let isFuture = take(word: "in")
        var (seconds, months) = (Int64(0), Int64(0))
        repeat {
            guard let count = number(digits: 1...11), case .word(let name) = tokens.popFirst(),
                let unit = Self.unit(name)
            else { return nil }
            seconds += count * unit.seconds  // each at most 10^11 · 604 800, and at most 64 of them in 128 bytes
            months += count * unit.months
            if !take(",") { _ = take(word: "and") }
        } while !tokens.isEmpty && tokens.first != .word("ago")
        if take(word: "ago"), isFuture { return nil }
        return moved(months: isFuture ? months : -months)
            .flatMap { moment in
                Int(exactly: isFuture ? seconds : -seconds).flatMap { DateExpression.parse(seconds: $0, now: moment) }
            }
    }

    private mutating func days(_ count: Int) -> Timestamp? {
        tokens.removeFirst()
        return DateExpression.parse(seconds: count * 86_400, now: now)
    }

    private mutating func moment() -> Timestamp? {
        guard let day = date() else { return nil }
        var millisecondsOfDay: Int64 = 0
        let hasMark = take(word: "t") || take(",")
        if case .number = tokens.first {
            guard let time = time() else { return nil }
            millisecondsOfDay = time
        } else if hasMark {
            return nil
        }
        var offset: Int64 = 0
        if !tokens.isEmpty {
            guard let minutes = zone() else { return nil }
            offset = minutes * 60_000
        }
        return Timestamp(milliseconds: day * 86_400_000 + millisecondsOfDay - offset)
    }

    /// In days since 1970-01-01.
    private mutating func date() -> Int64? {
        if case .number(let year, digits: 4) = tokens.first {
            tokens.removeFirst()
            guard take("-"), let month = number(digits: 1...2), take("-"), let day = number(digits: 1...2) else {
                return nil
            }
            return CivilDate.days(year: year, month: month, day: day)
        }
        var day = number(digits: 1...2)
        guard case .word(let name) = tokens.popFirst(), let month = Self.month(name) else { return nil }
        if day == nil { day = number(digits: 1...2) }
        _ = take(",")
        guard let day, let year = number(digits: 4...4) else { return nil }
        return CivilDate.days(year: year, month: month, day: day)
    }

    /// In milliseconds since midnight; digits of a fraction past the third are dropped.
    private mutating func time() -> Int64? {
        guard let hour = number(digits: 1...2), hour < 24, take(":"), let minute = number(digits: 2...2), minute < 60
        else { return nil }
        var time = (hour * 60 + minute) * 60_000
        guard take(":") else { return time }
        guard let second = number(digits: 2...2), second < 60 else { return nil }
        time += second * 1_000
        guard take(".") || take(",") else { return time }
        guard case .number(let fraction, let digits) = tokens.popFirst() else { return nil }
        var milliseconds = fraction
        for _ in 0..<max(0, digits - 3) { milliseconds /= 10 }
        for _ in 0..<max(0, 3 - digits) { milliseconds *= 10 }
        return time + milliseconds
    }

    /// In minutes east of Greenwich.
    private mutating func zone() -> Int64? {
        switch tokens.popFirst() {
        case .word(let name): return Self.zones[name].map { $0 * 60 }
        case .sign(let sign) where sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"):
            var (hour, minute) = (Int64(0), Int64(0))
            if case .number(let both, digits: 4) = tokens.first {
                tokens.removeFirst()
                (hour, minute) = both.quotientAndRemainder(dividingBy: 100)
            } else {
                guard let hours = number(digits: 1...2) else { return nil }
                hour = hours
                if take(":") {
                    guard let minutes = number(digits: 2...2) else { return nil }
                    minute = minutes
                }
            }
            guard hour < 24, minute < 60 else { return nil }
            return (sign == UInt8(ascii: "-") ? -1 : 1) * (hour * 60 + minute)
        default: return nil
        }
    }

    /// `now` at the same time of day some calendar months on, on the month's last day where it is shorter.
    private func moved(months: Int64) -> Timestamp? {
        guard months != 0 else { return now }
        guard abs(months) <= 12_000 else { return nil }
        let (days, time) = now.milliseconds.quotientAndRemainderRoundedDown(by: 86_400_000)
        let (year, month, day) = CivilDate.from(days: days)
        let (newYear, newMonth) = (year * 12 + month - 1 + months).quotientAndRemainderRoundedDown(by: 12)
        for candidate in stride(from: day, to: day - 4, by: -1) {
            guard let days = CivilDate.days(year: newYear, month: newMonth + 1, day: candidate) else { continue }
            return Timestamp(milliseconds: days * 86_400_000 + time)
        }
        return nil
    }

    private mutating func number(digits: ClosedRange<Int>) -> Int64? {
        guard case .number(let value, let count) = tokens.first, digits.contains(count) else { return nil }
        tokens.removeFirst()
        return value
    }
    private mutating func take(_ sign: Unicode.Scalar) -> Bool {
        guard tokens.first == .sign(UInt8(ascii: sign)) else { return false }
        tokens.removeFirst()
        return true
    }
    private mutating func take(word: String) -> Bool {
        guard tokens.first == .word(word) else { return false }
        tokens.removeFirst()
        return true
    }

    private static func unit(_ name: String) -> (seconds: Int64, months: Int64)? {
        switch name {
        case "s", "sec", "secs", "second", "seconds": (1, 0)
        case "m", "min", "mins", "minute", "minutes": (60, 0)
        case "h", "hr", "hrs", "hour", "hours": (3_600, 0)
        case "d", "day", "days": (86_400, 0)
        case "w", "week", "weeks": (604_800, 0)
        case "mo", "month", "months": (0, 1)
        case "y", "yr", "yrs", "year", "years": (0, 12)
        default: nil
        }
    }

    private static func month(_ name: String) -> Int64? {
        let names = [
            "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
            "november", "december",
        ]
        let index = names.firstIndex { $0 == name || $0.prefix(3) == name } ?? (name == "sept" ? 8 : nil)
        return index.map { Int64($0) + 1 }
    }

    /// In hours east of Greenwich; names that two countries use differently are left out, but for North America's.
    private static let zones: [String: Int64] = [
        "z": 0, "utc": 0, "gmt": 0, "wet": 0, "west": 1, "cet": 1, "cest": 2, "eet": 2, "eest": 3, "msk": 3, "jst": 9,
        "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7,
    ]
}
