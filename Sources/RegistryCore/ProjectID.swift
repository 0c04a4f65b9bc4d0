/// The name of a project: 1 to 128 of `A–Z a–z 0–9 . _ -`, beginning with a letter or a digit.
///
/// `lock` and `upload` are refused because they are siblings of project ids in routes (`spec/rest-api.md` 2.1), `gprn`
/// because resource names begin with it (2.4). ASCII alone, so that two ids that look the same are the same.
package struct ProjectID: Sendable, Hashable, Comparable, CustomStringConvertible {
    package static let maxBytes = 128
    package let description: String

    /// - Throws: the rule that `text` broke.
    package init(parsing text: String) throws(NameError) {
        let bytes = text.utf8
        guard let first = bytes.first else { throw NameError("project", text, "is empty") }
        guard bytes.count <= Self.maxBytes else {
            throw NameError("project", text, "is longer than \(Self.maxBytes) bytes")
        }
        guard NameRules.isLetterOrDigit(first) else {
            throw NameError("project", text, "must begin with a letter or a digit")
        }
        guard bytes.allSatisfy(NameRules.isNameByte) else {
            throw NameError("project", text, "may hold only letters, digits, '.', '_' and '-'")
        }
        guard !["lock", "upload", "gprn"].contains(text) else { throw NameError("project", text, "is a reserved word") }
        description = text
    }

    package static func < (left: Self, right: Self) -> Bool {
        left.description.utf8.lexicographicallyPrecedes(right.description.utf8)
    }
}
