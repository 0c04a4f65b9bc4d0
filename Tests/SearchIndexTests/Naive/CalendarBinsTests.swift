import RegistryQuery
import SearchIndex
import Testing

@Suite struct CalendarBinsTests {
    static let dates = [
        "0001-01-01T00:00:00+14:00", "0001-01-01", "1582-10-15", "1969-12-31T23:59:59.999999999Z", "1970-01-01",
        "1999-12-31T23:59:59Z", "2000-02-29T12:00", "2020-02-29T23:30:00-01:00", "2021-03-31", "2021-04-01",
        "9999-12-31T23:59:59-14:00",
    ].compactMap { DateSpan($0)?.start }

    @Test(arguments: Facet.CalendarUnit.allCases)
    func everyMomentLiesWithinItsBin(_ unit: Facet.CalendarUnit) throws {
        let bins = CalendarBins(unit)
        #expect(Self.dates.count == 11)
        // Those at both ends are in years that no date can be written in.
        for date in Self.dates.dropFirst().dropLast() {
            let bin = bins.bin(of: date)
            let start = try #require(DateSpan(bins.start(of: bin))?.start)
            let next = try #require(DateSpan(bins.start(of: bin + 1))?.start)
            #expect(start <= date && date < next)
            #expect(bins.bin(of: start) == bin)
            #expect(bins.bin(of: next) == bin + 1)
        }
    }

    @Test func binsAreSpelledAsTheirFirstMoment() throws {
        let date = try #require(DateSpan("2020-05-17T13:59:59.5+01:00")?.start)
        let spellings = Facet.CalendarUnit.allCases.map { CalendarBins($0).start(of: CalendarBins($0).bin(of: date)) }
        #expect(
            spellings == [
                "2020-01-01T00:00:00Z", "2020-04-01T00:00:00Z", "2020-05-01T00:00:00Z", "2020-05-17T00:00:00Z",
                "2020-05-17T12:00:00Z",
            ])
        let first = CalendarBins(.hour).start(of: CalendarBins(.hour).bin(of: Self.dates[0]))
        #expect(first == "0000-12-31T10:00:00Z")
    }

    @Test(
        arguments: [
            ("2020-01-01T00:00:00Z", "2020-01-01T00:00:00Z", Facet.CalendarUnit.hour),
            ("2020-01-01T00:00:00Z", "2020-01-03T01:59:59Z", .hour),
            ("2020-01-01T00:00:00Z", "2020-01-03T02:00:00Z", .day),
            ("2020-01-01", "2020-02-19", .day), ("2020-01-01", "2020-02-20", .month),
            ("2020-01-01", "2024-02-29", .month),
            ("2020-01-01", "2024-03-01", .quarter), ("2020-01-01", "2032-07-01", .year),
            ("0001-01-01", "9999-12-31", .year),
        ])
    func theAutomaticUnitIsTheFinestThatNeedsFewBins(
        _ first: String, _ last: String, _ unit: Facet.CalendarUnit
    ) throws {
        let (first, last) = (try #require(DateSpan(first)?.start), try #require(DateSpan(last)?.start))
        #expect(CalendarBins(from: first, through: last).unit == unit)
    }
}
