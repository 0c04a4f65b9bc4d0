import JSONDocument
import SearchIndex
import Testing

@Suite struct NumberBinsTests {
    static let numbers = [
        "0", "-0", "1", "-1", "0.1", "0.2", "0.3", "0.7", "0.30000000000000004", "-0.1", "2.5",
        "99.99999999999999999999",
        "100", "1e3", "-1e3", "123456.789", "1e-7", "-1e-7", "4503599627370495", "0.999999999999999999999999",
    ].compactMap { JSONNumber(text: $0) }

    @Test(arguments: [0.1, 0.2, 0.5, 1, 2.5, 3, 7, 1e-3, 0.30000000000000004, 1e5, 12345.678, 1e12])
    func everyNumberLiesWithinItsBin(_ width: Double) throws {
        let bins = try #require(NumberBins(width: width))
        for number in Self.numbers {
            guard let bin = bins.bin(of: number) else {
                #expect(number.double.magnitude / width > Double(1 << 51))
                continue
            }
            #expect(!(number < bins.start(of: bin)), "\(number) of \(width)")
            #expect(number < bins.start(of: bin + 1), "\(number) of \(width)")
        }
    }

    @Test func binsBeginAtMultiplesInTheirShortestSpelling() throws {
        let bins = try #require(NumberBins(width: 0.1))
        #expect((-2...3).map { bins.start(of: $0).text } == ["-0.2", "-0.1", "0", "0.1", "0.2", "0.3"])
        let wide = try #require(NumberBins(width: 2.5e20))
        #expect((-1...5).map { wide.start(of: $0).text }.suffix(3) == ["750000000000000000000", "1e21", "1.25e21"])
    }

    @Test(arguments: [0, -1, .nan, .infinity, 1e-301])
    func aWidthThatCannotBeIsNone(_ width: Double) {
        #expect(NumberBins(width: width) == nil)
    }

    @Test(
        arguments: [
            ("0", "49", "1"), ("0", "50", "2"), ("0", "99", "2"), ("1", "100", "5"), ("0", "1", "0.05"),
            ("7", "7", "1"),
            ("-3", "46", "1"), ("-3", "47", "2"), ("0.1", "0.10000001", "5e-10"), ("0", "1e300", "5e298"),
            ("-1e308", "1e308", "5e306"), ("1e300", "1e300", "5e284"), ("0", "1e-310", "1e-301"),
            ("0", "0.49999999999999999999999", "0.01"),
        ])
    func theAutomaticWidthIsTheLeastThatNeedsFewBins(_ low: String, _ high: String, _ width: String) throws {
        let (low, high) = (try #require(JSONNumber(text: low)), try #require(JSONNumber(text: high)))
        let bins = NumberBins(from: low, through: high)
        #expect(bins.start(of: 1) == JSONNumber(text: width))
        let (first, last) = (try #require(bins.bin(of: low)), try #require(bins.bin(of: high)))
        #expect(last - first < NumberBins.automaticMaximum)
    }

    @Test func whatIsTooLargeForItsWidthIsInNoBin() throws {
        let bins = try #require(NumberBins(width: 1))
        for text in ["1e17", "-1e17", "1e400", "-1e400"] {
            #expect(bins.bin(of: try #require(JSONNumber(text: text))) == nil)
        }
    }

    @Test(
        arguments: [
            ("0", "0"), ("-0", "0"), ("0e5", "0"), ("-0.00", "0"), ("1.50", "1.5"), ("1e3", "1000"), ("100", "100"),
            ("-12.0e-1", "-1.2"), ("1e20", "100000000000000000000"), ("1e21", "1e21"), ("12e20", "1.2e21"),
            ("123456789012345678901234567890", "1.2345678901234567890123456789e29"), ("0.000001", "0.000001"),
            ("0.0000001", "1e-7"), ("0.00000012", "1.2e-7"), ("1E+400", "1e400"), ("12.5e-400", "1.25e-399"),
            ("10e-1", "1"), ("1.0000000000000000000000000", "1"),
            ("12345678901234567890123.5", "1.23456789012345678901235e22"),
            ("999999999999999999999.5", "999999999999999999999.5"),
        ])
    func theShortestSpellingIsThatOfECMAScriptWithAllDigits(_ text: String, _ shortest: String) throws {
        let number = try #require(JSONNumber(text: text))
        #expect(number.shortest.text == shortest)
        #expect(number.shortest == number)
    }
}
