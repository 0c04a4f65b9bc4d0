internal import Crypto
package import RegistryCore

/// Signs and checks `X-ADB-Credential`: a text in a URL that stands in for rights on one method and path.
///
/// The text is `v1.<payload>.<mac>` in base64url, so that it needs no escaping. The payload holds the signing key's id, the
/// end, the subject and the signed parameters; the MAC (HMAC-SHA-256) is over the method, the path and the payload, each
/// with its length. Nothing is stored: a credential works until its end, and retiring its key ends it sooner. Where the
/// reference differs and why: `spec/reference-backend.md` W-11 to W-15.
package struct CredentialSigner: Sendable {
    /// The query parameter that carries a credential.
    package static let parameter = "X-ADB-Credential"
    private static let maxBytes = 32 << 10

    let keys: SigningKeyRing

    package init(keys: SigningKeyRing) { self.keys = keys }

    /// Returns a credential for `method` on `path`, sent with `parameters` or fewer.
    ///
    /// - Parameters:
    ///   - path: as the router sees it: decoded or not, but as in `verify`, and without the proxy's prefix.
    ///   - parameters: decoded, each name once.
    ///   - subject: whose name and groups the request will have; roles are not carried.
    ///   - expires: the first moment at which it is refused, rounded up to a whole second.
    package func issue(
        method: String, path: String, parameters: [(name: String, value: String)] = [], subject: Identity,
        expires: Timestamp
    ) -> String {
        let (seconds, rest) = expires.milliseconds.quotientAndRemainder(dividingBy: 1_000)
        var payload = FieldWriter()
        payload.field(keys.current.id.utf8)
        payload.integer(rest > 0 ? seconds + 1 : seconds)
        payload.texts(subject.user.map { [$0] } ?? [])
        payload.texts(subject.groups)
        payload.texts(parameters.flatMap { [$0.name, $0.value] })
        let code = HMAC<SHA256>.authenticationCode(
            for: Self.signedBytes(method, path, payload.bytes), using: SymmetricKey(data: keys.current.secret))
        return "v1.\(Base64URL.encode(payload.bytes)).\(Base64URL.encode(Array(code)))"
    }

    /// Returns what a credential grants to the request that carries it.
    ///
    /// - Parameter query: every parameter of the request, decoded, in any order; the credential's own is passed over.
    /// - Throws: `.forbidden`: one text for whatever is not a credential of ours for this method and path, others for one that
    ///   has expired, a signed parameter with another value, and a parameter that is sent twice.
    package func verify(
        _ text: String, method: String, path: String, query: [(String, String)], now: Timestamp
    ) throws(RegistryError) -> VerifiedCredential {
        guard let (payload, code) = Self.parts(text), let ticket = Ticket(payload), let key = keys.key(ticket.keyID),
            HMAC<SHA256>.isValidAuthenticationCode(
                code, authenticating: Self.signedBytes(method, path, payload), using: SymmetricKey(data: key.secret))
        else { throw RegistryError(.forbidden, "Forbidden, Credential is not valid for this request") }
        let (seconds, rest) = now.milliseconds.quotientAndRemainder(dividingBy: 1_000)
        guard (rest < 0 ? seconds - 1 : seconds) < ticket.expires else {
            throw RegistryError(.forbidden, "Forbidden, Credential has expired")
        }
        var seen: Set<[UInt8]> = []
        var unsigned: [String] = []
        for (name, value) in query {
            guard seen.insert(Array(name.utf8)).inserted else {
                throw RegistryError(.forbidden, "Forbidden, '\(Shown(name))' is sent twice")
            }
            if name.utf8.elementsEqual(Self.parameter.utf8) { continue }
            guard let signed = ticket.parameters.first(where: { $0.name.utf8.elementsEqual(name.utf8) }) else {
                unsigned.append(name)
                continue
            }
            guard value.utf8.elementsEqual(signed.value.utf8) else {
                throw RegistryError(.forbidden, "Forbidden, '\(Shown(name))' is not what was signed")
            }
        }
        return VerifiedCredential(
            identity: Identity(user: ticket.user, groups: ticket.groups, isPresigned: true),
            parameters: ticket.parameters, unsignedParameters: unsigned)
    }

    private static func signedBytes(_ method: String, _ path: String, _ payload: [UInt8]) -> [UInt8] {
        var fields = FieldWriter()
        // First what this is, since the ring's keys sign other things too.
        fields.texts(["vitrine credential v1", method, path])
        fields.field(payload)
        return fields.bytes
    }

    private static func parts(_ text: String) -> (payload: [UInt8], code: [UInt8])? {
        guard text.utf8.count <= maxBytes else { return nil }
        let parts = Array(text.utf8).split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].elementsEqual("v1".utf8), let payload = Base64URL.decode(parts[1]),
            let code = Base64URL.decode(parts[2])
        else { return nil }
        return (payload, code)
    }
}

/// The payload of a credential, read before its MAC is checked, for the key's id.
private struct Ticket {
    let keyID: String
    /// In seconds since 1970.
    let expires: Int64
    let user: String?
    let groups: [String]
    let parameters: [(name: String, value: String)]

    init?(_ payload: [UInt8]) {
        var fields = FieldReader(payload)
        guard let keyID = fields.text(), let expires = fields.integer(), let users = fields.texts(), users.count <= 1,
            let groups = fields.texts(), let flat = fields.texts(), flat.count.isMultiple(of: 2), fields.isAtEnd
        else { return nil }
        self.keyID = keyID
        self.expires = expires
        user = users.first
        self.groups = groups
        parameters = stride(from: 0, to: flat.count, by: 2).map { (flat[$0], flat[$0 + 1]) }
    }
}
