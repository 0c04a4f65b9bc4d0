internal import JSONDocument

/// Whether a number is a multiple of one with many digits, exactly.
struct LongDivision: Sendable {
    /// The most significant digits that a divisor may have.
    static let maxDigits = 1_000

    private let divisor: [UInt32]  // without its power of ten, least significant limb first
    private let exponent: Int  // of the power of ten
    private let digitCount: Int

    // The divisor has fewer twos and fives than four for each digit: more tens cannot help.
    private let tensPerDigit = 4

    /// - Returns: nil when the divisor is not above zero, or has more digits than `maxDigits`.
    init?(_ divisor: JSONNumber) {
        let (digits, exponent) = Self.parts(of: divisor)
        guard divisor > 0, !digits.isEmpty, digits.count <= Self.maxDigits else { return nil }
        var limbs = [UInt32](repeating: 0, count: digits.count / 9 + 2)
        for digit in digits { Self.shift(&limbs, adding: digit) }
        self.divisor = limbs
        self.exponent = exponent
        digitCount = digits.count
    }

    /// What dividing a number takes, in steps of a validation, at most.
    func cost(ofTextCount textCount: Int) -> Int {
        (max(textCount, 19) + tensPerDigit * digitCount) * divisor.count / 8
    }

    /// Whether `number` is the divisor times an integer.
    func divides(_ number: JSONNumber) -> Bool {
        let (digits, exponent) = Self.parts(of: number)
        if digits.isEmpty { return true }
        // The last digit is not zero, so a finer value than the divisor's last place is no multiple of ten of it.
        if exponent < self.exponent { return false }
        let tens = min(exponent - self.exponent, tensPerDigit * digitCount)
        var rest = [UInt32](repeating: 0, count: divisor.count)
        for digit in digits { step(&rest, digit) }
        for _ in 0..<tens where rest.contains(where: { $0 != 0 }) { step(&rest, 0) }
        return rest.allSatisfy { $0 == 0 }
    }

    /// Appends a digit to `rest` and keeps what the divisor leaves of it.
    private func step(_ rest: inout [UInt32], _ digit: UInt8) {
        Self.shift(&rest, adding: digit)
        while !rest.reversed().lexicographicallyPrecedes(divisor.reversed()) {
            var borrow: Int64 = 0
            for index in rest.indices {
                let difference = Int64(rest[index]) - Int64(divisor[index]) + borrow
                rest[index] = UInt32(truncatingIfNeeded: difference)
                borrow = difference < 0 ? -1 : 0
            }
        }
    }

    private static func shift(_ limbs: inout [UInt32], adding digit: UInt8) {
        var carry = UInt64(digit)
        for index in limbs.indices {
            let product = UInt64(limbs[index]) * 10 + carry
            limbs[index] = UInt32(truncatingIfNeeded: product)
            carry = product >> 32
        }
    }

    /// The digits without zeros at either end, and the power of ten of the last one.
    private static func parts(of number: JSONNumber) -> (digits: [UInt8], exponent: Int) {
        var digits: [UInt8] = []
        var exponent = 0
        var (inFraction, inExponent, isNegative, written) = (false, false, false, 0)
        for byte in number.text.utf8 {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                let digit = byte - UInt8(ascii: "0")
                if inExponent {
                    written = written * 10 + Int(digit)  // at most 1 000 000 000, as the reader allows
                    continue
                }
                if inFraction { exponent -= 1 }
                if digit != 0 || !digits.isEmpty { digits.append(digit) }
            case UInt8(ascii: "-"): if inExponent { isNegative = true }
            case UInt8(ascii: "."): inFraction = true
            case UInt8(ascii: "e"), UInt8(ascii: "E"): inExponent = true
            default: continue
            }
        }
        exponent += isNegative ? -written : written
        while digits.last == 0 {
            digits.removeLast()
            exponent += 1
        }
        return (digits, exponent)
    }
}
