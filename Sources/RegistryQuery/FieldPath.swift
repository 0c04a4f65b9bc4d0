/// The name of a metadata field, its parents joined by dots: `_extra.project_id`; never empty, compared by bytes.
///
/// A key that itself contains a dot reads like a path, as it does in Lucene's syntax.
package struct FieldPath: Sendable, Hashable, Comparable, CustomStringConvertible, ExpressibleByStringLiteral {
    package let description: String

    /// Takes any text but the empty one, for which it returns nil.
    package init?(_ text: String) {
        guard !text.isEmpty else { return nil }
        description = text
    }

    package init(stringLiteral text: String) {
        precondition(!text.isEmpty, "a field path in the source code is empty")
        description = text
    }

    /// The keys from the document's root down, at least one; a key is empty where two dots meet or a dot is at an end.
    package var components: [String] {
        description.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
            .map { String(Substring($0)) }
    }

    package static func == (left: Self, right: Self) -> Bool { left.description.hasSameBytes(as: right.description) }
    package func hash(into hasher: inout Hasher) { description.hashBytes(into: &hasher) }
    package static func < (left: Self, right: Self) -> Bool {
        left.description.utf8.lexicographicallyPrecedes(right.description.utf8)
    }
}
