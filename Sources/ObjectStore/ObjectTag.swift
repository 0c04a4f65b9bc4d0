/// What tells one value of a key from the next, like an ETag.
///
/// It changes whenever the bytes under a key are replaced, even by equal bytes; `move` and `copy` keep it, and so does
/// a restart. The text is of letters, digits and `-`.
package struct ObjectTag: Sendable, Hashable, CustomStringConvertible {
    package let text: String

    package init(_ text: String) { self.text = text }

    package static func == (left: Self, right: Self) -> Bool { left.text.utf8.elementsEqual(right.text.utf8) }
    package func hash(into hasher: inout Hasher) { text.utf8.forEach { hasher.combine($0) } }
    package var description: String { text }
}
