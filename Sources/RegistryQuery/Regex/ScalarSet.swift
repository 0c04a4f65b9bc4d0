/// The Unicode scalars that fit one place of a regular expression.
struct ScalarSet: Sendable, Hashable {
    /// In ascending order; they neither overlap nor touch.
    private let ranges: [ClosedRange<UInt32>]
    /// Whether it is all scalars but those in the ranges.
    private let isNegated: Bool

    private static let last: UInt32 = 0x10FFFF
    static let all = ScalarSet([0...last])

    /// Takes ranges in any order, also such that overlap.
    init(_ ranges: [ClosedRange<UInt32>], isNegated: Bool = false) {
        var joined: [ClosedRange<UInt32>] = []
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = joined.last, range.lowerBound <= last.upperBound + 1 {
                joined[joined.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
            } else {
                joined.append(range)
            }
        }
        self.ranges = joined
        self.isNegated = isNegated
    }
    init(_ scalar: Unicode.Scalar) {
        self.init([scalar.value...scalar.value])
    }

    /// The scalar, when it is the only one.
    var only: Unicode.Scalar? {
        guard !isNegated, ranges.count == 1, let range = ranges.first, range.count == 1 else { return nil }
        return Unicode.Scalar(range.lowerBound)
    }

    /// The ranges of what it is, or of what it is not.
    var boundaries: [UInt32] {
        ranges.flatMap { [$0.lowerBound, $0.upperBound + 1] }.filter { $0 <= Self.last }
    }

    func contains(_ scalar: UInt32) -> Bool {
        ranges.contains { $0.contains(scalar) } != isNegated
    }

    /// The ranges of the scalars that are in it.
    var members: [ClosedRange<UInt32>] {
        guard isNegated else { return ranges }
        var members: [ClosedRange<UInt32>] = []
        var start: UInt32 = 0
        for range in ranges {
            if start < range.lowerBound { members.append(start...(range.lowerBound - 1)) }
            start = range.upperBound + 1
        }
        if start <= Self.last { members.append(start...Self.last) }
        return members
    }

    /// With the lower-case form of each scalar of its ranges besides; negated, it is without them.
    ///
    /// Of a range of more than 4 096 scalars that is done for A to Z alone: one so large has both cases of the others.
    var lowercased: ScalarSet {
        var added: [ClosedRange<UInt32>] = []
        for range in ranges {
            let capitals = range.clamped(to: 0x41...0x5A)
            if range.overlaps(capitals) { added.append((capitals.lowerBound + 0x20)...(capitals.upperBound + 0x20)) }
            guard range.upperBound >= 0x80, range.count <= 4_096 else { continue }
            for value in range {
                let mapped = Unicode.Scalar(value)?.properties.lowercaseMapping.unicodeScalars
                if let mapped, mapped.count == 1, let lower = mapped.first?.value, lower != value {
                    added.append(lower...lower)
                }
            }
        }
        return added.isEmpty ? self : ScalarSet(ranges + added, isNegated: isNegated)
    }
}
