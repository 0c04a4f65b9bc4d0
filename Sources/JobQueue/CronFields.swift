internal import RegistryCore

/// The five fields of a cron expression, each a set of numbers as bits.
struct CronFields: Sendable, Hashable {
    private struct Field {
        let name: String
        let range: ClosedRange<Int>
        var words: [String] = []
    }
    private static let layout = [
        Field(name: "minute", range: 0...59), Field(name: "hour", range: 0...23),
        Field(name: "day of the month", range: 1...31),
        Field(
            name: "month", range: 1...12,
            words: ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]),
        Field(name: "weekday", range: 0...7, words: ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]),
    ]
    /// 29 February comes again within eight years, also over a century.
    private static let months = 12 * 9

    private let minutes: UInt64
    private let hours: UInt64
    private let days: UInt64
    private let monthsOfYear: UInt64
    private let weekdays: UInt64
    /// Whether a day counts by either of day and weekday: neither began with `*`.
    private let isEither: Bool

    /// - Throws: the first field that is wrong.
    init(parsing words: [Substring]) throws(CronExpression.Failure) {
        guard words.count == Self.layout.count else {
            throw CronExpression.Failure(
                description: "a schedule has five fields (minute hour day month weekday), not \(words.count), "
                    + "or is one of @hourly, @daily, @weekly, @monthly, @yearly and @every 15m")
        }
        var sets: [UInt64] = []
        for (field, word) in zip(Self.layout, words) { sets.append(try Self.set(word, field)) }
        (minutes, hours, days, monthsOfYear) = (sets[0], sets[1], sets[2], sets[3])
        // 7 is Sunday as well.
        weekdays = (sets[4] | (sets[4] >> 7 & 1)) & 0x7F
        isEither = !words[2].hasPrefix("*") && !words[4].hasPrefix("*")
    }

    func next(after moment: Timestamp) -> Timestamp? {
        let (minute, _) = moment.milliseconds.flooredDivision(by: 60_000)
        let (day, minuteOfDay) = (minute + 1).flooredDivision(by: 1_440)
        let start = CivilDate.from(days: day)
        var (year, month) = (start.year, start.month)
        for _ in 0..<Self.months {
            if let first = CivilDate.days(year: year, month: month, day: 1), monthsOfYear & 1 << UInt64(month) != 0 {
                let earliest = max(first, day)
                var candidate = earliest
                while CivilDate.days(year: year, month: month, day: candidate - first + 1) != nil {
                    if counts(candidate, dayOfMonth: candidate - first + 1),
                        let time = time(from: candidate == day ? minuteOfDay : 0)
                    {
                        return Timestamp(milliseconds: (candidate * 1_440 + time) * 60_000)
                    }
                    candidate += 1
                }
            }
            (year, month) = month == 12 ? (year + 1, 1) : (year, month + 1)
        }
        return nil
    }

    private func counts(_ day: Int64, dayOfMonth: Int64) -> Bool {
        // 1970-01-01 was a Thursday.
        let weekday = (day + 4).flooredDivision(by: 7).remainder
        let isDay = days & 1 << UInt64(dayOfMonth) != 0
        let isWeekday = weekdays & 1 << UInt64(weekday) != 0
        return isEither ? isDay || isWeekday : isDay && isWeekday
    }

    /// The first minute of a day from `minute` on that counts.
    private func time(from minute: Int64) -> Int64? {
        for hour in (minute / 60)..<24 where hours & 1 << UInt64(hour) != 0 {
            let first = hour == minute / 60 ? minute % 60 : 0
            let left = minutes >> UInt64(first)
            if left != 0 { return hour * 60 + first + Int64(left.trailingZeroBitCount) }
        }
        return nil
    }

    private static func set(_ text: Substring, _ field: Field) throws(CronExpression.Failure) -> UInt64 {
        var set: UInt64 = 0
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let sides = part.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
            var step = 1
            if sides.count > 1 {
                guard let number = number(sides[1]), (1...field.range.upperBound).contains(number) else {
                    throw wrong(field, part, "the step after '/' is 1 to \(field.range.upperBound)")
                }
                step = number
            }
            let range: ClosedRange<Int>
            if sides[0] == "*" {
                // The second name of Sunday is not one more day to step over.
                range = field.range.lowerBound...min(field.range.upperBound, field.words.count == 7 ? 6 : .max)
            } else {
                let ends = sides[0].split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
                let first = try value(ends[0], field, in: part)
                let last =
                    ends.count > 1 ? try value(ends[1], field, in: part) : step > 1 ? field.range.upperBound : first
                guard first <= last else { throw wrong(field, part, "a range goes from the smaller to the larger") }
                range = first...last
            }
            for number in stride(from: range.lowerBound, through: range.upperBound, by: step) {
                set |= 1 << UInt64(number)
            }
        }
        return set
    }

    private static func value(
        _ text: Substring, _ field: Field, in part: Substring
    ) throws(CronExpression.Failure) -> Int {
        if let index = field.words.firstIndex(of: text.lowercased()) {
            return index + (field.range.lowerBound == 1 ? 1 : 0)
        }
        guard let number = number(text), field.range.contains(number) else {
            let names = field.words.isEmpty ? "" : ", or a name like '\(field.words[1])'"
            throw wrong(field, part, "it takes \(field.range.lowerBound) to \(field.range.upperBound)\(names), or '*'")
        }
        return number
    }
    private static func number(_ text: Substring) -> Int? {
        text.utf8.allSatisfy { (48...57).contains($0) } && text.utf8.count <= 3 ? Int(text) : nil
    }
    private static func wrong(_ field: Field, _ part: Substring, _ rule: String) -> CronExpression.Failure {
        CronExpression.Failure(description: "the \(field.name) '\(part)' of the schedule cannot be read: \(rule)")
    }
}
