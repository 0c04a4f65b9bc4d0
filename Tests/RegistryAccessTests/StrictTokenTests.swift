import Crypto
import Foundation
import RegistryAccess
import RegistryCore
import Testing

@Suite struct StrictTokenTests {
    @Test(arguments: [
        TokenForge.header, #"{"alg":"HS256","kid":"main"}"#, #"{"typ":"at+jwt","kid":"main","alg":"HS256"}"#,
        #"{"typ":"AT+JWT","kid":"main","alg":"HS256"}"#, #" { "typ" : "jwt", "kid" : "m\u0061in", "alg" : "HS256" } "#,
    ])
    func acceptsHeaders(_ header: String) async throws {
        #expect(try await TokenForge.verdict(TokenForge.token(header)) == "ann")
    }

    /// Every one of them carries a signature that is right for the key `main`.
    @Test(arguments: [
        #"{"alg":"none","kid":"main"}"#, #"{"alg":"None","kid":"main"}"#, #"{"alg":"","kid":"main"}"#,
        #"{"kid":"main"}"#,
        #"{"alg":"hs256","kid":"main"}"#, #"{"alg":"HS384","kid":"main"}"#, #"{"alg":"HS512","kid":"main"}"#,
        #"{"alg":"ES256","kid":"main"}"#, #"{"alg":"PS256","kid":"main"}"#, #"{"alg":"RS512","kid":"main"}"#,
        #"{"alg":null,"kid":"main"}"#, #"{"alg":["HS256"],"kid":"main"}"#, #"{"alg":256,"kid":"main"}"#,
        #"{"alg":"HS256","kid":"main","crit":["x"]}"#, #"{"alg":"HS256","kid":"main","crit":[]}"#,
        #"{"alg":"HS256","kid":"main","b64":false}"#, #"{"alg":"HS256","kid":"main","b64":true}"#,
        #"{"alg":"HS256","kid":"main","jku":"https://evil.example/jwks"}"#, #"{"alg":"HS256","kid":"main","jwk":{}}"#,
        #"{"alg":"HS256","kid":"main","x5u":"https://evil.example"}"#, #"{"alg":"HS256","kid":"main","x5c":[]}"#,
        #"{"alg":"HS256","kid":"main","cty":"JWT"}"#, #"{"alg":"HS256","kid":"main","zip":"DEF"}"#,
        #"{"alg":"HS256","kid":"main","typ":"not-a-jwt"}"#, #"{"alg":"HS256","kid":"main","typ":"dpop+jwt"}"#,
        #"{"alg":"HS256","kid":"main","typ":1}"#, #"{"alg":"HS256","kid":"main","typ":null}"#,
        #"{"alg":"HS256","kid":"main","kid":"main"}"#, #"{"alg":"none","alg":"HS256","kid":"main"}"#,
        #"{"alg":"HS256"}"#, #"{"alg":"HS256","kid":""}"#, #"{"alg":"HS256","kid":null}"#, #"{"alg":"HS256","kid":1}"#,
        #"{"alg":"HS256","kid":"mai"}"#, #"{"alg":"HS256","kid":"main "}"#, #"{"alg":"HS256","kid":"MAIN"}"#,
        #"{"alg":"HS256","kid":"../../../../dev/null"}"#, #"{"alg":"HS256","kid":"main' OR '1'='1"}"#,
        #"{"alg":"HS256","kid":"main\u0000"}"#, #"{"alg":"HS256","kid":"main\u0301"}"#, "[]", "null", "1", #""HS256""#,
        "{", "",
        #"{"alg":"HS256","kid":"main"}{}"#, "\u{FEFF}" + TokenForge.header, #"{"alg":"HS256",'kid':"main"}"#,
        #"{"alg":"HS256","kid":"main",}"#, #"{"alg":"HS256","kid":"\#(String(repeating: "k", count: 65))"}"#,
    ])
    func refusesHeaders(_ header: String) async throws {
        #expect(try await TokenForge.verdict(TokenForge.token(header)).hasPrefix("invalidToken: Invalid token, "))
    }

    @Test func aHeaderWithoutAKeySaysSo() async throws {
        let verdict = try await TokenForge.verdict(TokenForge.token(#"{"alg":"HS256"}"#))
        #expect(verdict == "invalidToken: Invalid token, unknown public key '': the header has no 'kid'")
        let unknown = try await TokenForge.verdict(TokenForge.token(#"{"alg":"HS256","kid":"x"}"#))
        #expect(unknown == "invalidToken: Invalid token, unknown public key 'x'")
    }

    @Test(arguments: [
        #"{"sub":"a","sub":"b"}"#, #"{"sub":"a","s\u0075b":"b"}"#, "[]", "null", "", "{", "{}{}", "\u{FEFF}{}",
        #"{"a":01}"#,
        #"{"a":NaN}"#, #"{"a":"\ud800"}"#, #"{"a":"\u0000"}"#,
    ])
    func refusesClaimsThatAreNotOneStrictObject(_ claims: String) async throws {
        let prefix = "invalidToken: Invalid token, malformed token claims: "
        #expect(try await TokenForge.verdict(TokenForge.token(TokenForge.header, claims)).hasPrefix(prefix))
        let whole = claims.hasPrefix("{\"") ? TokenForge.claims().dropLast() + "," + claims.dropFirst() : ""
        if !whole.isEmpty {
            #expect(try await TokenForge.verdict(TokenForge.token(TokenForge.header, String(whole))).hasPrefix(prefix))
        }
    }

    @Test func refusesDuplicatesThatAnotherReaderWouldTakeForSomeoneElse() async throws {
        let claims = TokenForge.claims().dropLast() + #","preferred_username":"root"}"#
        let verdict = try await TokenForge.verdict(TokenForge.token(TokenForge.header, String(claims)))
        #expect(verdict.hasPrefix("invalidToken: Invalid token, malformed token claims: duplicate key"))
    }

    @Test func refusesInvalidUTF8() async throws {
        let text =
            TokenForge.base64url(TokenForge.header.utf8) + "." + TokenForge.base64url([0x7B, 0x22, 0xFF, 0x22, 0x7D])
        #expect(try await TokenForge.verdict(TokenForge.signed(text)).contains("claims: invalid UTF-8"))
    }

    @Test func refusesDeepNesting() async throws {
        for depth in [7, 8, 1_000] {
            let nested = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
            let verdict = try await TokenForge.verdict(
                TokenForge.token(TokenForge.header, TokenForge.claims(["x": nested])))
            #expect((verdict == "ann") == (depth == 7), "\(verdict)")
        }
    }

    @Test func refusesMoreThan8KiB() async throws {
        func padded(_ count: Int) -> String {
            TokenForge.token(
                TokenForge.header, TokenForge.claims(["x": "\"" + String(repeating: "x", count: count) + "\""]))
        }
        #expect(try await TokenForge.verdict(padded(5_000)) == "ann")
        #expect(try await TokenForge.verdict(padded(6_500)).contains("longer than 8192 bytes"))
        let flood = String(repeating: ".", count: 1_000_000)
        #expect(try await TokenForge.verdict(flood).contains("longer than 8192 bytes"))
    }

    @Test func aTokenHasThreePartsAndOneText() async throws {
        let token = TokenForge.token()
        let parts = token.split(separator: ".").map(String.init)
        #expect(parts.count == 3)
        var texts = [
            token + ".", "." + token, token + ".x", parts[0] + "." + parts[1], parts[0] + "." + parts[1] + ".", "..",
            ".", "",
            parts[0] + ".." + parts[2], "." + parts[1] + "." + parts[2], token + "=", token + "\n",
            parts[0] + "=." + parts[1] + "." + parts[2], parts[0] + " ." + parts[1] + "." + parts[2],
            "ghp_0123456789abcdef",
            token.replacingOccurrences(of: ".", with: "%2E"),
        ]
        // 32 bytes leave two unused bits in the last character: the other three spellings of the same bytes.
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
        let last = try #require(token.last)
        let value = try #require(alphabet.firstIndex(of: last))
        #expect(value % 4 == 0)
        texts += (1...3).map { String(token.dropLast()) + String(alphabet[value + $0]) }
        for text in texts {
            #expect(
                try await TokenForge.verdict(text).hasPrefix("invalidToken: Invalid token, malformed token"), "\(text)")
        }
        #expect(try await TokenForge.verdict(token + "A").hasSuffix("signature verification failed"))
    }

    @Test func refusesTheStandardAlphabet() async throws {
        // Claims whose encoding has both '-' and '_'.
        let token = TokenForge.token(TokenForge.header, TokenForge.claims(["x": #""???>>>~~~ÿÿÿ""#]))
        #expect(token.contains("-") || token.contains("_"))
        let standard = token.replacingOccurrences(of: "-", with: "+").replacingOccurrences(of: "_", with: "/")
        #expect(try await TokenForge.verdict(standard).contains("is not unpadded base64url"))
    }

    @Test func everyChangedCharacterIsNoticed() async throws {
        let token = Array(TokenForge.token().utf8)
        for index in token.indices {
            for byte in [UInt8(ascii: "A"), UInt8(ascii: "_"), UInt8(ascii: ".")] where byte != token[index] {
                var changed = token
                changed[index] = byte
                let verdict = try await TokenForge.verdict(String(decoding: changed, as: UTF8.self))
                #expect(verdict.hasPrefix("invalidToken: Invalid token, "))
            }
        }
    }

    @Test func noisyBytesAreRefusedAndNothingElse() async throws {
        let verifier = try TokenForge.verifier()
        for round in 0..<500 {
            // The digest of a counter: bytes without order that are the same in every run.
            let noise = Array(SHA256.hash(data: Data("\(round)".utf8)))
            let segment = TokenForge.base64url(noise.prefix(round % 33))
            for text in [String(decoding: noise, as: UTF8.self), "\(segment).\(segment).\(segment)"] {
                await #expect(throws: RegistryError.self) {
                    try await verifier.verify(authorization: "Bearer \(text)", now: TokenForge.now)
                }
            }
        }
    }
}
