/// Who is granted a right (`spec/rest-api.md` 1.7).
package enum Access: String, Sendable, Hashable, CaseIterable {
    case everybody = "public"
    case authenticated
    case viewers
    case owners
    case nobody = "none"
}

/// The level that a policy belongs to, as the wire shows it.
package enum PolicyScope: String, Sendable, Hashable, CaseIterable {
    case project, version
    /// The instance's own policy, row 0 of every lane.
    case instance = "global"
}

/// Rights that a policy grants to names.
package enum Right: String, Sendable, Hashable, CaseIterable {
    /// See documents, download bytes.
    case read
    /// Start, complete and abort uploads.
    case write
    /// Change permissions: those with the right to write who are named, never `public` or `authenticated`.
    case manage
}

/// Who may read and write: the permissions object of the wire, with every field decided.
package struct AccessPolicy: Sendable, Hashable {
    package static let maxNames = 1_000

    package var owners: [String]
    package var viewers: [String]
    package var readAccess: Access
    package var writeAccess: Access

    package init(owners: [String], viewers: [String] = [], readAccess: Access, writeAccess: Access = .owners) {
        self.owners = owners
        self.viewers = viewers
        self.readAccess = readAccess
        self.writeAccess = writeAccess
    }

    /// The names that hold `right`, each once; what `policy_members` stores.
    package func members(with right: Right) -> [String] {
        switch right {
        case .read: members(of: readAccess)
        case .write: members(of: writeAccess)
        case .manage:
            switch writeAccess {
            case .nobody: []
            case .viewers: members(of: .viewers)
            case .everybody, .authenticated, .owners: members(of: .owners)
            }
        }
    }
    private func members(of access: Access) -> [String] {
        switch access {
        case .everybody: [Principal.everybody]
        case .authenticated: [Principal.authenticated]
        case .viewers: (owners + viewers).uniqued()
        case .owners: owners.uniqued()
        case .nobody: []
        }
    }
    /// Whether this policy grants `right` to one of the caller's names.
    package func grants(_ right: Right, to caller: Identity) -> Bool {
        let members = Set(members(with: right).map { Array($0.utf8) })
        return caller.names.contains { members.contains(Array($0.utf8)) }
    }
}

/// A permissions object as a client sends it: absent fields stay as they are.
package struct AccessPolicyPatch: Sendable, Hashable {
    package var scope: PolicyScope?
    package var owners: [String]?
    package var viewers: [String]?
    package var readAccess: Access?
    package var writeAccess: Access?

    package init(
        scope: PolicyScope? = nil, owners: [String]? = nil, viewers: [String]? = nil, readAccess: Access? = nil,
        writeAccess: Access? = nil
    ) {
        self.scope = scope
        self.owners = owners
        self.viewers = viewers
        self.readAccess = readAccess
        self.writeAccess = writeAccess
    }
    package func applied(to policy: AccessPolicy) -> AccessPolicy {
        AccessPolicy(
            owners: owners ?? policy.owners, viewers: viewers ?? policy.viewers,
            readAccess: readAccess ?? policy.readAccess, writeAccess: writeAccess ?? policy.writeAccess)
    }
}

extension [String] {
    /// Each name once, by its UTF-8 bytes, in the order of first appearance.
    package func uniqued() -> [String] {
        var seen: Set<[UInt8]> = []
        return filter { seen.insert(Array<UInt8>($0.utf8)).inserted }
    }
}
