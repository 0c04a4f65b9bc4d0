extension JSONNumber {
    /// What was found out about a number while stepping over it.
    struct Scan {
        /// The offset after the last byte.
        var end: Int
        /// The digits as one integer, with the sign; nil when the number is kept as text.
        var plain: Int?
        /// How many of the digits stand after the point.
        var places: UInt8 = 0
    }

    /// Why there is no number, and where.
    enum ScanError: Error {
        case malformed(at: Int)
        case exponentOutOfRange(at: Int)
    }

    /// Steps over the number that begins at `start`.
    static func scan(_ text: UnsafeBufferPointer<UInt8>, from start: Int) throws(ScanError) -> Scan {
        var position = start
        var value: UInt64 = 0  // wraps when there are more than 19 digits, and is not used then
        func next() -> UInt8 { position < text.count ? text[position] : 0 }
        let isNegative = next() == UInt8(ascii: "-")
        if isNegative { position &+= 1 }
        let first = position
        guard isDigit(next()) else { throw .malformed(at: position) }
        if next() == UInt8(ascii: "0") {
            position &+= 1
            if isDigit(next()) { throw .malformed(at: position) }
        }
        while position < text.count, case let digit = text[position] &- UInt8(ascii: "0"), digit < 10 {
            value = value &* 10 &+ UInt64(digit)
            position &+= 1
        }
        var digits = position - first
        var places = 0
        if next() == UInt8(ascii: ".") {
            position &+= 1
            let point = position
            while position < text.count, case let digit = text[position] &- UInt8(ascii: "0"), digit < 10 {
                value = value &* 10 &+ UInt64(digit)
                position &+= 1
            }
            places = position - point
            if places == 0 { throw .malformed(at: position) }
            digits += places
        }
        if next() | 0x20 == UInt8(ascii: "e") {
            return Scan(end: try scanExponent(text, from: position + 1), plain: nil)
        }
        let most = isNegative ? Int.min.magnitude : Int.max.magnitude
        guard digits <= 19, value <= most, value > 0 || !isNegative else { return Scan(end: position, plain: nil) }
        let plain = Int(truncatingIfNeeded: isNegative ? 0 &- value : value)
        return Scan(end: position, plain: plain, places: UInt8(places))
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }

    /// Steps over the sign and the digits of an exponent.
    private static func scanExponent(
        _ text: UnsafeBufferPointer<UInt8>, from start: Int
    ) throws(ScanError) -> Int {
        var position = start
        if position < text.count, text[position] == UInt8(ascii: "-") || text[position] == UInt8(ascii: "+") {
            position += 1
        }
        let first = position
        var magnitude = 0
        while position < text.count, isDigit(text[position]) {
            magnitude = magnitude * 10 + Int(text[position] - UInt8(ascii: "0"))
            if magnitude > JSONDecimal.maxExponent { throw .exponentOutOfRange(at: first) }
            position += 1
        }
        if position == first { throw .malformed(at: position) }
        return position
    }
}
