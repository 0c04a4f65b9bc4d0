/// The exact value of a JSON number: digits times a power of ten, in its one shortest form.
struct JSONDecimal: Hashable {
    /// The largest exponent that a JSON number may be written with, either way.
    static let maxExponent = 1_000_000_000

    private(set) var isNegative = false
    private(set) var digits: [UInt8] = []  // 0 to 9, most significant first, neither end zero; empty for zero
    private(set) var exponent = 0  // of the last digit

    /// - Parameter text: a checked JSON number.
    init(_ text: String) {
        var leading = true  // no digit but zeros seen yet
        var inFraction = false
        var inExponent = false
        var negativeExponent = false
        var written = 0
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                let digit = byte - UInt8(ascii: "0")
                if inExponent {
                    written = written * 10 + Int(digit)
                    continue
                }
                if inFraction { exponent -= 1 }
                if digit == 0, leading { continue }
                leading = false
                digits.append(digit)
            case UInt8(ascii: "-"):
                if inExponent { negativeExponent = true } else { isNegative = true }
            case UInt8(ascii: "."): inFraction = true
            case UInt8(ascii: "e"), UInt8(ascii: "E"): inExponent = true
            default: continue
            }
        }
        exponent += negativeExponent ? -written : written
        while digits.last == 0 {
            digits.removeLast()
            exponent += 1
        }
        if digits.isEmpty {
            isNegative = false
            exponent = 0
        }
    }

    var isInteger: Bool { exponent >= 0 }

    /// The value as an integer divided by a power of ten from 0 to 18, or nil when the integer does not fit.
    var plain: (value: Int, places: UInt8)? {
        let zeros = max(exponent, 0)
        guard exponent >= -18, digits.count + zeros <= 19 else { return nil }
        var value = 0
        for digit in digits + repeatElement(0, count: zeros) {
            let (shifted, overflow) = value.multipliedReportingOverflow(by: 10)
            let (next, overflowAgain) = shifted.subtractingReportingOverflow(Int(digit))  // negative, for Int.min
            if overflow || overflowAgain { return nil }
            value = next
        }
        if !isNegative, value == .min { return nil }
        return (isNegative ? value : -value, UInt8(max(-exponent, 0)))
    }

    /// Whether this is an integer times `divisor`; nil for zero and for more than 19 digits in the divisor.
    func isMultiple(of divisor: JSONDecimal) -> Bool? {
        guard let modulus = divisor.significand, modulus > 0 else { return nil }
        if digits.isEmpty { return true }
        // The last digit is not zero, so a finer value than the divisor's last place is no multiple of ten of it.
        if exponent < divisor.exponent { return false }
        var rest: UInt64 = 0
        for digit in digits { rest = Self.step(rest, digit, modulus) }
        return Self.product(rest, Self.power(of: 10, exponent - divisor.exponent, modulus), modulus) == 0
    }

    /// The digits as one integer, or nil when there are more than 19.
    private var significand: UInt64? {
        digits.count <= 19 ? digits.reduce(0) { $0 * 10 + UInt64($1) } : nil
    }

    private static func step(_ rest: UInt64, _ digit: UInt8, _ modulus: UInt64) -> UInt64 {
        let (high, low) = rest.multipliedFullWidth(by: 10)
        let (sum, carry) = low.addingReportingOverflow(UInt64(digit))
        return modulus.dividingFullWidth(((high + (carry ? 1 : 0)) % modulus, sum)).remainder
    }

    private static func product(_ left: UInt64, _ right: UInt64, _ modulus: UInt64) -> UInt64 {
        let (high, low) = left.multipliedFullWidth(by: right)
        return modulus.dividingFullWidth((high % modulus, low)).remainder
    }

    private static func power(of base: UInt64, _ exponent: Int, _ modulus: UInt64) -> UInt64 {
        var result = 1 % modulus
        var square = base % modulus
        var exponent = exponent
        while exponent > 0 {
            if exponent & 1 == 1 { result = product(result, square, modulus) }
            square = product(square, square, modulus)
            exponent >>= 1
        }
        return result
    }
}

extension JSONDecimal: Comparable {
    static func < (left: JSONDecimal, right: JSONDecimal) -> Bool {
        if left.sign != right.sign { return left.sign < right.sign }
        return left.isNegative ? right.hasSmallerMagnitude(than: left) : left.hasSmallerMagnitude(than: right)
    }

    private var sign: Int { digits.isEmpty ? 0 : isNegative ? -1 : 1 }

    private func hasSmallerMagnitude(than other: JSONDecimal) -> Bool {
        let height = digits.count + exponent
        let otherHeight = other.digits.count + other.exponent
        if height != otherHeight { return height < otherHeight }
        return digits.lexicographicallyPrecedes(other.digits)
    }
}
