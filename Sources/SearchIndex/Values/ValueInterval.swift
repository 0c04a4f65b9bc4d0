/// The values between two limits, each of which may be missing.
package struct ValueInterval<Value: Comparable & Sendable>: Sendable {
    package struct Limit: Sendable {
        package let value: Value
        /// Whether the limit itself is within.
        package let isInclusive: Bool

        package init(_ value: Value, isInclusive: Bool) {
            self.value = value
            self.isInclusive = isInclusive
        }
    }
    package let lower: Limit?
    package let upper: Limit?

    package init(lower: Limit?, upper: Limit?) {
        self.lower = lower
        self.upper = upper
    }

    package func contains(_ value: Value) -> Bool {
        if let lower, lower.isInclusive ? value < lower.value : value <= lower.value { return false }
        if let upper, upper.isInclusive ? upper.value < value : upper.value <= value { return false }
        return true
    }
}
