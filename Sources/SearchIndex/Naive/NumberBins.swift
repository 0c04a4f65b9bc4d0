package import JSONDocument

/// Bins of one width over numbers: bin `k` is `[k · width, (k + 1) · width)`, exactly.
package struct NumberBins: Sendable, Hashable {
    /// Bins that an automatic width gives at most.
    package static let automaticMaximum = 50
    /// Bins of one histogram, whatever their width.
    package static let maximum = 10_000
    /// Bins are numbered within ± this.
    private static let reach = Double(1 << 52)

    /// The width is `significand` times ten to the power of `exponent`.
    private let significand: Int
    private let exponent: Int
    private let width: Double

    /// Nil unless `width` is finite and above 1e-300.
    package init?(width: Double) {
        guard width >= 1e-300, let number = JSONNumber(width) else { return nil }
        let parts = DecimalParts(number)
        // A double has at most 17 digits.
        guard let significand = Int(String(decoding: parts.digits, as: UTF8.self)) else { return nil }
        self.init(significand: significand, exponent: parts.point - parts.digits.count, width: width)
    }
    private init(significand: Int, exponent: Int, width: Double) {
        self.significand = significand
        self.exponent = exponent
        self.width = width
    }

    /// The least width among 1, 2 and 5 times a power of ten that needs at most ``automaticMaximum`` bins from
    /// `minimum` to `maximum`; 1, if it can be, where these are the same.
    ///
    /// - Parameters: both within the range of doubles, `minimum` not above `maximum`.
    package init(from minimum: JSONNumber, through maximum: JSONNumber) {
        let (low, high) = (minimum.double, maximum.double)
        let count = Double(Self.automaticMaximum)
        let least = max(
            minimum == maximum ? 1 : high / count - low / count, max(low.magnitude, high.magnitude) / Self.reach, 1e-300
        )
        // One step below what the doubles say, so that rounding loses nothing.
        var exponent = (JSONNumber(least).map { DecimalParts($0).point } ?? 0) - (minimum == maximum ? 1 : 2)
        while true {
            for significand in [1, 2, 5] {
                guard let width = JSONNumber(text: "\(significand)e\(exponent)")?.double else { continue }
                self.init(significand: significand, exponent: exponent, width: width)
                guard width > 0, let first = bin(of: minimum), let last = bin(of: maximum) else { continue }
                if last - first < Self.automaticMaximum { return }
            }
            exponent += 1
        }
    }

    /// The bin that `number` falls into; nil where it is too large to be told from its neighbours.
    package func bin(of number: JSONNumber) -> Int? {
        let quotient = (number.double / width).rounded(.down)
        guard quotient.magnitude <= Self.reach else { return nil }
        // The quotient is rounded, the bounds are exact.
        var bin = Int(quotient)
        while number < start(of: bin) { bin -= 1 }
        while !(number < start(of: bin + 1)) { bin += 1 }
        return bin
    }

    /// The first number of a bin, in its shortest spelling.
    package func start(of bin: Int) -> JSONNumber {
        let start = JSONNumber(text: "\(Int128(bin) * Int128(significand))e\(exponent)")
        return start?.shortest ?? 0
    }
}
