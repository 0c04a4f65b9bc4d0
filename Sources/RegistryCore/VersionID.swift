/// The name of a version within a project: 1 to 128 of `A–Z a–z 0–9 . _ -`.
///
/// `latest` in any case and texts shaped like a revision are aliases, never names (`spec/rest-api.md` 2.1).
package struct VersionID: Sendable, Hashable, Comparable, CustomStringConvertible {
    package static let maxBytes = 128
    package let description: String

    /// - Throws: the rule that `text` broke.
    package init(parsing text: String) throws(NameError) {
        guard case .version(let version) = try VersionReference(parsing: text) else {
            throw NameError("version", text, "is an alias ('latest' or a revision), not the name of a version")
        }
        self = version
    }
    init(unchecked text: String) { description = text }

    package static func < (left: Self, right: Self) -> Bool {
        left.description.utf8.lexicographicallyPrecedes(right.description.utf8)
    }
}

/// How a request names a version: by name, by revision, or as `latest`; resolved once, before anything is decided.
package enum VersionReference: Sendable, Hashable, CustomStringConvertible {
    case version(VersionID)
    case revision(Revision)
    case latest

    /// - Throws: the rule that `text` broke.
    package init(parsing text: String) throws(NameError) {
        let bytes = text.utf8
        guard !bytes.isEmpty else { throw NameError("version", text, "is empty") }
        guard bytes.count <= VersionID.maxBytes else {
            throw NameError("version", text, "is longer than \(VersionID.maxBytes) bytes")
        }
        guard bytes.allSatisfy(NameRules.isNameByte) else {
            throw NameError("version", text, "may hold only letters, digits, '.', '_' and '-'")
        }
        guard text != ".", !text.hasPrefix("..") else { throw NameError("version", text, "must not begin with '..'") }
        if text.lowercased() == "latest" {
            self = .latest
        } else if let revision = Revision(parsing: text) {
            self = .revision(revision)
        } else if text.hasPrefix(Revision.prefix), NameRules.areDigits(bytes.dropFirst(Revision.prefix.utf8.count)) {
            throw NameError(
                "version", text, "looks like a revision, but has no number from 1 upwards without leading zeros")
        } else {
            self = .version(VersionID(unchecked: text))
        }
    }

    package var description: String {
        switch self {
        case .version(let version): version.description
        case .revision(let revision): revision.description
        case .latest: "latest"
        }
    }
}

/// The ordered alias of a version: `NUM-1`, `NUM-2`, … across all versions of a project (`spec/rest-api.md` 2.6).
package struct Revision: Sendable, Hashable, Comparable, CustomStringConvertible {
    package static let prefix = "NUM-"
    /// From 1 upwards.
    package let number: Int

    package init(_ number: Int) { self.number = number }

    /// Reads `NUM-<n>`; nil for anything else, leading zeros and numbers over 18 digits included.
    package init?(parsing text: String) {
        guard text.hasPrefix(Self.prefix) else { return nil }
        let digits = text.utf8.dropFirst(Self.prefix.utf8.count)
        guard (1...18).contains(digits.count), digits.first != UInt8(ascii: "0"),
            NameRules.areDigits(digits),
            let number = Int(text.dropFirst(Self.prefix.count))
        else { return nil }
        self.number = number
    }

    package var description: String { Self.prefix + String(number) }
    package static func < (left: Self, right: Self) -> Bool { left.number < right.number }
}
