internal import Crypto
package import RegistryCore

/// Signs and verifies the URLs at which this registry itself serves objects.
///
/// `<base>/objects/<key>?X-Vitrine-Method=…&X-Vitrine-Expires=…&X-Vitrine-Signature=…`: HMAC-SHA-256 over the method,
/// the key, the expiry, the limits and the id of the signing key, each with its length before it, so that no two requests
/// have the same bytes to sign.
package struct ObjectURLSigner: Sendable {
    private let keys: SigningKeyRing
    private let base: String

    /// - Parameter base: the public URL of this registry, as in `https://host/prefix`.
    package init(keys: SigningKeyRing, base: String) {
        self.keys = keys
        self.base = String(base.reversed().drop { $0 == "/" }.reversed())
    }

    package func uploadURL(for key: ObjectKey, grant: UploadGrant) -> String {
        url(
            SignedObjectFields(
                method: .put, key: key, expires: seconds(grant.expires), limit: grant.maxBytes, md5: grant.md5?.hex,
                filename: nil, contentType: nil, signingKey: keys.current.id))
    }

    package func downloadURL(
        for key: ObjectKey, expires: Timestamp, filename: String?, contentType: String?
    ) -> String {
        url(
            SignedObjectFields(
                method: .get, key: key, expires: seconds(expires), limit: nil, md5: nil, filename: filename,
                contentType: contentType, signingKey: keys.current.id))
    }

    /// Checks a request against the signature in its URL.
    ///
    /// - Parameters:
    ///   - method: of the request; `HEAD` counts as `GET`.
    ///   - key: what follows `/objects/` in the path, percent-decoded.
    ///   - query: every parameter, percent-decoded. One that is unknown or repeated is refused.
    /// - Throws: `.invalid` for an unknown signing key as for a wrong signature; `.expired` and `.wrongMethod` only
    ///   when the signature is right.
    package func verify(
        method: String, path key: String, query: [(String, String)], now: Timestamp
    ) throws(SignatureError) -> VerifiedObjectRequest {
        let (fields, signature) = try SignedObjectFields.parse(key: key, query: query)
        let signingKey = keys.key(fields.signingKey)
        // An unknown key costs the same time as a wrong signature.
        let expected = authenticationCode(of: fields, secret: (signingKey ?? keys.current).secret)
        guard haveEqualBytes(signature, expected), signingKey != nil else { throw .invalid }
        let request = try fields.request()
        guard now < request.expires else { throw .expired(request.expires) }
        guard method == request.method.rawValue || (request.method == .get && method == "HEAD") else {
            throw .wrongMethod(allowed: request.method.rawValue)
        }
        return request
    }

    private func url(_ fields: SignedObjectFields) -> String {
        let signature = authenticationCode(of: fields, secret: keys.current.secret)
        var parameters = fields.parameters
        parameters.append((.signature, Base64Code.url.encode(signature)))
        let query = parameters.map { "\($0.rawValue)=\(PercentCode.encode($1))" }.joined(separator: "&")
        return "\(base)/objects/\(PercentCode.encode(fields.key.description, keepingSlashes: true))?\(query)"
    }

    private func authenticationCode(of fields: SignedObjectFields, secret: [UInt8]) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: fields.bytesToSign, using: SymmetricKey(data: secret)))
    }

    /// Takes the same time wherever the first difference is.
    private func haveEqualBytes(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        guard left.count == right.count else { return false }
        return zip(left, right).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }

    private func seconds(_ moment: Timestamp) -> Int64 { max(0, moment.milliseconds) / 1_000 }
}
