package import RegistryQuery

/// A value in the dictionary of a segment.
///
/// Field 0 stands for all fields: it has the values of each of them, the words of ``ArtifactDocument/catchAll`` and the
/// artifacts' names.
package struct TermKey: Sendable, Hashable {
    package let field: Int
    package let kind: TermKind
    /// Compared byte by byte, the shorter first where one begins with the other.
    package let key: [UInt8]

    package init(field: Int, kind: TermKind, key: [UInt8]) {
        self.field = field
        self.kind = kind
        self.key = key
    }

    package static func bool(_ value: Bool) -> [UInt8] { [value ? 1 : 0] }
    /// Nil for what is no key of a truth value.
    package static func bool(from key: [UInt8]) -> Bool? {
        switch key {
        case [0]: false
        case [1]: true
        default: nil
        }
    }
    package static func text(_ value: String) -> [UInt8] { Array(value.utf8) }
    /// The key of the empty text in kind ``TermKind/text``.
    package static let emptyText: [UInt8] = [0]
    /// The key of any text in kind ``TermKind/text``.
    package static let anyText: [UInt8] = [1]

    /// The key in kind ``TermKind/placed`` of a value of another kind.
    package static func placed(_ kind: TermKind, _ key: [UInt8]) -> [UInt8] { [kind.rawValue] + key }

    /// Twelve bytes whose order is that of the instants.
    package static func date(_ instant: DateInstant) -> [UInt8] {
        let seconds = UInt64(bitPattern: instant.seconds) ^ 1 << 63
        let nanoseconds = UInt32(bitPattern: instant.nanoseconds) ^ 1 << 31
        return (0..<8).map { UInt8(truncatingIfNeeded: seconds >> (56 - 8 * $0)) }
            + (0..<4).map { UInt8(truncatingIfNeeded: nanoseconds >> (24 - 8 * $0)) }
    }
    /// Nil for what is no key of a date.
    package static func date(from key: [UInt8]) -> DateInstant? {
        guard key.count == 12 else { return nil }
        let seconds = key[..<8].reduce(0 as UInt64) { $0 << 8 | UInt64($1) } ^ 1 << 63
        let nanoseconds = key[8...].reduce(0 as UInt32) { $0 << 8 | UInt32($1) } ^ 1 << 31
        return DateInstant(seconds: Int64(bitPattern: seconds), nanoseconds: Int32(bitPattern: nanoseconds))
    }
}
