package import JSONDocument

extension JSONNumber {
    /// The same value spelled as ECMAScript spells numbers, but with all of its digits: equal numbers, equal texts.
    ///
    /// `1.50` is `1.5`, `1e3` is `1000`, `-0` is `0`; an exponent is there from 10^21 on and below 10^-6.
    /// Source of the rule: ECMA-262, `Number::toString`.
    package var shortest: JSONNumber {
        let parts = DecimalParts(self)
        return JSONNumber(text: parts.spelling) ?? self
    }
}

/// A number as its significant digits, 0.d₁d₂d₃… times a power of ten.
struct DecimalParts: Equatable {
    let isNegative: Bool
    /// ASCII; without zeros at either end, none for zero.
    let digits: [UInt8]
    /// The place of the point, counted from the first digit; 0 for zero.
    let point: Int

    init(_ number: JSONNumber) {
        var digits: [UInt8] = []
        var point: Int?
        var exponent = 0
        let text = number.text
        for (offset, byte) in text.utf8.enumerated() {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digits.append(byte)
            case UInt8(ascii: "."): point = digits.count
            case UInt8(ascii: "e"), UInt8(ascii: "E"):
                exponent = Self.exponent(text.utf8.dropFirst(offset + 1))
            default: continue
            }
            if byte | 0x20 == UInt8(ascii: "e") { break }
        }
        let zeros = digits.prefix { $0 == UInt8(ascii: "0") }.count
        self.point = zeros == digits.count ? 0 : (point ?? digits.count) + exponent - zeros
        while digits.last == UInt8(ascii: "0") { digits.removeLast() }
        self.digits = Array(digits.dropFirst(zeros))
        isNegative = text.utf8.first == UInt8(ascii: "-") && !self.digits.isEmpty
    }
    private static func exponent(_ text: Substring.UTF8View) -> Int {
        let digits = text.drop { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-") }
        // A number's exponent is within ±1 000 000 000.
        let magnitude = Int(String(decoding: digits, as: UTF8.self)) ?? 0
        return text.first == UInt8(ascii: "-") ? -magnitude : magnitude
    }

    var spelling: String {
        let sign = isNegative ? "-" : ""
        let text = String(decoding: digits, as: UTF8.self)
        if digits.isEmpty { return "0" }
        switch point {
        case 1...21 where point >= digits.count:
            return sign + text + String(repeating: "0", count: point - digits.count)
        case 1...21:
            return sign + String(decoding: digits[..<point], as: UTF8.self) + "."
                + String(decoding: digits[point...], as: UTF8.self)
        case -5...0: return sign + "0." + String(repeating: "0", count: -point) + text
        default:
            let fraction = digits.count > 1 ? "." + String(decoding: digits[1...], as: UTF8.self) : ""
            return sign + String(decoding: digits[..<1], as: UTF8.self) + fraction + "e\(point - 1)"
        }
    }
}
