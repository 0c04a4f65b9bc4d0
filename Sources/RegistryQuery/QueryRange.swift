/// What a range asks for: the values between two bounds, one of which may be missing.
package struct QueryRange: Sendable, Hashable {
    /// Where a range begins or ends; the texts are compared by bytes.
    package struct Bound: Sendable, Hashable {
        /// As it is to be read: a number, a date or a text, escapes and quotes resolved.
        package let text: String
        /// Whether the bound itself is in the range.
        package let isInclusive: Bool

        package init(text: String, isInclusive: Bool) {
            self.text = text
            self.isInclusive = isInclusive
        }

        package static func == (left: Self, right: Self) -> Bool {
            left.isInclusive == right.isInclusive && left.text.hasSameBytes(as: right.text)
        }
        package func hash(into hasher: inout Hasher) {
            text.hashBytes(into: &hasher)
            hasher.combine(isInclusive)
        }
    }

    /// Nil when the range is open below.
    package let lower: Bound?
    /// Nil when the range is open above; the parser makes no range without any bound.
    package let upper: Bound?

    package init(lower: Bound?, upper: Bound?) {
        self.lower = lower
        self.upper = upper
    }

    /// Whether it has no bound at all.
    package var isOpen: Bool { lower == nil && upper == nil }
}

extension QueryRange: CustomStringConvertible {
    /// With brackets, in Lucene's syntax.
    package var description: String {
        let opening = lower?.isInclusive ?? true ? "[" : "{"
        let closing = upper?.isInclusive ?? true ? "]" : "}"
        return "\(opening)\(Self.spelling(of: lower)) TO \(Self.spelling(of: upper))\(closing)"
    }

    private static func spelling(of bound: Bound?) -> String {
        bound.map { QuerySyntax.spelling(ofBound: $0.text) } ?? "*"
    }
}
