import JobQueue
import RegistryCore
import Testing

@Suite struct `Cron expressions` {
    private func next(_ text: String, _ year: Int64, _ month: Int64, _ day: Int64, _ minute: Int64 = 0) throws
        -> String?
    {
        let days = try #require(CivilDate.days(year: year, month: month, day: day))
        let moment = Timestamp(milliseconds: (days * 1_440 + minute) * 60_000)
        return try CronExpression(parsing: text).next(after: moment).map { String($0.description.prefix(16)) }
    }

    @Test(arguments: [
        ("* * * * *", "2026-11-21T00:01"), ("*/15 * * * *", "2026-11-21T00:15"), ("0 3 * * *", "2026-11-21T03:00"),
        ("0 0 * * *", "2026-11-22T00:00"), ("30 4 1,15 * *", "2026-12-01T04:30"), ("0 0 1 jan *", "2027-01-01T00:00"),
        ("0 22 * * mon-fri", "2026-11-23T22:00"), ("0 0 * * 7", "2026-11-22T00:00"), ("0 0 * * 0", "2026-11-22T00:00"),
        ("5-59/20 2 * * *", "2026-11-21T02:05"), ("0 0 29 2 *", "2028-02-29T00:00"),
        ("0 12 13 * fri", "2026-11-27T12:00"),
        ("@hourly", "2026-11-21T01:00"), ("@weekly", "2026-11-22T00:00"), ("@monthly", "2026-12-01T00:00"),
        ("@yearly", "2027-01-01T00:00"), ("@every 6h", "2026-11-21T06:00"), ("@every 2d", "2026-11-23T00:00"),
    ])
    func `come next when they say`(text: String, expected: String) throws {
        #expect(try next(text, 2026, 11, 21) == expected)
    }

    @Test func `skip a century that is no leap year`() throws {
        #expect(try next("0 0 29 feb *", 2096, 3, 1) == "2104-02-29T00:00")
    }

    @Test(arguments: ["0 0 31 2 *", "0 0 30 feb *", "0 0 31 4,6,9,11 *"])
    func `never come on a day that is not there`(text: String) throws {
        #expect(try next(text, 2026, 1, 1) == nil)
    }

    @Test(arguments: [
        ("60 * * * *", "minute '60'"), ("* 24 * * *", "hour '24'"), ("* * 0 * *", "day of the month '0'"),
        ("* * * 13 *", "month '13'"), ("* * * foo *", "month 'foo'"), ("* * * * 8", "weekday '8'"),
        ("5-1 * * * *", "minute '5-1'"), ("*/0 * * * *", "minute '*/0'"), ("1,,2 * * * *", "minute ''"),
        ("* * * *", "not 4"), ("@often", "@often"), ("@every 0s", "@every"), ("@every 1y", "@every"), ("", "not 0"),
        ("+1 * * * *", "minute '+1'"), ("1 2 3 4 5 6", "not 6"), ("@daily x", "@daily x"),
    ])
    func `are refused with the field named`(text: String, part: String) {
        do {
            _ = try CronExpression(parsing: text)
            Issue.record("'\(text)' was read")
        } catch {
            #expect(error.description.contains(part), "\(error)")
        }
    }

    @Test func `agree with looking at each minute, for random expressions and moments`() throws {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<20 {
            let text = Self.random(&random)
            let expression = try CronExpression(parsing: text)
            let start = Timestamp(milliseconds: Int64.random(in: 0...4_102_444_800, using: &random) * 1_000)
            let found = expression.next(after: start)
            var minute = start.milliseconds / 60_000 + 1
            let end = minute + 10 * 1_440
            while minute < end, !Self.counts(text, minute) { minute += 1 }
            if minute < end {
                #expect(found == Timestamp(milliseconds: minute * 60_000), "\(text) after \(start)")
            } else {
                #expect(found.map { $0.milliseconds >= end * 60_000 } ?? true, "\(text) after \(start)")
            }
        }
    }

    private static func random(_ random: inout SystemRandomNumberGenerator) -> String {
        func field(_ range: ClosedRange<Int>) -> String {
            let (one, two) = (Int.random(in: range, using: &random), Int.random(in: range, using: &random))
            return switch Int.random(in: 0..<5, using: &random) {
            case 0: "\(one)"
            case 1: "\(min(one, two))-\(max(one, two))"
            case 2: "\(one),\(two)"
            case 3: "*/\(max(1, one % 12))"
            default: "*"
            }
        }
        return [field(0...59), field(0...23), field(1...31), field(1...12), field(0...6)].joined(separator: " ")
    }
    /// The rule once more, field by field and minute by minute.
    private static func counts(_ text: String, _ minute: Int64) -> Bool {
        let fields = text.split(separator: " ")
        let date = CivilDate.from(days: minute / 1_440)
        func has(_ index: Int, _ value: Int64, from first: Int64) -> Bool {
            fields[index].split(separator: ",").contains { part in
                if part.hasPrefix("*/") { return (value - first) % (Int64(part.dropFirst(2)) ?? 1) == 0 }
                if part == "*" { return true }
                let ends = part.split(separator: "-").compactMap { Int64($0) }
                return (ends[0]...ends[ends.count - 1]).contains(value)
            }
        }
        let (isDay, isWeekday) = (has(2, date.day, from: 1), has(4, (minute / 1_440 + 4) % 7, from: 0))
        let both = fields[2].hasPrefix("*") || fields[4].hasPrefix("*")
        return has(0, minute % 60, from: 0) && has(1, minute / 60 % 24, from: 0) && has(3, date.month, from: 1)
            && (both ? isDay && isWeekday : isDay || isWeekday)
    }
}
