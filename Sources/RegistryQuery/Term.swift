/// One word of a search as it is to be found: escapes resolved, case kept, compared by bytes.
///
/// A field of keywords looks for exactly this text; an analysed field for the ``TextAnalyzer/tokens(_:)`` of it. A number
/// or a date is a term as well: the field's type says how to read it.
package struct Term: Sendable, Hashable, Comparable, CustomStringConvertible, ExpressibleByStringLiteral {
    /// Never empty when it comes from the parser.
    package let text: String

    package init(_ text: String) {
        self.text = text
    }
    package init(stringLiteral text: String) {
        self.init(text)
    }

    package var description: String { text }
    package static func == (left: Self, right: Self) -> Bool { left.text.hasSameBytes(as: right.text) }
    package func hash(into hasher: inout Hasher) { text.hashBytes(into: &hasher) }
    package static func < (left: Self, right: Self) -> Bool {
        left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
    }
}
