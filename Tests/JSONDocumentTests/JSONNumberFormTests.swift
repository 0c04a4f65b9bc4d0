import JSONDocument
import Testing

/// Numbers are kept as an integer and places, or as text; nobody can see which.
@Suite struct JSONNumberFormTests {
    @Test(arguments: [
        "0", "-0", "0.0", "-0.0", "0.00", "1", "-1", "10", "1.0", "1.10", "-1.10", "0.1", "-0.1", "0.001", "-0.001",
        "9223372036854775807", "-9223372036854775808", "9223372036854775808", "-9223372036854775809",
        "922337203685477580.7", "-922337203685477580.8", "9.223372036854775807", "0.922337203685477580",
        "0.000000000000000001", "0.0000000000000000001", "10000000000000000000", "99999999999999999999", "1e5", "1E5",
        "1e+05", "1.50e-3", "0e0", "-0e0", "1234567890123456789", "12345678901234567890",
    ])
    func keepsItsText(_ text: String) throws {
        let number = try #require(JSONNumber(text: text))
        #expect(number.text == text)
        #expect(try JSONValue(parsing: text) == .number(number))
        #expect(JSONValue.number(number).serialized() == Array(text.utf8))
        #expect(try JSONValue(parsing: "[\(text)]").serialized() == Array("[\(text)]".utf8))
        var writer = JSONWriter()
        writer.number(number)
        #expect(writer.bytes == Array(text.utf8))
        #expect(number.double == Double(text))
        #expect(number.int == Int(text) ?? (Double(text).flatMap { $0.magnitude < 1e6 ? Int(exactly: $0) : nil }))
    }

    @Test func takesEveryInt() throws {
        for value in [0, 1, -1, 9, 10, -10, 99, 100, Int(Int32.max), .max, .min, .max - 1, .min + 1] {
            let number = JSONNumber(value)
            #expect(number.int == value)
            #expect(number.text == String(value))
            #expect(number == JSONNumber(text: "\(value).0"))
            #expect(number.hashValue == JSONNumber(text: "\(value).00")?.hashValue)
            #expect(JSONValue.number(number).serialized() == Array(String(value).utf8))
        }
    }

    /// Compares numbers of every form with an order that is worked out from digits and exponents alone.
    @Test func comparesAcrossForms() throws {
        var random = SplitMix64(state: 7)
        for _ in 0..<5_000 {
            let (left, leftText) = randomNumber(&random)
            let (right, rightText) = randomNumber(&random)
            let leftNumber = try #require(JSONNumber(text: leftText))
            let rightNumber = try #require(JSONNumber(text: rightText))
            #expect((leftNumber < rightNumber) == (left < right), "\(leftText) \(rightText)")
            #expect((leftNumber == rightNumber) == (left == right), "\(leftText) \(rightText)")
            if left == right { #expect(leftNumber.hashValue == rightNumber.hashValue, "\(leftText) \(rightText)") }
            let multiple = right == 0 ? nil : left % right == 0
            #expect(leftNumber.isMultiple(of: rightNumber) == multiple, "\(leftText) \(rightText)")
            #expect(leftNumber.isInteger == (left % 1_000_000 == 0), "\(leftText)")
        }
    }

    /// A value in millionths, and one of the texts that say it.
    private func randomNumber(_ random: inout SplitMix64) -> (value: Int, text: String) {
        let whole = Int.random(in: -20...20, using: &random)
        let rest = [0, 0, 500_000, 100_000, 250_000, 1].randomElement(using: &random) ?? 0
        let value = whole * 1_000_000 + (whole < 0 ? -rest : rest)
        let digits = String(value.magnitude)
        let padded = String(repeating: "0", count: max(0, 7 - digits.utf8.count)) + digits
        let plain = (value < 0 ? "-" : "") + padded.dropLast(6) + "." + padded.suffix(6)
        switch Int.random(in: 0..<5, using: &random) {
        case 0: return (value, plain)
        case 1: return (value, plain + String(repeating: "0", count: Int.random(in: 0...20, using: &random)))
        case 2: return (value, "\(value)e-6")
        case 3: return (value, value == 0 ? "0e-9" : "\(value)000e-0009")
        default: return (value, rest == 0 ? "\(whole)" : plain)
        }
    }
}
