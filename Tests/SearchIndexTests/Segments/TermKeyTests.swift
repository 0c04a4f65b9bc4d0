import JSONDocument
import RegistryQuery
import SearchIndex
import Testing

struct TermKeyTests {
    @Test func ordersNumbersAsTheyAre() throws {
        var generator = SplitMix(state: 1)
        var numbers: [JSONNumber] = []
        for text in [
            "0", "-0", "0.0", "1", "1.0", "1e0", "10", "0.1", "-1", "-10", "-0.1", "1e1000000000", "1e-1000000000",
            "-1e1000000000", "123456789012345678901234567890", "99e999999999", "0.000001e-999999999", "1e100", "1e101",
            "-1e-100", "-1e-101", "9.99", "9.990", "9223372036854775807", "-9223372036854775808", "1e99", "12", "120.5",
            "1000e1000000000", "0.001e-1000000000",
        ] {
            numbers.append(try #require(JSONNumber(text: text)))
        }
        for _ in 0..<150 {
            let digits = (0..<Int.random(in: 1...6, using: &generator)).map { _ in
                String(Int.random(in: 0...9, using: &generator))
            }.joined()
            var text = Bool.random(using: &generator) ? "-" : ""
            text += "\(Int.random(in: 0...20, using: &generator)).\(digits)"
            if Bool.random(using: &generator) { text += "e\(Int.random(in: -120...120, using: &generator))" }
            numbers.append(try #require(JSONNumber(text: text)))
        }
        let keys = numbers.map(TermKey.number)
        for (one, key) in zip(numbers, keys) {
            let back = try #require(TermKey.number(from: key))
            #expect(back == one, "\(one) became \(back)")
            for (other, otherKey) in zip(numbers, keys) {
                #expect((one < other) == key.lexicographicallyPrecedes(otherKey), "\(one) and \(other)")
                #expect((one == other) == (key == otherKey), "\(one) and \(other)")
            }
        }
    }

    @Test(arguments: [
        ("100", "100"), ("1.50", "1.5"), ("0.25", "0.25"), ("-2e3", "-2000"), ("1e400", "1e400"),
        ("-12e-40", "-1.2e-39"),
        ("12345678901234567890", "12345678901234567890"), ("0.00001", "0.00001"), ("-0", "0"),
    ])
    func spellsNumbersShortly(_ text: String, _ spelling: String) throws {
        let number = try #require(JSONNumber(text: text))
        #expect(TermKey.number(from: TermKey.number(number))?.text == spelling)
    }

    @Test func takesNothingElseForANumber() {
        let keys: [[UInt8]] = [
            [], [0], [0x80, 0], [0xC0], [0xC0, 0x81], [0xC0, 0x81, 0], [0xC0, 0x81, 101], [0x40, 0x7E], [0x40, 0xFF],
            [0xC0, 0xFF, 0, 0], [0xC0, 0x05, 11], [0xC0, 0x81, 1],
        ]
        for key in keys { #expect(TermKey.number(from: key) == nil, "\(key)") }
    }

    @Test func ordersDatesAsTheyAre() {
        let instants = [
            DateInstant(seconds: -62_135_596_800), DateInstant(seconds: -1, nanoseconds: 999_999_999),
            DateInstant(seconds: 0), DateInstant(seconds: 0, nanoseconds: 1), DateInstant(seconds: 1),
            DateInstant(seconds: 253_402_300_799, nanoseconds: 999_999_999),
        ]
        let keys = instants.map(TermKey.date)
        #expect(keys == keys.sorted { $0.lexicographicallyPrecedes($1) })
        #expect(keys.map { TermKey.date(from: $0) } == instants)
        #expect(keys.allSatisfy { $0.count == 12 })
        #expect(TermKey.date(from: [1, 2, 3]) == nil)
    }

    @Test func keepsTruthValuesApart() {
        #expect([false, true].map { TermKey.bool(from: TermKey.bool($0)) } == [false, true])
        #expect(TermKey.bool(from: []) == nil && TermKey.bool(from: [2]) == nil)
    }
}
