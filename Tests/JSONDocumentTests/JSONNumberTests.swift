import JSONDocument
import Testing

@Suite struct JSONNumberTests {
    @Test(arguments: [
        ("1", "1.0"), ("1", "1e0"), ("1", "10e-1"), ("100", "1E+2"), ("0", "-0"), ("0", "0.000e5"), ("1.50", "15e-1"),
        ("9007199254740993", "9007199254740993.0"), ("1e400", "10e399"), ("-12.5", "-0.125e2"),
        ("123456789012345678901234567890", "1.2345678901234567890123456789e29"),
    ])
    func isEqualByValue(_ left: String, _ right: String) throws {
        let left = try #require(JSONNumber(text: left))
        let right = try #require(JSONNumber(text: right))
        #expect(left == right)
        #expect(left.hashValue == right.hashValue)
        #expect(!(left < right) && !(right < left))
    }

    @Test(arguments: [
        ("-1e400", "-1e399"), ("-2", "-1"), ("-1", "0"), ("0", "1e-400"), ("0.1", "0.11"), ("0.9", "1"), ("9", "10"),
        ("9007199254740992", "9007199254740993"), ("99999999999999999999", "100000000000000000000"), ("1e399", "1e400"),
        ("1", "1.00000000000000000000001"), ("-1.5", "-1.25"), ("2", "1e1"),
    ])
    func isOrderedByValue(_ less: String, _ more: String) throws {
        let less = try #require(JSONNumber(text: less))
        let more = try #require(JSONNumber(text: more))
        #expect(less < more)
        #expect(!(more < less))
        #expect(less != more)
    }

    @Test(
        arguments: [
            ("1.0", 1), ("-1e2", -100), ("9223372036854775807", Int.max), ("-9223372036854775808", Int.min),
            ("9223372036854775808", nil), ("-9223372036854775809", nil), ("1.5", nil), ("1e19", nil), ("1e400", nil),
            ("0e400", 0), ("922337203685477580.7e1", Int.max), ("99999999999999999999", nil),
        ] as [(String, Int?)])
    func convertsToInt(_ text: String, _ int: Int?) throws {
        #expect(try #require(JSONNumber(text: text)).int == int)
    }

    @Test func knowsIntegersOfAnySize() throws {
        #expect(try #require(JSONNumber(text: "1e400")).isInteger)
        #expect(try #require(JSONNumber(text: "12.0")).isInteger)
        #expect(try !#require(JSONNumber(text: "1e-400")).isInteger)
    }

    @Test(
        arguments: [
            ("7", "3.5", true), ("0", "3", true), ("0.3", "0.1", true), ("0.35", "0.1", false), ("4.5", "1.5", true),
            ("0.0075", "0.0001", true), ("0.00751", "0.0001", false), ("1e308", "0.123456789", false),
            ("12391239123", "1e-8", true), ("1e400", "7", false), ("7e400", "7", true), ("-21", "7", true),
            ("18446744073709551615", "18446744073709551615", nil),
            ("9223372036854775807000", "9223372036854775807", true),
            ("9223372036854775808", "9223372036854775807", false), ("1", "0", nil), ("5", "10", false),
            ("50", "1e1", true),
        ] as [(String, String, Bool?)])
    func dividesExactly(_ number: String, _ divisor: String, _ answer: Bool?) throws {
        let number = try #require(JSONNumber(text: number))
        #expect(number.isMultiple(of: try #require(JSONNumber(text: divisor))) == answer)
    }

    @Test(arguments: ["", "-", "01", "1.", ".1", "1e", "+1", "1 ", " 1", "0x1", "1e1000000001", "NaN", "1,0"])
    func refusesOtherText(_ text: String) { #expect(JSONNumber(text: text) == nil) }

    @Test func takesFiniteDoubles() {
        #expect(JSONNumber(1e20)?.text == "1e+20")
        #expect(JSONNumber(-0.5)?.text == "-0.5")
        #expect(JSONNumber(Double.infinity) == nil)
        #expect(JSONNumber(Double.nan) == nil)
        #expect(JSONNumber(text: "1e400")?.double == .infinity)
        #expect(JSONNumber(text: "0.1")?.double == 0.1)
    }
}
