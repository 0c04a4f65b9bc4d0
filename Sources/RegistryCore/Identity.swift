/// What a token grants beyond permissions (`spec/rest-api.md` 3.4).
package enum Role: String, Sendable, Hashable, CaseIterable {
    /// Everything: sees all documents, passes every check.
    case admin
    /// Upload, complete, abort, permissions and deletion on any project; does not widen what searches show.
    case uploader
    /// `POST /projects/upload` only.
    case creator
}

/// Who asks, resolved once at the start of a request.
package struct Identity: Sendable, Hashable {
    /// The user's name as owners and viewers are written; nil for an anonymous caller.
    package let user: String?
    package let groups: [String]
    package let roles: Set<Role>
    /// Whether the request carries a credential that the registry itself signed for exactly this method and path
    /// (`spec/rest-api.md` 3.5). It stands in for rights, never for what the caller may see.
    package let isPresigned: Bool

    package static let anonymous = Identity(user: nil)
    /// The registry itself: what jobs act as.
    package static let system = Identity(user: "*system", roles: [.admin])

    package init(user: String?, groups: [String] = [], roles: Set<Role> = [], isPresigned: Bool = false) {
        self.user = user
        self.groups = groups
        self.roles = roles
        self.isPresigned = isPresigned
    }

    package var isAnonymous: Bool { user == nil }
    package var isAdmin: Bool { roles.contains(.admin) }
    /// Whether a role lets the caller change any project.
    package var isCurator: Bool { roles.contains(.admin) || roles.contains(.uploader) }

    /// What policies name this caller by: `*public`, with a valid token `*authenticated`, then user and groups.
    package var names: [String] {
        guard let user else { return [Principal.everybody] }
        return [Principal.everybody, Principal.authenticated, user] + groups
    }
    package func presigned() -> Identity { Identity(user: user, groups: groups, roles: roles, isPresigned: true) }
}

/// Names with a meaning of their own; a name from outside never begins with `*`.
package enum Principal {
    package static let everybody = "*public"
    package static let authenticated = "*authenticated"
    package static let maxBytes = 256

    /// Checks a name given by a client or a token: 1 to 256 bytes in NFC, so that equal names are equal bytes.
    ///
    /// - Throws: the rule that `text` broke.
    package static func parse(_ text: String, as kind: String) throws(NameError) -> String {
        guard !text.isEmpty else { throw NameError(kind, text, "is empty") }
        guard text.utf8.first != UInt8(ascii: "*") else { throw NameError(kind, text, "must not begin with '*'") }
        guard text.utf8.count <= maxBytes else { throw NameError(kind, text, "is longer than \(maxBytes) bytes") }
        guard text.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control }) else {
            throw NameError(kind, text, "holds a control character")
        }
        guard NameRules.isNFC(text) else { throw NameError(kind, text, "is not in Unicode normal form C (NFC)") }
        return text
    }
}
