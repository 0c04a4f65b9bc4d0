import RegistryCore
import Testing

@Suite struct DateExpressionTests {
    /// 2026-11-21T12:34:56.789Z.
    private let now = Timestamp(milliseconds: 1_795_264_496_789)

    private func parsed(_ text: String) -> String? {
        DateExpression.parse(text, now: now).map { String($0.description.dropLast(9)) }
    }

    @Test func theClockOfThisSuiteIsWhatItSays() {
        #expect(now.description == "2026-11-21T12:34:56.789000+00:00")
    }

    @Test(arguments: [
        ("600", 600), (" 600 ", 600), ("0", 0), ("-5", -5), ("+5", 5), ("31557600000", 31_557_600_000),
        ("in 1 days", 86_400), ("in 10 minutes", 600), ("in 48 seconds", 48), ("in 2 weeks", 1_209_600),
        ("in 10 min", 600),
        ("in 2h", 7_200), ("IN 2 Hours", 7_200), ("in 3 days", 259_200), ("in 1 hour 30 min", 5_400),
        ("in 1 hour and 30 minutes", 5_400), ("in 1h, 2m, 3s", 3_723),
        ("1 hour", -3_600), ("2 days ago", -172_800), ("1h30m", -5_400),
        ("now", 0), ("today", 0), ("tomorrow", 86_400), ("Tomorrow", 86_400), ("yesterday", -86_400),
    ])
    func readsDistancesFromNow(_ text: String, _ seconds: Int) {
        #expect(DateExpression.parse(text, now: now) == now + .seconds(seconds))
    }

    @Test(arguments: [
        ("in 1 month", "2026-12-21T12:34:56.789"), ("in 2 months", "2027-01-21T12:34:56.789"),
        ("1 month", "2026-10-21T12:34:56.789"), ("in 1 year", "2027-11-21T12:34:56.789"),
        ("in 1 year 1 month 1 day", "2027-12-22T12:34:56.789"), ("11 months ago", "2025-12-21T12:34:56.789"),
    ])
    func readsMonthsAndYearsOfTheCalendar(_ text: String, _ moment: String) {
        #expect(parsed(text) == moment)
    }

    @Test func aMonthFromALongMonthEndsOnTheLastDay() throws {
        let endOfJanuary = try #require(DateExpression.parse("2027-01-31 08:00", now: now))
        #expect(DateExpression.parse("in 1 month", now: endOfJanuary)?.description.prefix(16) == "2027-02-28T08:00")
        #expect(DateExpression.parse("in 13 months", now: endOfJanuary)?.description.prefix(16) == "2028-02-29T08:00")
    }

    @Test(arguments: [
        ("2030-12-25T00:00:00", "2030-12-25T00:00:00.000"), ("2030-12-31 12:59:59", "2030-12-31T12:59:59.000"),
        ("2030-12-25", "2030-12-25T00:00:00.000"), ("2030-12-25t08:30", "2030-12-25T08:30:00.000"),
        ("2030-12-25T00:00:00Z", "2030-12-25T00:00:00.000"), ("2030-12-25T00:00:00+02:00", "2030-12-24T22:00:00.000"),
        ("2030-12-25 00:00:00 -0330", "2030-12-25T03:30:00.000"),
        ("2030-12-25T00:00:00.5+00:00", "2030-12-25T00:00:00.500"),
        ("2026-11-21T00:59:01.865269+00:00", "2026-11-21T00:59:01.865"),
        ("2026-11-21T00:59:01,8", "2026-11-21T00:59:01.800"),
        ("July 4, 2030 PST", "2030-07-04T08:00:00.000"), ("July 4, 2030", "2030-07-04T00:00:00.000"),
        ("4 jul 2030 10:00 UTC", "2030-07-04T10:00:00.000"), ("Sept 1 2030", "2030-09-01T00:00:00.000"),
        ("2028-02-29", "2028-02-29T00:00:00.000"),
    ])
    func readsMoments(_ text: String, _ moment: String) throws {
        let parsed = try #require(DateExpression.parse(text, now: now))
        #expect(parsed.description.hasPrefix(moment))
    }

    @Test(arguments: [
        "", " ", "soon", "in", "in 1", "in days", "1.5", "in 1.5 hours", "in -1 days", "in 1 day ago", "ago",
        "in tomorrow",
        "2030-13-01", "2030-02-30", "2027-02-29", "2030-00-10", "0000-01-01", "2030-1", "2030/12/25", "12-25-2030",
        "20301225T1",
        "2030-12-25T", "2030-12-25T24:00", "2030-12-25T12", "2030-12-25T12:60", "2030-12-25T12:00:60",
        "2030-12-25T12:00:00.",
        "2030-12-25T12:00:00+", "2030-12-25T12:00:00+24:00", "2030-12-25T12:00:00 XYZ", "2030-12-25 12:00:00 Z Z",
        "July 4",
        "July 32, 2030", "Juli 4, 2030", "in 1 fortnight", "1 day 1", "tomorrow tomorrow", "in 1 day\0", "in 1 day\n",
        "in １ day",
        "0x10", "1e3", "NaN", "--5", "+ -5", "$(date)", "'; DROP TABLE jobs; --",
    ])
    func refuses(_ text: String) {
        #expect(DateExpression.parse(text, now: now) == nil)
    }

    @Test(arguments: [
        "31557600001", "-31557600001", "99999999999", "999999999999999999", "99999999999999999999999",
        "in 99999999999 weeks",
        "in 99999999999 years", "in 1001 years", "12001 months", "in 99999999999999999999 days",
        "in " + String(repeating: "99999999999w", count: 10), "2030-12-25T12:00:00.9999999999999999999", "10000-01-01",
    ])
    func refusesWhatIsOutOfRangeWithoutATrap(_ text: String) {
        #expect(DateExpression.parse(text, now: now) == nil)
    }

    @Test func readsSecondsSentAsANumber() {
        #expect(DateExpression.parse(seconds: 600, now: now) == now + .seconds(600))
        #expect(DateExpression.parse(seconds: -1, now: now) == now - .seconds(1))
        #expect(DateExpression.parse(seconds: .max, now: now) == nil)
        #expect(DateExpression.parse(seconds: .min, now: now) == nil)
    }

    @Test(arguments: [Int64.min, .max, .max - 1_000])
    func aClockAtItsEndDoesNotOverflow(_ milliseconds: Int64) {
        let now = Timestamp(milliseconds: milliseconds)
        for text in ["600", "-600", "in 1 month", "1 month", "in 1000 years", "1000 years", "tomorrow", "yesterday"] {
            _ = DateExpression.parse(text, now: now)
        }
    }

    @Test func randomTextIsReadOrRefusedAndNothingElse() {
        var generator = SplitMix(state: 7)
        let words = [
            "in", "1", "99999999999", "days", "2030", "-", ":", "t", "+", ".", ",", "july", "ago", "month", " ", "z",
            "é", "\0",
        ]
        for _ in 0..<20_000 {
            let length = Int.random(in: 0...8, using: &generator)
            let text = (0..<length).map { _ in words[Int.random(in: 0..<words.count, using: &generator)] }.joined()
            if let moment = DateExpression.parse(text, now: now) {
                #expect(abs(moment.milliseconds) < 400_000_000_000_000)
            }
        }
    }
}
