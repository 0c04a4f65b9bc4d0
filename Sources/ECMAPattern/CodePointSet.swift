/// Code points that a class like `[a-z\d]` or an escape like `\s` stands for.
struct CodePointSet: Sendable, Hashable {
    /// In any order, overlapping or not.
    var ranges: [ClosedRange<UInt32>] = []

    /// Properties in PCRE2's syntax, such as `\p{L}`.
    var properties: [String] = []

    /// Whether the set is of all other code points.
    var isNegated = false

    mutating func formUnion(_ other: CodePointSet) {
        ranges += other.ranges
        properties += other.properties
    }

    /// The ranges in ascending order, apart from each other, without surrogates, negation done; properties left out.
    var normalizedRanges: [ClosedRange<UInt32>] {
        var merged: [ClosedRange<UInt32>] = []
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = merged.last, range.lowerBound <= last.upperBound + 1 {
                merged[merged.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
            } else {
                merged.append(range)
            }
        }
        if isNegated { merged = Self.complement(of: merged) }
        return merged.flatMap { range -> [ClosedRange<UInt32>] in
            let below = range.lowerBound...max(range.lowerBound, min(range.upperBound, 0xD7FF))
            let above = min(range.upperBound, max(range.lowerBound, 0xE000))...range.upperBound
            return [below, above].filter { $0.upperBound <= 0xD7FF || $0.lowerBound >= 0xE000 }
        }
    }

    private static func complement(of ranges: [ClosedRange<UInt32>]) -> [ClosedRange<UInt32>] {
        var gaps: [ClosedRange<UInt32>] = []
        var next: UInt32 = 0
        for range in ranges {
            if range.lowerBound > next { gaps.append(next...range.lowerBound - 1) }
            next = range.upperBound + 1
        }
        if next <= 0x10FFFF { gaps.append(next...0x10FFFF) }
        return gaps
    }

    static let digits = CodePointSet(ranges: [0x30...0x39])
    static let wordCharacters = CodePointSet(ranges: [0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A])
    /// White space and line ends of ECMA-262, sections 12.2 and 12.3.
    static let whiteSpace = CodePointSet(ranges: [
        0x9...0xD, 0x20...0x20, 0xA0...0xA0, 0x1680...0x1680, 0x2000...0x200A, 0x2028...0x2029, 0x202F...0x202F,
        0x205F...0x205F, 0x3000...0x3000, 0xFEFF...0xFEFF,
    ])
    /// What `.` stands for.
    static let notLineEnds = CodePointSet(ranges: [0xA...0xA, 0xD...0xD, 0x2028...0x2029], isNegated: true)

    /// All code points that are not in the set, which has ranges only.
    var inverted: CodePointSet {
        var copy = self
        copy.isNegated.toggle()
        return CodePointSet(ranges: copy.normalizedRanges)
    }
}
