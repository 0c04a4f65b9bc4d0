internal import Crypto
internal import CryptoExtras

/// How a token may be signed; nothing else is, whatever its header says.
package enum TokenAlgorithm: String, Sendable, Hashable, CaseIterable {
    /// HMAC with SHA-256: whoever can check a token can make one.
    case hs256 = "HS256"
    /// RSASSA-PKCS1-v1_5 with SHA-256.
    case rs256 = "RS256"
}

/// A configured key that verifies tokens of exactly one algorithm; it never prints its secret.
package struct TokenKey: Sendable, CustomStringConvertible, CustomReflectable {
    package static let maxIDBytes = 64
    /// RFC 7518, section 3.2: as long as the hash, at least.
    package static let minSecretBytes = 32

    private enum Material: Sendable {
        case secret(SymmetricKey)
        case publicKey(_RSA.Signing.PublicKey)
    }
    /// `kid`: 1 to 64 bytes without control characters.
    package let id: String
    private let material: Material

    /// A key for HS256.
    ///
    /// - Parameter secret: at least 32 bytes.
    package init(id: String, secret: [UInt8]) throws(TokenKeysError) {
        guard secret.count >= Self.minSecretBytes else {
            throw TokenKeysError("the secret has \(secret.count) bytes; HS256 needs at least \(Self.minSecretBytes)")
        }
        try self.init(id, .secret(SymmetricKey(data: secret)))
    }

    /// A key for RS256 from its numbers, big-endian; of at least 2 048 bits.
    package init(id: String, modulus: [UInt8], exponent: [UInt8]) throws(TokenKeysError) {
        let key: _RSA.Signing.PublicKey
        do { key = try _RSA.Signing.PublicKey(n: modulus, e: exponent) } catch {
            throw TokenKeysError("'n' and 'e' are no RSA public key of at least 2048 bits")
        }
        try self.init(id, .publicKey(key))
    }

    /// A key for RS256 from a PEM text, `PUBLIC KEY` or `RSA PUBLIC KEY`; of at least 2 048 bits.
    package init(id: String, pem: String) throws(TokenKeysError) {
        let key: _RSA.Signing.PublicKey
        do { key = try _RSA.Signing.PublicKey(pemRepresentation: pem) } catch {
            throw TokenKeysError("'pem' is no RSA public key of at least 2048 bits")
        }
        try self.init(id, .publicKey(key))
    }

    private init(_ id: String, _ material: Material) throws(TokenKeysError) {
        guard (1...Self.maxIDBytes).contains(id.utf8.count),
            id.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control })
        else { throw TokenKeysError("'kid' has 1 to \(Self.maxIDBytes) bytes and no control characters") }
        if case .publicKey(let key) = material, key.keySizeInBits > 8_192 {
            throw TokenKeysError("the RSA key has \(key.keySizeInBits) bits, more than 8192")
        }
        self.id = id
        self.material = material
    }

    package var algorithm: TokenAlgorithm {
        switch material {
        case .secret: .hs256
        case .publicKey: .rs256
        }
    }

    /// Compares in a time that does not depend on where a signature differs.
    func isValid(_ signature: [UInt8], for bytes: [UInt8]) -> Bool {
        switch material {
        case .secret(let key): HMAC<SHA256>.isValidAuthenticationCode(signature, authenticating: bytes, using: key)
        case .publicKey(let key):
            key.isValidSignature(
                .init(rawRepresentation: signature), for: SHA256.hash(data: bytes), padding: .insecurePKCS1v1_5)
        }
    }

    /// Nil for a public key, which cannot sign.
    func signature(for bytes: [UInt8]) -> [UInt8]? {
        guard case .secret(let key) = material else { return nil }
        return Array(HMAC<SHA256>.authenticationCode(for: bytes, using: key))
    }

    package var description: String { "\(algorithm.rawValue) key \(id)" }
    package var customMirror: Mirror { Mirror(self, children: ["id": id, "algorithm": algorithm.rawValue]) }
}
