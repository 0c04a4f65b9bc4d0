internal import JSONDocument
internal import RegistryCore

/// What an instance asks of a token whose signature is good.
///
/// Roles count when they are under this instance's own client. The roles that a token carries under its own client count
/// only if an operator has named that client in `roleClients` (a service account), and the token names it in `client_id`
/// or `clientId`: otherwise "admin" in any known client would be admin here (`spec/reference-backend.md` W-10).
package struct TokenRules: Sendable, Hashable {
    /// How far another machine's clock may be ahead in `nbf`.
    package static let leeway = Duration.seconds(60)

    /// This instance's own client, always a known one.
    package var client: String
    package var knownClients: [String]
    package var roleClients: [String]
    /// Values of `iss` that are accepted; empty: not checked.
    package var issuers: [String]
    /// Values of `aud`, one of which must be there; empty: not checked.
    package var audiences: [String]

    package init(
        client: String, knownClients: [String] = [], roleClients: [String] = [], issuers: [String] = [],
        audiences: [String] = []
    ) {
        self.client = client
        self.knownClients = knownClients
        self.roleClients = roleClients
        self.issuers = issuers
        self.audiences = audiences
    }

    /// Decides who a token speaks for; its signature has been verified.
    ///
    /// - Throws: the first check that fails, in the order and the words of `spec/rest-api.md` 3.2: `.invalidToken`, for
    ///   malformed roles `.forbidden`.
    func identity(of claims: TokenClaims, now: Timestamp) throws(RegistryError) -> Identity {
        guard now < claims.expires else { throw .invalidToken("expired") }
        if let start = claims.notBefore, start > now + Self.leeway { throw .invalidToken("not valid yet") }
        if !issuers.isEmpty, !issuers.contains(bytesOf: claims.issuer ?? "") { throw .invalidToken("unknown issuer") }
        if !audiences.isEmpty, !claims.audiences.contains(where: { audiences.contains(bytesOf: $0) }) {
            throw .invalidToken("meant for another audience")
        }
        // An ID or refresh token of Keycloak is signed with the same key and says so.
        if let type = claims.type, ["id", "refresh", "offline", "logout"].contains(bytesOf: type.lowercased()) {
            throw .invalidToken("not an access token")
        }
        guard let party = claims.authorizedParty else { throw .invalidToken("Can't find 'azp'") }
        guard ([client] + knownClients + roleClients).contains(bytesOf: claims.clientID ?? party) else {
            throw .invalidToken("unknown client_id")
        }
        let roles = try roles(of: claims)
        guard let name = claims.userName, !name.isEmpty else { throw .invalidToken("no preferred_name set") }
        return Identity(user: try Self.checked(name, "user"), groups: try groups(of: claims), roles: roles)
    }

    /// Roles that the registry does not know are other services' business and passed over.
    private func roles(of claims: TokenClaims) throws(RegistryError) -> Set<Role> {
        guard let access = claims.resourceAccess else { return [] }
        guard let clients = access.objectValue else { throw Self.malformedRoles }
        var entry = clients[client]
        if entry == nil, let own = claims.clientID, roleClients.contains(bytesOf: own) { entry = clients[own] }
        guard let entry else { return [] }
        guard let names = entry["roles"]?.arrayValue else { throw Self.malformedRoles }
        var roles: Set<Role> = []
        for name in names {
            guard let name = name.stringValue else { throw Self.malformedRoles }
            if let role = Role(rawValue: name) { roles.insert(role) }
        }
        return roles
    }

    private func groups(of claims: TokenClaims) throws(RegistryError) -> [String] {
        var groups: [String] = []
        for name in claims.groups { groups.append(try Self.checked(name, "group")) }
        return groups.uniqued()
    }

    private static func checked(_ name: String, _ kind: String) throws(RegistryError) -> String {
        do throws(NameError) { return try Principal.parse(name, as: kind) } catch { throw .invalidToken("\(error)") }
    }

    private static let malformedRoles = RegistryError(.forbidden, "Forbidden, malformed roles")
}
