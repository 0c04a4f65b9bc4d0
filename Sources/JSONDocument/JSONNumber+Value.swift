extension JSONNumber {
    /// The value when it is an integer that fits, else nil; `1.0` and `1e2` are integers.
    public var int: Int? {
        guard let shortest, shortest.places == 0 else { return nil }
        return shortest.value
    }

    /// The nearest double; infinite beyond the range of doubles.
    public var double: Double {
        if case .plain(let value, let places) = form {
            if places == 0 { return Double(value) }
            // Both are exact then, and one division rounds once.
            if value.magnitude <= 1 << 53, places <= 18 { return Double(value) / Double(Self.power(of: 10, places)) }
        }
        return Double(text) ?? .nan
    }

    /// Whether the value has no fraction, however it is written and however large it is.
    public var isInteger: Bool {
        if case .plain(let value, let places) = form {
            places == 0 || value % Self.power(of: 10, places) == 0
        } else {
            decimal.isInteger
        }
    }

    /// Whether this is `divisor` times an integer, exactly.
    ///
    /// - Returns: nil when the divisor is zero or has more than 19 significant digits.
    public func isMultiple(of divisor: JSONNumber) -> Bool? {
        guard case .plain(let left, let places) = form, case .plain(let right, let divisorPlaces) = divisor.form else {
            return decimal.isMultiple(of: divisor.decimal)
        }
        if right == 0 { return nil }
        if places == divisorPlaces { return left.magnitude % right.magnitude == 0 }
        let most = max(places, divisorPlaces)
        return Self.scaled(left, most - places) % Self.scaled(right, most - divisorPlaces) == 0
    }

    var decimal: JSONDecimal { JSONDecimal(text) }

    /// The value as an integer divided by the least power of ten that does, however it is written.
    ///
    /// - Returns: nil when the integer does not fit, or more than 18 places are needed.
    private var shortest: (value: Int, places: UInt8)? {
        guard case .plain(var value, var places) = form else { return decimal.plain }
        while places > 0, case let (tenth, last) = value.quotientAndRemainder(dividingBy: 10), last == 0 {
            value = tenth
            places -= 1
        }
        return (value, places)
    }

    /// 10 to the power of 0 to 18.
    private static func power(of base: Int, _ exponent: UInt8) -> Int {
        var power = 1
        for _ in 0..<exponent { power *= base }
        return power
    }

    /// `value` times 10 to the power of 0 to 18: less than 2^63 · 10^18, which fits.
    private static func scaled(_ value: Int, _ exponent: UInt8) -> Int128 {
        Int128(value) * Int128(power(of: 10, exponent))
    }
}

extension JSONNumber: Hashable, Comparable {
    public static func == (left: JSONNumber, right: JSONNumber) -> Bool {
        switch (left.form, right.form) {
        case (.plain(let left, let places), .plain(let right, let otherPlaces)):
            if places == otherPlaces { return left == right }
            let most = max(places, otherPlaces)
            return scaled(left, most - places) == scaled(right, most - otherPlaces)
        case (.text(let text), .text(let other)):
            return text.hasSameBytes(as: other) || left.decimal == right.decimal
        default:
            return left.decimal == right.decimal
        }
    }

    public static func < (left: JSONNumber, right: JSONNumber) -> Bool {
        guard case .plain(let value, let places) = left.form, case .plain(let other, let otherPlaces) = right.form
        else {
            return left.decimal < right.decimal
        }
        if places == otherPlaces { return value < other }
        let most = max(places, otherPlaces)
        return scaled(value, most - places) < scaled(other, most - otherPlaces)
    }

    public func hash(into hasher: inout Hasher) {
        if let shortest {
            hasher.combine(shortest.value)
            hasher.combine(shortest.places)
        } else {
            hasher.combine(decimal)
        }
    }
}
