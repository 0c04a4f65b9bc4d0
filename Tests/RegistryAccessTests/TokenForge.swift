import Crypto
import CryptoExtras
import Foundation
import RegistryAccess
import RegistryCore

/// Makes tokens of any shape, well signed or not: the issuer and the attacker of these tests.
enum TokenForge {
    static let now = Timestamp(milliseconds: 1_795_264_496_789)
    static let secret = Array("a secret of thirty-two bytes …".utf8)
    static let otherSecret = [UInt8](repeating: 7, count: 32)
    static let rsa: _RSA.Signing.PrivateKey? = try? _RSA.Signing.PrivateKey(keySize: .bits2048)

    static let rules = TokenRules(client: "vitrine", knownClients: ["cli"], roleClients: ["robot"])

    static func keys() throws -> TokenKeys {
        var keys = [
            try TokenKey(id: "main", secret: secret), try TokenKey(id: "other", secret: otherSecret),
        ]
        if let rsa { keys.append(try TokenKey(id: "rsa", pem: rsa.publicKey.pemRepresentation)) }
        return try TokenKeys(keys)
    }
    static func verifier(_ rules: TokenRules = rules) throws -> TokenVerifier {
        TokenVerifier(keys: try keys(), rules: rules)
    }

    static let header = #"{"alg":"HS256","kid":"main","typ":"JWT"}"#
    static let rsaHeader = #"{"alg":"RS256","kid":"rsa","typ":"JWT"}"#

    /// Claims that pass, with members replaced, removed (nil) or added, each given as JSON text.
    static func claims(_ changes: [String: String?] = [:]) -> String {
        var members: [String: String] = [
            "jti": #""j1""#, "exp": "1795268096", "azp": #""vitrine""#, "preferred_username": #""ann""#,
            "resource_access": #"{"vitrine":{"roles":["uploader","offline_access"]}}"#,
        ]
        for (key, value) in changes { members[key] = value }
        return "{" + members.sorted { $0.key < $1.key }.map { "\"\($0.key)\":\($0.value)" }.joined(separator: ",") + "}"
    }

    static func base64url(_ bytes: some Sequence<UInt8>) -> String {
        Data(bytes).base64EncodedString().replacingOccurrences(of: "+", with: "-").replacingOccurrences(
            of: "/", with: "_"
        )
        .replacingOccurrences(of: "=", with: "")
    }

    /// A token signed by HMAC, whatever its header says.
    static func token(_ header: String = header, _ claims: String = claims(), secret: [UInt8] = secret) -> String {
        signed(base64url(header.utf8) + "." + base64url(claims.utf8), secret: secret)
    }
    static func signed(_ text: String, secret: [UInt8] = secret) -> String {
        text + "." + base64url(HMAC<SHA256>.authenticationCode(for: Data(text.utf8), using: SymmetricKey(data: secret)))
    }
    /// A token signed by RS256.
    static func rsaToken(_ header: String = rsaHeader, _ claims: String = claims()) throws -> String {
        let text = base64url(header.utf8) + "." + base64url(claims.utf8)
        guard let rsa else { throw CocoaError(.featureUnsupported) }
        let signature = try rsa.signature(for: SHA256.hash(data: Data(text.utf8)), padding: .insecurePKCS1v1_5)
        return text + "." + base64url(signature.rawRepresentation)
    }

    /// What a verifier says to a token: the user, or the code and the reason.
    static func verdict(_ token: String, rules: TokenRules = rules, now: Timestamp = now) async throws -> String {
        let verifier = try verifier(rules)
        do throws(RegistryError) {
            return try await verifier.verify(authorization: "Bearer \(token)", now: now).user ?? "anonymous"
        } catch {
            return error.description
        }
    }
}
