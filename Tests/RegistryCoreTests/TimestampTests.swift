import RegistryCore
import Testing

@Suite struct TimestampTests {
    @Test(arguments: [
        (0, "1970-01-01T00:00:00.000000+00:00"),
        (1_795_222_741_865, "2026-11-21T00:59:01.865000+00:00"),
        (-1, "1969-12-31T23:59:59.999000+00:00"),
        (951_782_400_000, "2000-02-29T00:00:00.000000+00:00"),
        (253_402_300_799_999, "9999-12-31T23:59:59.999000+00:00"),
        (-62_135_596_800_000, "0001-01-01T00:00:00.000000+00:00"),
    ])
    func isWrittenWithMicrosecondsAndOffset(_ milliseconds: Int, _ text: String) {
        #expect(Timestamp(milliseconds: Int64(milliseconds)).description == text)
    }

    @Test func everyDayOfFourCenturiesIsReadAsItIsWritten() throws {
        let now = Timestamp(milliseconds: 0)
        for day in stride(from: Int64(-62_135_596_800_000), through: 253_402_300_799_000, by: 86_400_000 * 37) {
            let moment = Timestamp(milliseconds: day + 45_296_789)
            guard DateExpression.parse(moment.description, now: now) == moment else {
                Issue.record("\(moment)")
                return
            }
        }
        for day in 0..<Int64(146_097) {
            let moment = Timestamp(milliseconds: (day - 25_567) * 86_400_000)
            guard DateExpression.parse(String(moment.description.prefix(10)), now: now) == moment else {
                Issue.record("\(moment)")
                return
            }
        }
    }

    @Test func addsAndSubtractsDurations() {
        let moment = Timestamp(milliseconds: 1_000)
        #expect(moment + .milliseconds(1_500) == Timestamp(milliseconds: 2_500))
        #expect(moment - .seconds(2) == Timestamp(milliseconds: -1_000))
        #expect(moment - Timestamp(milliseconds: 250) == .milliseconds(750))
        #expect(Duration.seconds(25 * 3_600).wholeSeconds == 90_000)
    }

    @Test func extremesAreWrittenWithoutATrap() {
        #expect(!Timestamp(milliseconds: .max).description.isEmpty)
        #expect(!Timestamp(milliseconds: .min).description.isEmpty)
        #expect(Timestamp(milliseconds: .max) + .seconds(Int64.max) != Timestamp(milliseconds: 0))
    }

    @Test func theSystemClockIsInThisCentury() {
        #expect(Timestamp.current() > Timestamp(milliseconds: 1_700_000_000_000))
        #expect(Timestamp.current() < Timestamp(milliseconds: 4_102_444_800_000))
    }
}
