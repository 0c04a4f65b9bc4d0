/// The time that a date in ISO 8601 stands for: `2020-01` is a month, `2020-01-02T03:04` a minute.
///
/// Read are `YYYY-MM`, `YYYY-MM-DD` and `YYYY-MM-DDThh:mm[:ss[.fraction]]` with a space in the place of `T` or not, the
/// latter with or without `Z`, `±hh:mm` or `±hhmm`; without them it is UTC. Years are 1 to 9999; there are no leap
/// seconds. A year alone is a number, except as the bound of a range.
package struct DateSpan: Sendable, Hashable {
    /// The first moment; as the value of a document, a date is this.
    package let start: DateInstant
    /// The last moment: a nanosecond before the next span begins, or the start when a fraction says it exactly.
    package let end: DateInstant

    /// Takes a date and nothing else; digits of a fraction past the ninth are dropped.
    package init?(_ text: String) {
        // Most texts are no dates: one byte tells.
        let bytes = text.utf8
        guard bytes.count >= 7, bytes[bytes.index(bytes.startIndex, offsetBy: 4)] == UInt8(ascii: "-") else {
            return nil
        }
        var text = text
        let span = text.withUTF8 { bytes in
            var reader = DateReader(bytes)
            return reader.span()
        }
        guard let span else { return nil }
        self = span
    }

    /// Takes a year of four digits too, as a range does.
    package init?(bound text: String) {
        let isYear = text.utf8.count == 4 && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
        guard isYear, let year = Int64(text), year > 0 else {
            self.init(text)
            return
        }
        self.init(from: DateReader.seconds(year: year, month: 1), until: DateReader.seconds(year: year + 1, month: 1))
    }

    /// Takes seconds since 1970, the second of which is no longer in it.
    init(from first: Int64, until next: Int64) {
        start = DateInstant(seconds: first)
        end = DateInstant(seconds: next - 1, nanoseconds: 999_999_999)
    }
    init(at instant: DateInstant) {
        start = instant
        end = instant
    }
}
