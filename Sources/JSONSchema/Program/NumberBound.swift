internal import JSONDocument

/// A number that others are compared with.
struct NumberBound: Sendable {
    let number: JSONNumber

    /// For a divisor with too many digits for the usual way.
    private let division: LongDivision?

    private let longTextCount: Int  // of the number itself

    init(_ number: JSONNumber) {
        self.number = number
        longTextCount = number.longTextCount
        division = nil
    }

    /// - Returns: nil for what is not above zero, and for more than 1 000 significant digits.
    init?(divisor: JSONNumber) {
        guard divisor > 0 else { return nil }
        number = divisor
        longTextCount = divisor.longTextCount
        if JSONNumber(0).isMultiple(of: divisor) != nil {
            division = nil
        } else {
            guard let division = LongDivision(divisor) else { return nil }
            self.division = division
        }
    }

    private var isShort: Bool { longTextCount == 0 }

    /// What it takes to ask about a value, in steps of a validation: nothing for the usual, short numbers.
    ///
    /// - Parameter textCount: `longTextCount` of the value.
    @inline(__always)
    func cost(ofTextCount textCount: Int) -> Int {
        isShort ? textCount >> 4 : division?.cost(ofTextCount: textCount) ?? (longTextCount + textCount) >> 4
    }

    /// Whether `value` keeps to this bound as `kind` has it.
    func allows(_ value: JSONNumber, _ kind: SchemaRule.Kind) -> Bool {
        switch kind {
        case .minimum: value >= number
        case .maximum: value <= number
        case .exclusiveMinimum: value > number
        case .exclusiveMaximum: value < number
        default: division?.divides(value) ?? (value.isMultiple(of: number) == true)
        }
    }
}
