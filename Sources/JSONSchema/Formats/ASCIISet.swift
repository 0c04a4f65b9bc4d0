/// A set of ASCII characters, asked by byte.
struct ASCIISet: Sendable, ExpressibleByStringLiteral {
    private var low: UInt64 = 0  // a bit for each of 0 to 63
    private var high: UInt64 = 0  // and of 64 to 127

    /// - Parameter characters: ASCII; others are left out.
    init(stringLiteral characters: String) {
        for byte in characters.utf8 { insert(byte) }
    }

    init(_ ranges: ClosedRange<Unicode.Scalar>...) {
        for range in ranges where range.upperBound.isASCII {
            for value in range.lowerBound.value...range.upperBound.value { insert(UInt8(value)) }
        }
    }

    private mutating func insert(_ byte: UInt8) {
        if byte < 64 {
            low |= 1 << UInt64(byte)
        } else if byte < 128 {
            high |= 1 << UInt64(byte - 64)
        }
    }

    func union(_ other: ASCIISet) -> ASCIISet {
        var set = self
        set.low |= other.low
        set.high |= other.high
        return set
    }

    func subtracting(_ other: ASCIISet) -> ASCIISet {
        var set = self
        set.low &= ~other.low
        set.high &= ~other.high
        return set
    }

    func contains(_ byte: UInt8) -> Bool {
        byte < 128 && (byte < 64 ? low : high) &>> UInt64(byte & 63) & 1 == 1
    }

    private init(low: UInt64, high: UInt64) {
        self.low = low
        self.high = high
    }

    // Written as bits because the compiler makes constants of these, and they are asked most.
    static let digit = ASCIISet(low: 0x03FF_0000_0000_0000, high: 0)
    static let hexDigit = ASCIISet(low: 0x03FF_0000_0000_0000, high: 0x0000_007E_0000_007E)
    static let letter = ASCIISet(low: 0, high: 0x07FF_FFFE_07FF_FFFE)
    static let letterOrDigit = ASCIISet(low: 0x03FF_0000_0000_0000, high: 0x07FF_FFFE_07FF_FFFE)
}
