internal import Crypto
package import RegistryCore

/// Cursors: places in a walk that a client carries from page to page, signed by the same ring.
///
/// The text is `c1.<key and payload>.<mac>` in base64url. The MAC (HMAC-SHA-256) is over who the caller is, the key's id and
/// the payload, each with its length, so that a cursor is good for one caller of one instance and as it was handed out. The
/// payload can be read by whoever holds it. It has no end of its own: it works until its key is retired.
extension CredentialSigner {
    /// Bytes of a cursor's text: a query, names of fields and eight sort values at their limits fit.
    package static let maxCursorBytes = 64 << 10

    /// Returns a cursor that only `caller` can use.
    ///
    /// - Parameter caller: by its user's name; anonymous callers are one.
    package func sealCursor(_ payload: [UInt8], for caller: Identity) -> String {
        var sealed = FieldWriter()
        sealed.field(keys.current.id.utf8)
        sealed.field(payload)
        let code = HMAC<SHA256>.authenticationCode(
            for: Self.signedBytes(sealed.bytes, for: caller), using: SymmetricKey(data: keys.current.secret))
        return "c1.\(Base64URL.encode(sealed.bytes)).\(Base64URL.encode(Array(code)))"
    }

    /// Returns the payload of a cursor; nil for whatever is not one of ours for this caller.
    package func openCursor(_ text: String, for caller: Identity) -> [UInt8]? {
        guard text.utf8.count <= Self.maxCursorBytes else { return nil }
        let parts = Array(text.utf8).split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].elementsEqual("c1".utf8), let sealed = Base64URL.decode(parts[1]),
            let code = Base64URL.decode(parts[2])
        else { return nil }
        var fields = FieldReader(sealed)
        guard let id = fields.text(), let payload = fields.text(), fields.isAtEnd, let key = keys.key(id),
            HMAC<SHA256>.isValidAuthenticationCode(
                code, authenticating: Self.signedBytes(sealed, for: caller), using: SymmetricKey(data: key.secret))
        else { return nil }
        return Array(payload.utf8)
    }

    private static func signedBytes(_ sealed: [UInt8], for caller: Identity) -> [UInt8] {
        var fields = FieldWriter()
        // First what this is, since the ring's keys sign other things too.
        fields.texts(["vitrine cursor v1"])
        fields.texts(caller.user.map { [$0] } ?? [])
        fields.field(sealed)
        return fields.bytes
    }
}
