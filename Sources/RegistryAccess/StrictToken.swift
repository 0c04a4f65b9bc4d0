internal import JSONDocument
package import RegistryCore

/// A bearer token taken apart, its signature not yet looked at.
///
/// Stricter than RFC 7515, so that a token has one text and one meaning: compact form of at most 8 KiB, canonical
/// base64url, UTF-8 JSON without duplicate members at most eight levels deep, and in the header nothing but `alg`, `kid`
/// and `typ` (`research/reliability.md` 3.1; `crit`, `b64`, `jku`, `jwk`, `x5u`, `x5c` and `cty` are thus refused).
package struct StrictToken: Sendable {
    package static let maxBytes = 8 << 10

    package let algorithm: TokenAlgorithm
    /// 1 to 64 bytes that mean nothing but themselves: never a path, a URL or a part of a query.
    package let keyID: String
    package let claims: TokenClaims
    /// What the signature is over: the first two segments as they came.
    let signedBytes: [UInt8]
    let signature: [UInt8]

    /// - Throws: `.invalidToken`, naming the part and the member that is wrong; claims are read before the header.
    package init(parsing text: String) throws(RegistryError) {
        let bytes = Array(text.utf8)
        guard !bytes.isEmpty else { throw .invalidToken("malformed token: it is empty") }
        guard bytes.count <= Self.maxBytes else {
            throw .invalidToken("malformed token: it is longer than \(Self.maxBytes) bytes")
        }
        let segments = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard segments.count == 3 else {
            throw .invalidToken("malformed token: it has \(segments.count) parts, not header.claims.signature")
        }
        let header = try Self.object(segments[0], "header")
        claims = try TokenClaims(Self.object(segments[1], "claims"))
        guard let signature = Base64URL.decode(segments[2]), !signature.isEmpty else {
            throw .invalidToken("malformed token signature: it is not unpadded base64url")
        }
        self.signature = signature
        signedBytes = Array(bytes[..<segments[1].endIndex])
        (algorithm, keyID) = try Self.read(header)
    }

    private static func object(_ segment: ArraySlice<UInt8>, _ part: String) throws(RegistryError) -> JSONObject {
        guard let bytes = Base64URL.decode(segment) else {
            throw .invalidToken("malformed token \(part): it is not unpadded base64url")
        }
        let value: JSONValue
        do throws(JSONError) {
            value = try JSONValue(parsing: bytes, limits: JSONLimits(maxBytes: maxBytes, maxDepth: 8))
        } catch {
            throw .invalidToken("malformed token \(part): \(error)")
        }
        guard let object = value.objectValue else {
            throw .invalidToken("malformed token \(part): it is not a JSON object")
        }
        return object
    }

    private static func read(_ header: JSONObject) throws(RegistryError) -> (TokenAlgorithm, String) {
        for (key, _) in header where !["alg", "kid", "typ"].contains(bytesOf: key) {
            throw .invalidToken("malformed token header: the member '\(Shown(key))' is not allowed")
        }
        if let type = header["typ"] {
            guard let name = type.stringValue?.lowercased(), ["jwt", "at+jwt"].contains(bytesOf: name) else {
                throw .invalidToken("malformed token header: 'typ' is neither 'JWT' nor 'at+jwt'")
            }
        }
        guard let name = header["alg"]?.stringValue, let algorithm = TokenAlgorithm(rawValue: name) else {
            throw .invalidToken("malformed token header: 'alg' is neither 'HS256' nor 'RS256'")
        }
        guard let keyID = header["kid"]?.stringValue else {
            throw .invalidToken("unknown public key '': the header has no 'kid'")
        }
        guard (1...TokenKey.maxIDBytes).contains(keyID.utf8.count) else {
            throw .invalidToken("unknown public key '\(Shown(keyID))': 'kid' has 1 to \(TokenKey.maxIDBytes) bytes")
        }
        return (algorithm, keyID)
    }
}
