import CryptoExtras
import Foundation
import RegistryAccess
import RegistryCore
import Testing

@Suite struct TokenKeysTests {
    private static let k = TokenForge.base64url(TokenForge.secret)

    private func fault(_ document: String) -> String {
        do throws(TokenKeysError) { return "\(try TokenKeys(parsing: Array(document.utf8)).all.count) keys" } catch {
            return error.description
        }
    }

    @Test func readsAKeySet() throws {
        let rsa = try #require(TokenForge.rsa)
        let numbers = try rsa.publicKey.getKeyPrimitives()
        let (n, e) = (TokenForge.base64url(numbers.modulus), TokenForge.base64url(numbers.publicExponent))
        let pem = rsa.publicKey.pemRepresentation.replacingOccurrences(of: "\n", with: "\\n")
        let pkcs1 = rsa.publicKey.pkcs1PEMRepresentation.replacingOccurrences(of: "\n", with: "\\n")
        let document = """
            {"keys": [
                {"kid": "a", "kty": "RSA", "alg": "RS256", "use": "sig", "n": "\(n)", "e": "\(e)", "x5t": "passed over"},
                {"kid": "b", "alg": "HS256", "k": "\(Self.k)", "key_ops": ["verify"]},
                {"kid": "c", "kty": "oct", "alg": "HS256", "k": "\(Self.k)"},
                {"kid": "d", "alg": "RS256", "pem": "\(pem)"},
                {"kid": "e", "alg": "RS256", "pem": "\(pkcs1)"}
            ]}
            """
        let keys = try TokenKeys(parsing: Array(document.utf8))
        #expect(keys.all.map(\.id) == ["a", "b", "c", "d", "e"])
        #expect(keys.all.map(\.algorithm) == [.rs256, .hs256, .hs256, .rs256, .rs256])
        #expect(keys.issuing?.id == "b")
        #expect(keys.key("c")?.id == "c")
        #expect(keys.key("") == nil)
        #expect(keys.key("a\u{301}") == nil)
    }

    @Test(arguments: [
        ("", "token keys: unexpected end of the JSON text at line 1, column 1"),
        ("[]", "token keys: the document is not an object with the list 'keys'"),
        (#"{"keys":{}}"#, "token keys: the document is not an object with the list 'keys'"),
        (#"{"keys":[]}"#, "token keys: 'keys' has 1 to 1000 keys, not 0"),
        (#"{"keys":[1]}"#, "token keys: keys[0]: it is not an object"),
        (#"{"keys":[{"alg":"HS256","k":"\#(k)"}]}"#, "token keys: keys[0]: 'kid' is missing"),
        (#"{"keys":[{"kid":1,"alg":"HS256","k":"\#(k)"}]}"#, "token keys: keys[0]: 'kid' is not a string"),
        (
            #"{"keys":[{"kid":"","alg":"HS256","k":"\#(k)"}]}"#,
            "token keys: keys[0] (''): 'kid' has 1 to 64 bytes and no control characters"
        ),
        (#"{"keys":[{"kid":"a","k":"\#(k)"}]}"#, "token keys: keys[0] ('a'): 'alg' is missing"),
        (
            #"{"keys":[{"kid":"a","alg":"none"}]}"#,
            "token keys: keys[0] ('a'): 'alg' is 'none', neither 'HS256' nor 'RS256'"
        ),
        (#"{"keys":[{"kid":"a","alg":"HS256"}]}"#, "token keys: keys[0] ('a'): 'k' is missing"),
        (
            #"{"keys":[{"kid":"a","alg":"HS256","k":"AAA="}]}"#,
            "token keys: keys[0] ('a'): 'k' is not unpadded base64url"
        ),
        (
            #"{"keys":[{"kid":"a","alg":"HS256","k":"AAAA"}]}"#,
            "token keys: keys[0] ('a'): the secret has 3 bytes; HS256 needs at least 32"
        ),
        (
            #"{"keys":[{"kid":"a","alg":"HS256","kty":"RSA","k":"\#(k)"}]}"#,
            "token keys: keys[0] ('a'): 'kty' is 'RSA'; a key for HS256 has 'oct'"
        ),
        (
            #"{"keys":[{"kid":"a","alg":"RS256","k":"\#(k)"}]}"#,
            "token keys: keys[0] ('a'): 'k' is no member of a key for RS256"
        ),
        (
            #"{"keys":[{"kid":"a","alg":"HS256","k":"\#(k)","n":"AQAB"}]}"#,
            "token keys: keys[0] ('a'): 'n' is no member of a key for HS256"
        ),
        (
            #"{"keys":[{"kid":"a","alg":"RS256","n":"AQAB","e":"AQAB"}]}"#,
            "token keys: keys[0] ('a'): 'n' and 'e' are no RSA public key of at least 2048 bits"
        ),
        (#"{"keys":[{"kid":"a","alg":"RS256","n":"AQAB"}]}"#, "token keys: keys[0] ('a'): 'e' is missing"),
        (
            #"{"keys":[{"kid":"a","alg":"RS256","pem":"-----BEGIN"}]}"#,
            "token keys: keys[0] ('a'): 'pem' is no RSA public key of at least 2048 bits"
        ),
        (
            #"{"keys":[{"kid":"a","alg":"RS256","pem":"x","n":"AQAB"}]}"#,
            "token keys: keys[0] ('a'): it has 'pem', and 'n' or 'e' too"
        ),
        (
            #"{"keys":[{"kid":"a","alg":"HS256","use":"enc","k":"\#(k)"}]}"#,
            "token keys: keys[0] ('a'): 'use' is 'enc'; only keys for 'sig' verify tokens"
        ),
        (
            #"{"keys":[{"kid":"a","alg":"HS256","key_ops":["sign"],"k":"\#(k)"}]}"#,
            "token keys: keys[0] ('a'): 'key_ops' is not a list with 'verify'"
        ),
        (
            #"{"keys":[{"kid":"a","alg":"RS256","d":"AQAB","n":"AQAB","e":"AQAB"}]}"#,
            "token keys: keys[0] ('a'): it holds the private member 'd'; only the public key belongs here"
        ),
        (
            #"{"keys":[{"kid":"a","alg":"HS256","k":"\#(k)"},{"kid":"a","alg":"HS256","k":"\#(k)"}]}"#,
            "token keys: keys[1] ('a'): another key has this 'kid'"
        ),
        (
            #"{"keys":[{"kid":"a","alg":"HS256","k":"\#(k)","k":"\#(k)"}]}"#,
            #"token keys: duplicate key "k" at line 1, column 85"#
        ),
    ])
    func faultsNameTheKeyAndTheMember(_ document: String, _ expected: String) {
        #expect(fault(document) == expected)
    }

    @Test func refusesWeakAndPrivateRSAKeys() throws {
        let weak = try _RSA.Signing.PrivateKey(unsafeKeySize: .init(bitCount: 1_024))
        #expect(throws: TokenKeysError.self) { try TokenKey(id: "weak", pem: weak.publicKey.pemRepresentation) }
        let rsa = try #require(TokenForge.rsa)
        #expect(throws: TokenKeysError.self) { try TokenKey(id: "private", pem: rsa.pemRepresentation) }
        let error = #expect(throws: TokenKeysError.self) { try TokenKey(id: "e", modulus: [0], exponent: [3]) }
        #expect(error?.location.isEmpty == true)
    }

    @Test func showsNoSecret() throws {
        let keys = try TokenForge.keys()
        var dumped = ""
        dump(keys, to: &dumped)
        let secret = TokenForge.secret.map(String.init)
        for text in ["\(keys)", "\(keys.all)", String(reflecting: keys), dumped] {
            #expect(!text.contains(Self.k))
            #expect(!text.contains(secret.prefix(3).joined(separator: ", ")))
            #expect(!text.contains("SecureBytes"))
        }
        #expect("\(keys.all[0])" == "HS256 key main")
    }

    @Test func aNewInstancesDocumentIsReadBack() throws {
        let document = TokenKeys.document(id: "dev", secret: TokenForge.secret)
        let key = try #require(TokenKeys(parsing: document).issuing)
        #expect(key.id == "dev")
    }
}
