package import JSONDocument
package import RegistryQuery

/// What a range asks of values of each kind; nil where it finds none of that kind.
///
/// Bounds that are all numbers are about numbers; bounds that are all dates or years are about the strings that are
/// dates, by the first moment of these. A string that is not compared as a date is compared by its bytes, unless the
/// bounds are all numbers; so are the words of a text, with the bounds in lower case.
package struct RangeProbe: Sendable {
    package let numbers: ValueInterval<JSONNumber>?
    package let dates: ValueInterval<DateInstant>?
    /// Of keywords, by bytes.
    package let texts: ValueInterval<Term>?
    /// Of words, by bytes.
    package let words: ValueInterval<Term>?

    init(_ range: QueryRange) {
        numbers = Self.interval(range) { bound, _ in
            JSONNumber(text: bound.text).map { .init($0, isInclusive: bound.isInclusive) }
        }
        dates = Self.interval(range) { bound, isLower in
            guard let span = DateSpan(bound: bound.text) else { return nil }
            // A bound that is in the range is there as a whole.
            return .init(isLower == bound.isInclusive ? span.start : span.end, isInclusive: bound.isInclusive)
        }
        if numbers != nil {
            texts = nil
            words = nil
        } else {
            texts = Self.interval(range) { bound, _ in .init(Term(bound.text), isInclusive: bound.isInclusive) }
            words = Self.interval(range) { bound, _ in
                .init(Term(TextAnalyzer.lowercased(bound.text)), isInclusive: bound.isInclusive)
            }
        }
    }

    /// Nil when one of the bounds that are there cannot be read.
    private static func interval<Value>(
        _ range: QueryRange, _ read: (_ bound: QueryRange.Bound, _ isLower: Bool) -> ValueInterval<Value>.Limit?
    ) -> ValueInterval<Value>? {
        let lower = range.lower.flatMap { read($0, true) }
        let upper = range.upper.flatMap { read($0, false) }
        guard (lower == nil) == (range.lower == nil), (upper == nil) == (range.upper == nil) else { return nil }
        return ValueInterval(lower: lower, upper: upper)
    }

    /// Whether a string of a field of keywords is in the range.
    ///
    /// - Parameter steps: grows by the bytes that were looked at.
    func containsKeyword(_ text: String, steps: inout Int) -> Bool {
        steps += text.utf8.count
        if let dates, let span = DateSpan(text) { return dates.contains(span.start) }
        return texts?.contains(Term(text)) ?? false
    }
}
