package import RegistryCore

/// Bearer token → identity. It keeps nothing between tokens: a bad one cannot spoil the next.
package struct TokenVerifier: Sendable {
    private let keys: TokenKeys
    private let rules: TokenRules

    package init(keys: TokenKeys, rules: TokenRules) {
        self.keys = keys
        self.rules = rules
    }

    /// Returns who sends a request with this `Authorization` header; anonymous without one, and for other schemes.
    ///
    /// A bearer token that does not pass is an error, even where anybody may come in: an expired token does not become an
    /// anonymous caller (`spec/rest-api.md` 3.1).
    ///
    /// - Throws: the first check that fails, in the order of `spec/rest-api.md` 3.2: `.invalidToken`, for malformed roles
    ///   `.forbidden`.
    package func verify(authorization: String?, now: Timestamp) async throws(RegistryError) -> Identity {
        guard let text = try authorization.flatMap(Self.bearerToken) else { return .anonymous }
        let token = try StrictToken(parsing: text)
        guard let key = keys.key(token.keyID) else {
            throw .invalidToken("unknown public key '\(Shown(token.keyID))'")
        }
        // The key says how it is used, never the header (RFC 8725, section 3.1).
        guard key.algorithm == token.algorithm else {
            throw .invalidToken("signature verification failed: the key is not for \(token.algorithm.rawValue)")
        }
        guard key.isValid(token.signature, for: token.signedBytes) else {
            throw .invalidToken("signature verification failed")
        }
        return try rules.identity(of: token.claims, now: now)
    }

    /// The token of a header of the scheme `Bearer`, in any case; nil for other schemes.
    private static func bearerToken(in header: String) throws(RegistryError) -> String? {
        let isBlank: (UInt8) -> Bool = { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
        var bytes = Array(header.utf8)[...]
        bytes = bytes.drop(while: isBlank)
        while let last = bytes.last, isBlank(last) { bytes.removeLast() }
        let scheme = bytes.prefix { !isBlank($0) }.map { (65...90).contains($0) ? $0 | 0x20 : $0 }
        guard scheme.starts(with: "bearer".utf8) else { return nil }
        guard scheme.count == 6 else { throw .invalidToken("malformed token: a blank is missing after 'Bearer'") }
        return String(decoding: bytes.dropFirst(6).drop(while: isBlank), as: UTF8.self)
    }
}
