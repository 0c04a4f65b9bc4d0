/// The UTF-8 encodings of a range of code points, as sequences of byte ranges.
///
/// Every choice of one byte from each range of a sequence is the encoding of one code point, and the other way round.
struct UTF8Sequences {
    private(set) var sequences: [[ClosedRange<UInt8>]] = []

    /// - Parameter range: without surrogates.
    init(_ range: ClosedRange<UInt32>) { add(range.lowerBound, range.upperBound) }

    private mutating func add(_ low: UInt32, _ high: UInt32) {
        for longest: UInt32 in [0x7F, 0x7FF, 0xFFFF] where low <= longest && longest < high {
            return split(low, longest, high)
        }
        if high > 0x7F {
            // The bytes after one that differs run from 80 to BF, or else the range is split where they begin or end.
            for bits: UInt32 in [6, 12, 18] {
                let mask: UInt32 = (1 << bits) - 1
                guard low & ~mask != high & ~mask else { continue }
                if low & mask != 0 { return split(low, low | mask, high) }
                if high & mask != mask { return split(low, (high & ~mask) - 1, high) }
            }
        }
        sequences.append(zip(Self.encode(low), Self.encode(high)).map { $0...$1 })
    }

    private mutating func split(_ low: UInt32, _ middle: UInt32, _ high: UInt32) {
        add(low, middle)
        add(middle + 1, high)
    }

    private static func encode(_ value: UInt32) -> [UInt8] {
        Unicode.Scalar(value).flatMap { UTF8.encode($0) }.map(Array.init) ?? []
    }
}
