internal import JSONDocument
package import RegistryCore

/// What a token says, read by type and not yet believed (`spec/rest-api.md` 3.3).
package struct TokenClaims: Sendable {
    /// `jti`: 1 to 256 bytes.
    package let tokenID: String
    /// `exp`, to the millisecond below.
    package let expires: Timestamp
    /// `nbf`.
    package let notBefore: Timestamp?
    /// `iss`.
    package let issuer: String?
    /// `aud`, which is one string or a list of them.
    package let audiences: [String]
    /// `azp`; nil when it is absent or empty.
    package let authorizedParty: String?
    /// `client_id`, else `clientId`; nil when both are absent or empty.
    package let clientID: String?
    /// `preferred_username` as it came.
    package let userName: String?
    /// `groups` as they came.
    package let groups: [String]
    /// `typ`, by which Keycloak tells access tokens (`Bearer`) from others.
    let type: String?
    /// `resource_access`: roles by client, looked into only once the signature is known to be good.
    let resourceAccess: JSONValue?

    init(_ claims: JSONObject) throws(RegistryError) {
        guard let id = try Self.text("jti", in: claims), !id.isEmpty else { throw .malformed("'jti' is missing") }
        guard id.utf8.count <= 256 else { throw .malformed("'jti' is longer than 256 bytes") }
        guard let expires = try Self.time("exp", in: claims) else { throw .malformed("'exp' is missing") }
        tokenID = id
        self.expires = expires
        notBefore = try Self.time("nbf", in: claims)
        // An `iat` in the future is no fault, or every token of gh2jwt would be refused; but it is a time.
        _ = try Self.time("iat", in: claims)
        issuer = try Self.text("iss", in: claims)
        if let audience = claims["aud"]?.stringValue {
            audiences = [audience]
        } else {
            audiences = try Self.texts("aud", in: claims, else: "is neither a string nor a list of strings")
        }
        authorizedParty = try Self.name("azp", in: claims)
        let (snake, camel) = (try Self.name("client_id", in: claims), try Self.name("clientId", in: claims))
        clientID = snake ?? camel
        userName = try Self.text("preferred_username", in: claims)
        groups = try Self.texts("groups", in: claims, else: "is not a list of strings")
        type = try Self.text("typ", in: claims)
        resourceAccess = claims["resource_access"]
    }

    private static func text(_ name: String, in claims: JSONObject) throws(RegistryError) -> String? {
        guard let value = claims[name] else { return nil }
        guard let text = value.stringValue else { throw .malformed("'\(name)' is not a string") }
        return text
    }

    private static func name(_ name: String, in claims: JSONObject) throws(RegistryError) -> String? {
        guard let text = try text(name, in: claims), !text.isEmpty else { return nil }
        return text
    }

    private static func texts(
        _ name: String, in claims: JSONObject, else fault: String
    ) throws(RegistryError) -> [String] {
        guard let value = claims[name] else { return [] }
        let texts = value.arrayValue.map { $0.compactMap(\.stringValue) }
        guard let texts, texts.count == value.arrayValue?.count else { throw .malformed("'\(name)' \(fault)") }
        return texts
    }

    /// A NumericDate (RFC 7519, section 2), fractions allowed; gh2jwt writes milliseconds, which begin at 1e11.
    private static func time(_ name: String, in claims: JSONObject) throws(RegistryError) -> Timestamp? {
        guard let value = claims[name] else { return nil }
        guard let number = value.doubleValue else { throw .malformed("'\(name)' is not a number") }
        guard number >= 0, number <= 1e14 else { throw .malformed("'\(name)' is not a time of this age") }
        return Timestamp(milliseconds: Int64((number > 1e11 ? number : number * 1_000).rounded(.down)))
    }
}

extension RegistryError {
    fileprivate static func malformed(_ fault: String) -> Self { .invalidToken("malformed token claims: \(fault)") }

    /// A 400 in the words of `spec/rest-api.md` 3.2.
    static func invalidToken(_ fault: String) -> Self { RegistryError(.invalidToken, "Invalid token, \(fault)") }
}
