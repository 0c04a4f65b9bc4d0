internal import JSONDocument
package import RegistryCore

/// Makes bearer tokens for development and tests, signed with one of the instance's own secrets.
package struct TokenIssuer: Sendable {
    /// In seconds: 366 days.
    package static let maxLifetime: Int64 = 31_622_400

    private let key: TokenKey
    private let client: String
    private let issuer: String?
    private let audience: String?

    /// - Parameters:
    ///   - key: for HS256.
    ///   - client: the instance's own, under which its roles are written.
    ///   - issuer: `iss`, where the instance asks for one; `audience` likewise for `aud`.
    /// - Throws: for a public key.
    package init(
        key: TokenKey, client: String, issuer: String? = nil, audience: String? = nil
    ) throws(TokenKeysError) {
        guard key.algorithm == .hs256 else { throw TokenKeysError("a public key signs nothing", at: "'\(key.id)'") }
        self.key = key
        self.client = client
        self.issuer = issuer
        self.audience = audience
    }

    /// Returns a token that speaks for `user` from now on.
    ///
    /// - Parameters:
    ///   - party: the client that the token is made for, `azp`; the instance's own when nil.
    ///   - lifetime: from 1 second to 366 days; fractions of a second are dropped.
    /// - Throws: `.invalidName` for a user or group that no token may name, `.invalidRequest` for the lifetime or a token
    ///   that would be too long.
    package func mint(
        user: String, roles: Set<Role> = [], groups: [String] = [], client party: String? = nil, lifetime: Duration,
        now: Timestamp, id: RandomID = RandomID()
    ) throws(RegistryError) -> String {
        do throws(NameError) {
            _ = try Principal.parse(user, as: "user")
            for group in groups { _ = try Principal.parse(group, as: "group") }
        } catch {
            throw RegistryError(error)
        }
        guard (1...Self.maxLifetime).contains(lifetime.wholeSeconds) else {
            throw RegistryError(.invalidRequest, "the lifetime of a token is 1 second to 366 days")
        }
        let start = Int(now.milliseconds / 1_000)
        let names = Role.allCases.filter(roles.contains).map { JSONValue.string($0.rawValue) }
        var claims: JSONObject = [
            "jti": .string(id.description), "iat": .number(JSONNumber(start)),
            "exp": .number(JSONNumber(start + Int(lifetime.wholeSeconds))), "azp": .string(party ?? client),
            "preferred_username": .string(user),
            "resource_access": .object([client: .object(["roles": .array(names)])]),
        ]
        if !groups.isEmpty { claims["groups"] = .array(groups.map { .string($0) }) }
        if let issuer { claims["iss"] = .string(issuer) }
        if let audience { claims["aud"] = .string(audience) }
        let header: JSONObject = ["alg": .string(key.algorithm.rawValue), "kid": .string(key.id), "typ": "JWT"]
        let signed = [header, claims].map { Base64URL.encode(JSONValue.object($0).serialized()) }.joined(separator: ".")
        guard let signature = key.signature(for: Array(signed.utf8)) else {
            preconditionFailure("TokenIssuer: its key cannot sign")
        }
        let token = "\(signed).\(Base64URL.encode(signature))"
        guard token.utf8.count <= StrictToken.maxBytes else {
            throw RegistryError(
                .invalidRequest, "the token is longer than \(StrictToken.maxBytes) bytes: too many groups")
        }
        return token
    }
}
