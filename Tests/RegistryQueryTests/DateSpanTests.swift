import RegistryQuery
import Testing

@Suite("DateSpan")
struct DateSpanTests {
    @Test(
        arguments: [
            // A month, a day, a minute, a second; the last one is the second in which it ends.
            ("1970-01", 0, 2_678_399), ("2020-01", 1_577_836_800, 1_580_515_199),
            ("2020-12", 1_606_780_800, 1_609_459_199),
            ("2020-02", 1_580_515_200, 1_583_020_799), ("2020-01-02", 1_577_923_200, 1_578_009_599),
            ("2020-02-29", 1_582_934_400, 1_583_020_799), ("2000-02-29", 951_782_400, 951_868_799),
            ("1969-12-31", -86_400, -1), ("0001-01-01", -62_135_596_800, -62_135_510_401),
            ("9999-12-31", 253_402_214_400, 253_402_300_799), ("2020-01-02T03:04", 1_577_934_240, 1_577_934_299),
            ("2020-01-02 03:04", 1_577_934_240, 1_577_934_299), ("2020-01-02T03:04Z", 1_577_934_240, 1_577_934_299),
            ("2020-01-02T03:04:05", 1_577_934_245, 1_577_934_245),
            ("2020-01-02T03:04:05Z", 1_577_934_245, 1_577_934_245),
            ("2020-01-02T03:04:05+02:00", 1_577_927_045, 1_577_927_045),
            ("2020-01-02T03:04:05+0200", 1_577_927_045, 1_577_927_045),
            ("2020-01-02 03:04:05-05:30", 1_577_954_045, 1_577_954_045),
            ("2020-01-02T03:04-00:00", 1_577_934_240, 1_577_934_299),
            ("2020-01-02T00:00+14:00", 1_577_872_800, 1_577_872_859),
            ("0001-01-01T00:00+23:59", -62_135_683_140, -62_135_683_081),
        ] as [(String, Int64, Int64)])
    func spansWhatIsWritten(_ text: String, _ start: Int64, _ end: Int64) throws {
        let span = try #require(DateSpan(text))
        #expect(span.start == DateInstant(seconds: start))
        #expect(span.end == DateInstant(seconds: end, nanoseconds: 999_999_999))
    }

    @Test(
        arguments: [
            ("2020-01-02T03:04:05.5", 500_000_000), ("2020-01-02T03:04:05.000001Z", 1_000),
            ("2020-01-02 03:04:05.123456789+00:00", 123_456_789), ("2020-01-02T03:04:05.1234567899", 123_456_789),
            ("2020-01-02T03:04:05.0", 0), ("2020-01-02T03:04:05.000000000999", 0),
        ] as [(String, Int32)])
    func aFractionIsAMoment(_ text: String, _ nanoseconds: Int32) throws {
        let span = try #require(DateSpan(text))
        #expect(span.start == DateInstant(seconds: 1_577_934_245, nanoseconds: nanoseconds))
        #expect(span.end == span.start)
    }

    @Test(
        arguments: [
            "", "2020", "2020-", "2020-1", "2020-13", "2020-00", "0000-01", "2020-01-", "2020-01-00", "2020-01-32",
            "2020-04-31", "2021-02-29", "1900-02-29", "2020-02-30", "20-01-02", "12020-01-02", "2020-01-02T",
            "2020-01-02 ",
            "2020-01-02T03", "2020-01-02T3:04", "2020-01-02T24:00", "2020-01-02T03:60", "2020-01-02T03:04:60",
            "2020-01-02T03:04:", "2020-01-02T03:04:5", "2020-01-02T03:04:05.", "2020-01-02T03:04:05,5",
            "2020-01-02T03:04+", "2020-01-02T03:04+02", "2020-01-02T03:04+24:00", "2020-01-02T03:04+02:60",
            "2020-01-02T03:04ZZ", "2020-01-02T03:04z", "2020-01-02t03:04", "2020-01-02Z", "2020-01Z", "2020/01/02",
            "20200102", "2020-W01-1", "-2020-01", "+2020-01", " 2020-01-02", "2020-01-02\n", "２０２０-01",
            "2020-01-02T03:04 Z",
            "abcd-ef", "2020-01-0a", "wild-type", "2020-01-02T03:04:05.5.5",
        ])
    func refusesWhatIsNoDate(_ text: String) {
        #expect(DateSpan(text) == nil)
    }

    @Test func aYearIsADateInARangeOnly() throws {
        let year = try #require(DateSpan(bound: "2020"))
        #expect(year.start == DateInstant(seconds: 1_577_836_800))
        #expect(year.end == DateInstant(seconds: 1_609_459_199, nanoseconds: 999_999_999))
        #expect(DateSpan(bound: "2020-01") == DateSpan("2020-01"))
        #expect(DateSpan(bound: "0001") != nil)
        #expect(DateSpan(bound: "9999") != nil)
        let none = ["", "0000", "202", "20200", "+202", "２０２０", "abcd", "1e10", String(repeating: "9", count: 9_000)]
        for text in none { #expect(DateSpan(bound: text) == nil) }
    }

    @Test func everyDayFollowsTheOneBefore() throws {
        var last: DateSpan?
        var days = 0
        for year in [1, 4, 100, 399, 400, 1582, 1899, 1900, 1970, 1999, 2000, 2023, 2024, 2100, 9999] {
            last = nil
            for month in 1...12 {
                for day in 1...31 {
                    func padded(_ number: Int, _ width: Int) -> String {
                        String(repeating: "0", count: width - String(number).count) + String(number)
                    }
                    guard let span = DateSpan("\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))") else {
                        #expect(day > 28)
                        continue
                    }
                    if let last { #expect(span.start.seconds == last.end.seconds + 1) }
                    #expect(span.end.seconds - span.start.seconds == 86_399)
                    last = span
                    days += 1
                }
            }
            let whole = try #require(
                DateSpan(bound: String(repeating: "0", count: 4 - String(year).count) + String(year)))
            #expect(last?.end == whole.end)
        }
        #expect(days == 15 * 365 + 4)
    }

    @Test func instantsAreInTheOrderOfTime() {
        let instants = [
            DateInstant(seconds: -1, nanoseconds: 999_999_999), DateInstant(seconds: 0),
            DateInstant(seconds: 0, nanoseconds: 1), DateInstant(seconds: 1),
        ]
        #expect(instants.shuffled().sorted() == instants)
    }

    @Test func survivesAnything() {
        var generator = SeededGenerator(seed: 3)
        let pieces = ["2020", "-", "01", "02", "T", " ", ":", ".", "Z", "+", "9", "00", "é", "\0"]
        for _ in 0..<20_000 {
            let text = (0..<Int.random(in: 0...14, using: &generator)).compactMap { _ in
                pieces.randomElement(using: &generator)
            }.joined()
            if let span = DateSpan(text) { #expect(span.start <= span.end) }
        }
    }
}
