internal import JSONDocument

/// The keys that an instance trusts, by `kid`: fixed when it starts, so that no token can change them.
///
/// There is no default key; a token without a known `kid` is refused.
package struct TokenKeys: Sendable {
    package static let maxBytes = 1 << 20
    /// In the order of the configuration.
    package let all: [TokenKey]
    private let byID: [[UInt8]: TokenKey]

    /// - Throws: when two keys have the same `kid`.
    package init(_ keys: [TokenKey]) throws(TokenKeysError) {
        var byID: [[UInt8]: TokenKey] = [:]
        for (index, key) in keys.enumerated() {
            guard byID.updateValue(key, forKey: Array(key.id.utf8)) == nil else {
                throw TokenKeysError("another key has this 'kid'", at: "keys[\(index)] ('\(key.id)')")
            }
        }
        all = keys
        self.byID = byID
    }

    /// Reads a JSON Web Key Set (RFC 7517) of 1 to 1 000 keys.
    ///
    /// Each has `kid`, `alg` and its material: for HS256 `k`, for RS256 `n` and `e`, or `pem` instead of the two. `kty`,
    /// `use` and `key_ops` may be absent; other members are passed over, but for private ones, which are refused.
    ///
    /// - Throws: the first fault, naming the key and the member.
    package init(parsing bytes: [UInt8]) throws(TokenKeysError) {
        let document: JSONValue
        do throws(JSONError) {
            document = try JSONValue(parsing: bytes, limits: JSONLimits(maxBytes: Self.maxBytes, maxDepth: 8))
        } catch {
            throw TokenKeysError("\(error)")
        }
        guard let list = document["keys"]?.arrayValue else {
            throw TokenKeysError("the document is not an object with the list 'keys'")
        }
        guard (1...1_000).contains(list.count) else {
            throw TokenKeysError("'keys' has 1 to 1000 keys, not \(list.count)")
        }
        var keys: [TokenKey] = []
        for (index, value) in list.enumerated() {
            let id = value["kid"]?.stringValue.map { " ('\(Shown($0))')" } ?? ""
            do throws(TokenKeysError) {
                keys.append(try TokenKey(jwk: value))
            } catch {
                throw TokenKeysError(error.reason, at: "keys[\(index)]\(id)")
            }
        }
        try self.init(keys)
    }

    package func key(_ id: String) -> TokenKey? { byID[Array(id.utf8)] }

    /// The first key that can sign, for tokens of this instance's own making.
    package var issuing: TokenKey? { all.first { $0.algorithm == .hs256 } }

    /// The text of a key set with one secret, for a new instance.
    ///
    /// - Parameter secret: at least 32 bytes, random.
    package static func document(id: String, secret: [UInt8]) -> [UInt8] {
        let key: JSONObject = [
            "kid": .string(id), "kty": "oct", "alg": .string(TokenAlgorithm.hs256.rawValue),
            "k": .string(Base64URL.encode(secret)),
        ]
        return JSONValue.object(["keys": .array([.object(key)])]).serialized(pretty: true)
    }
}

extension TokenKey {
    /// Reads one JSON Web Key.
    fileprivate init(jwk value: JSONValue) throws(TokenKeysError) {
        guard let key = value.objectValue else { throw TokenKeysError("it is not an object") }
        guard let id = try key.text("kid") else { throw TokenKeysError("'kid' is missing") }
        guard let name = try key.text("alg") else { throw TokenKeysError("'alg' is missing") }
        guard let algorithm = TokenAlgorithm(rawValue: name) else {
            throw TokenKeysError("'alg' is '\(Shown(name))', neither 'HS256' nor 'RS256'")
        }
        if let use = try key.text("use"), !["sig"].contains(bytesOf: use) {
            throw TokenKeysError("'use' is '\(Shown(use))'; only keys for 'sig' verify tokens")
        }
        if let operations = key["key_ops"] {
            guard operations.arrayValue?.contains("verify") == true else {
                throw TokenKeysError("'key_ops' is not a list with 'verify'")
            }
        }
        for name in ["d", "p", "q", "dp", "dq", "qi", "oth"] where key[name] != nil {
            throw TokenKeysError("it holds the private member '\(name)'; only the public key belongs here")
        }
        let (type, material) = algorithm == .hs256 ? ("oct", ["k"]) : ("RSA", ["n", "e", "pem"])
        if let kty = try key.text("kty"), !kty.utf8.elementsEqual(type.utf8) {
            throw TokenKeysError("'kty' is '\(Shown(kty))'; a key for \(name) has '\(type)'")
        }
        for name in ["k", "n", "e", "pem"] where key[name] != nil && !material.contains(name) {
            throw TokenKeysError("'\(name)' is no member of a key for \(algorithm.rawValue)")
        }
        switch algorithm {
        case .hs256: try self.init(id: id, secret: key.bytes("k"))
        case .rs256:
            if let pem = try key.text("pem") {
                guard key["n"] == nil, key["e"] == nil else { throw TokenKeysError("it has 'pem', and 'n' or 'e' too") }
                try self.init(id: id, pem: pem)
            } else {
                try self.init(id: id, modulus: key.bytes("n"), exponent: key.bytes("e"))
            }
        }
    }
}

extension JSONObject {
    fileprivate func text(_ name: String) throws(TokenKeysError) -> String? {
        guard let value = self[name] else { return nil }
        guard let text = value.stringValue else { throw TokenKeysError("'\(name)' is not a string") }
        return text
    }
    fileprivate func bytes(_ name: String) throws(TokenKeysError) -> [UInt8] {
        guard let text = try text(name) else { throw TokenKeysError("'\(name)' is missing") }
        guard let bytes = Base64URL.decode(text.utf8), !bytes.isEmpty else {
            throw TokenKeysError("'\(name)' is not unpadded base64url")
        }
        return bytes
    }
}
