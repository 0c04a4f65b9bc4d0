import CryptoExtras
import RegistryAccess
import RegistryCore
import Testing

@Suite struct TokenVerifierTests {
    private func verdict(_ changes: [String: String?], rules: TokenRules = TokenForge.rules) async throws -> String {
        try await TokenForge.verdict(TokenForge.token(TokenForge.header, TokenForge.claims(changes)), rules: rules)
    }
    private func identity(_ changes: [String: String?], rules: TokenRules = TokenForge.rules) async throws -> Identity {
        let token = TokenForge.token(TokenForge.header, TokenForge.claims(changes))
        return try await TokenForge.verifier(rules).verify(authorization: "Bearer \(token)", now: TokenForge.now)
    }

    // MARK: Who is calling

    @Test(arguments: [nil, "", " ", "Basic YTpi", "token x", "Digest a=b", "Token Bearer x", "Bear x"])
    func withoutABearerTokenTheCallerIsAnonymous(_ header: String?) async throws {
        #expect(try await TokenForge.verifier().verify(authorization: header, now: TokenForge.now) == .anonymous)
    }

    @Test(arguments: ["Bearer ", "bearer ", "BEARER   ", "  Bearer \t ", "bEaReR\t"])
    func theSchemeIsInAnyCaseWithAnyBlanks(_ scheme: String) async throws {
        let identity = try await TokenForge.verifier().verify(
            authorization: scheme + TokenForge.token() + "  ", now: TokenForge.now)
        #expect(identity == Identity(user: "ann", roles: [.uploader]))
    }

    @Test(arguments: ["Bearer", "bearer ", "Bearer x", "Bearer a.b.c", "BearereyJ.a.b", "Bearer:x", "Bearer ghp_abc"])
    func aTokenThatDoesNotPassIsNeverAnonymous(_ header: String) async throws {
        let verifier = try TokenForge.verifier()
        let error = await #expect(throws: RegistryError.self) {
            try await verifier.verify(authorization: header, now: TokenForge.now)
        }
        #expect(error?.code == .invalidToken)
    }

    @Test func twoTokensInOneHeaderAreRefused() async throws {
        #expect(try await TokenForge.verdict(TokenForge.token() + " " + TokenForge.token()).hasPrefix("invalidToken"))
    }

    // MARK: Signatures

    @Test func acceptsRS256WithAKeyFromPEMAndFromNumbers() async throws {
        let rsa = try #require(TokenForge.rsa)
        let token = try TokenForge.rsaToken()
        #expect(try await TokenForge.verdict(token) == "ann")
        let numbers = try rsa.publicKey.getKeyPrimitives()
        let keys = try TokenKeys([
            TokenKey(id: "rsa", modulus: Array(numbers.modulus), exponent: Array(numbers.publicExponent))
        ])
        let verifier = TokenVerifier(keys: keys, rules: TokenForge.rules)
        #expect(try await verifier.verify(authorization: "Bearer \(token)", now: TokenForge.now).user == "ann")
    }

    /// Key and signatures made by the command-line tool of OpenSSL.
    @Test func acceptsWhatAnotherLibrarySigned() async throws {
        let pem = """
            -----BEGIN PUBLIC KEY-----
            MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAz/lMmmWaMUxgUEFhnj+M
            bkzX9rxEXMT4ItMh3vspzsCSoIF0NtfQ+b2Q84mqKsQXWH04P1yoDR8YaD9SSy6f
            7b08FjnkpQ5n0PO84lI5SOJie9g1T5XntU450ng4WqSaVtyoEay00E5UrCW7eyS1
            dY8Ax/eXftYp1N5o7fPRcTW/ksuQsFbeVhE1xlS9nVYZmDimbW5SBZ4Md2eFxW8O
            neWIwW5SCe02s558o1nZXTig2QkrqkuIb6Ai9U+5RemLqRXf5H7ya/ncyhBB/ugQ
            jazd1ZqLFcfsYa61i6UZO2RCwxTOLVlYpYe4WV8GA2505/IXtJl2bmojupq3s67S
            uQIDAQAB
            -----END PUBLIC KEY-----
            """
        let claims =
            "eyJqdGkiOiJqIiwiZXhwIjoxNzk1MjY4MDk2LCJhenAiOiJ2aXRyaW5lIiwicHJlZmVycmVkX3VzZXJuYW1lIjoiYW5uIn0"
        let signature =
            "iZJ_zs8y1oiPLQhUtB85PRHP7-GU82FtFmHRzoTLN4S4ZYzX_EPYhhYJKuzpOUO8L1KSiySwxEWcLHKC8q8V_z_CbPUxHUdT"
            + "rs3s_mtF_vr2iLyQx8FYWbzeAoYIWOiO5eyR4N6Bg0xRihfGhI7ikiwjf4ZJwVbXK0bTjxTO5ci-Sr2nPMIX3xeyCsU_zZ0U"
            + "kfac_qS_V2nFW6Rc6R2yZ0ELw4o_BVC4FPq5Xm_SfAQnY5skJUGHZqgtpGmUi3LU4tAJ8c-yS08ERo3bjTNVYasYyNhSQ2vg"
            + "pqqghILoqofS2KFC-3dqSqitwHafMp9bi4zfsfiWb6hPxzfOt9W43w"
        let keys = try TokenKeys([
            TokenKey(id: "openssl", pem: pem),
            TokenKey(id: "hmac", secret: Array("0123456789abcdef0123456789abcdef".utf8)),
        ])
        let verifier = TokenVerifier(keys: keys, rules: TokenForge.rules)
        for token in [
            "eyJhbGciOiJSUzI1NiIsImtpZCI6Im9wZW5zc2wifQ." + claims + "." + signature,
            "eyJhbGciOiJIUzI1NiIsImtpZCI6ImhtYWMifQ." + claims + ".PZLeM_FSudDYNdR6eRfF-QSak2JYwANJ442wOZKwHtA",
        ] {
            #expect(try await verifier.verify(authorization: "Bearer " + token, now: TokenForge.now).user == "ann")
        }
    }

    @Test func refusesAnotherKeysSignature() async throws {
        let failed = "invalidToken: Invalid token, signature verification failed"
        #expect(try await TokenForge.verdict(TokenForge.token(secret: TokenForge.otherSecret)) == failed)
        let header = #"{"alg":"HS256","kid":"other"}"#
        #expect(try await TokenForge.verdict(TokenForge.token(header)) == failed)
        let rsa = try TokenForge.rsaToken()
        let signature = rsa.split(separator: ".")[2]
        #expect(try await TokenForge.verdict(rsa.dropLast(signature.count) + TokenForge.base64url([1])) == failed)
        let zeros = TokenForge.base64url([UInt8](repeating: 0, count: 256))
        #expect(try await TokenForge.verdict(rsa.dropLast(signature.count) + zeros) == failed)
    }

    @Test func theHeaderCannotChooseTheAlgorithmOfAKey() async throws {
        let failed = "invalidToken: Invalid token, signature verification failed: the key is not for "
        let confused = #"{"alg":"HS256","kid":"rsa"}"#
        let rsa = try #require(TokenForge.rsa)
        // The public key, in each form that is known to work elsewhere, as the secret.
        for secret in [Array(rsa.publicKey.pemRepresentation.utf8), Array(rsa.publicKey.derRepresentation)] {
            #expect(try await TokenForge.verdict(TokenForge.token(confused, secret: secret)) == failed + "HS256")
        }
        #expect(try await TokenForge.verdict(TokenForge.rsaToken(#"{"alg":"RS256","kid":"main"}"#)) == failed + "RS256")
        #expect(try await TokenForge.verdict(TokenForge.token(#"{"alg":"RS256","kid":"main"}"#)) == failed + "RS256")
    }

    @Test func aTokenIDSeenBeforeProvesNothing() async throws {
        let verifier = try TokenForge.verifier()
        let good = TokenForge.token()
        _ = try await verifier.verify(authorization: "Bearer \(good)", now: TokenForge.now)
        let root = TokenForge.claims([
            "preferred_username": #""root""#, "resource_access": #"{"vitrine":{"roles":["admin"]}}"#, "exp": "1",
        ])
        for forged in [
            TokenForge.token(TokenForge.header, root, secret: TokenForge.otherSecret),
            TokenForge.base64url(TokenForge.header.utf8) + "." + TokenForge.base64url(root.utf8) + "."
                + String(good.split(separator: ".")[2]),
        ] {
            let error = await #expect(throws: RegistryError.self) {
                try await verifier.verify(authorization: "Bearer \(forged)", now: TokenForge.now)
            }
            #expect(error?.reason == "Invalid token, signature verification failed")
        }
    }

    @Test func aThousandJunkTokensDoNotSpoilAGoodOne() async throws {
        let verifier = try TokenForge.verifier()
        let claims = TokenForge.base64url(TokenForge.claims().utf8)
        for number in 0..<1_000 {
            let algorithm = ["RS512", "HS256", "none", "ES256", "RS256"][number % 5]
            let kid = ["rsa", "main", "unknown\(number)"][number % 3]
            let header = TokenForge.base64url(#"{"alg":"\#(algorithm)","kid":"\#(kid)"}"#.utf8)
            await #expect(throws: RegistryError.self) {
                try await verifier.verify(authorization: "Bearer \(header).\(claims).AAAA", now: TokenForge.now)
            }
        }
        #expect(
            try await verifier.verify(authorization: "Bearer \(TokenForge.token())", now: TokenForge.now).user == "ann")
        let rsa = try TokenForge.rsaToken()
        #expect(try await verifier.verify(authorization: "Bearer \(rsa)", now: TokenForge.now).user == "ann")
    }

    // MARK: Times

    @Test(arguments: [
        ("1795264497", true), ("1795264496", false), ("1795264496.790", true), ("1795264496.789", false),
        ("1796089158.878882", true), ("1795264496790", true), ("1795264496789", false), ("1795350896000", true),
        ("1.8e9", true),
        ("0", false), ("100000000000", true), ("100000000001", false), ("1e14", true),
    ])
    func expiryIsInSecondsOrMilliseconds(_ time: String, _ isValid: Bool) async throws {
        #expect(try await verdict(["exp": time]) == (isValid ? "ann" : "invalidToken: Invalid token, expired"))
    }

    @Test(arguments: [
        "1e300", "1e400", "-1", "-1e300", "100000000000001", #""1795264497""#, "null", "true", "[]", "{}",
    ])
    func whatIsNoTimeIsRefused(_ time: String) async throws {
        for claim in ["exp", "nbf", "iat"] {
            let verdict = try await verdict([claim: time])
            #expect(
                verdict.hasPrefix("invalidToken: Invalid token, malformed token claims: '\(claim)' is not a "),
                "\(verdict)")
        }
    }

    @Test func notBeforeHasAMinuteOfLeeway() async throws {
        #expect(try await verdict(["nbf": "1795264496"]) == "ann")
        #expect(try await verdict(["nbf": "1795264556"]) == "ann")
        #expect(try await verdict(["nbf": "1795264557"]) == "invalidToken: Invalid token, not valid yet")
    }

    @Test func issuedInTheFutureIsNoFault() async throws {
        #expect(try await verdict(["iat": "1795364496000"]) == "ann")
    }

    // MARK: Claims, in order

    @Test(
        arguments: [
            (["jti": nil], "malformed token claims: 'jti' is missing"),
            (["jti": #""""#], "malformed token claims: 'jti' is missing"),
            (["jti": "7"], "malformed token claims: 'jti' is not a string"),
            (["exp": nil], "malformed token claims: 'exp' is missing"),
            (["azp": nil], "Can't find 'azp'"),
            (["azp": #""""#], "Can't find 'azp'"),
            (["azp": "1"], "malformed token claims: 'azp' is not a string"),
            (["azp": #""other""#], "unknown client_id"),
            (["client_id": #""other""#], "unknown client_id"),
            (["clientId": #""other""#], "unknown client_id"),
            (["azp": #""vitrine\u0301""#], "unknown client_id"),
            (["preferred_username": nil], "no preferred_name set"),
            (["preferred_username": #""""#], "no preferred_name set"),
            (["preferred_username": "null"], "malformed token claims: 'preferred_username' is not a string"),
            (["preferred_username": #""*public""#], "user '*public' must not begin with '*'"),
            (["preferred_username": #""*system""#], "user '*system' must not begin with '*'"),
            (["preferred_username": #""\u001b[2J""#], "user '\u{FFFD}[2J' holds a control character"),
            (["preferred_username": #""\u212Aarl""#], "user '\u{212A}arl' is not in Unicode normal form C (NFC)"),
            (["groups": #"["g","*authenticated"]"#], "group '*authenticated' must not begin with '*'"),
            (["groups": #"["g",""]"#], "group '' is empty"),
            (["groups": #""g""#], "malformed token claims: 'groups' is not a list of strings"),
            (["groups": #"["g",1]"#], "malformed token claims: 'groups' is not a list of strings"),
            (["aud": "1"], "malformed token claims: 'aud' is neither a string nor a list of strings"),
            (["typ": #""ID""#], "not an access token"),
            (["typ": #""Refresh""#], "not an access token"),
        ] as [([String: String?], String)])
    func eachFaultHasItsWords(_ changes: [String: String?], _ reason: String) async throws {
        #expect(try await verdict(changes) == "invalidToken: Invalid token, \(reason)")
    }

    @Test func theFirstFaultOfTheContractsOrderIsTold() async throws {
        var changes: [String: String?] = [
            "jti": nil, "exp": "1", "azp": nil, "client_id": #""x""#, "resource_access": "1", "preferred_username": nil,
        ]
        #expect(
            try await TokenForge.verdict(TokenForge.token(#"{"alg":"HS256"}"#, TokenForge.claims(changes))).contains(
                "'jti'"))
        changes["jti"] = #""j""#
        let claims = TokenForge.claims(changes)
        #expect(
            try await TokenForge.verdict(TokenForge.token(#"{"alg":"HS256","kid":"x"}"#, claims)).contains(
                "unknown public key"))
        #expect(
            try await TokenForge.verdict(TokenForge.token(TokenForge.header, claims, secret: [1])).contains("signature")
        )
        let steps: [(String, String?, String)] = [
            ("", nil, "expired"), ("exp", "1795268096", "azp"), ("azp", #""x""#, "unknown client_id"),
            ("client_id", #""vitrine""#, "forbidden: Forbidden, malformed roles"),
            ("resource_access", "{}", "no preferred_name set"), ("preferred_username", #""ann""#, "ann"),
        ]
        for (claim, value, expected) in steps {
            if !claim.isEmpty { changes[claim] = value }
            let verdict = try await verdict(changes)
            #expect(verdict.contains(expected), "\(verdict)")
        }
    }

    @Test func knownClientsPass() async throws {
        #expect(try await verdict(["azp": #""cli""#]) == "ann")
        #expect(try await verdict(["azp": #""other""#, "client_id": #""cli""#]) == "ann")
        #expect(try await verdict(["azp": #""other""#, "client_id": #""""#, "clientId": #""robot""#]) == "ann")
    }

    // MARK: Roles

    @Test func rolesAreThoseOfThisInstancesClient() async throws {
        #expect(try await identity([:]).roles == [.uploader])
        #expect(try await identity(["resource_access": nil]).roles == [])
        #expect(
            try await identity(["resource_access": #"{"vitrine":{"roles":["admin","creator","root","ADMIN"]}}"#]).roles
                == [.admin, .creator])
        #expect(try await identity(["azp": #""cli""#]).roles == [.uploader])
    }

    @Test(arguments: ["azp", "client_id", "clientId"])
    func adminOfAnotherKnownClientIsNoAdminHere(_ claim: String) async throws {
        let changes = [claim: #""cli""#, "resource_access": #"{"cli":{"roles":["admin"]}}"#]
        #expect(try await identity(changes).roles == [])
    }

    @Test func anExplicitServiceClientBringsItsOwnRoles() async throws {
        let access = #"{"robot":{"roles":["uploader"]}}"#
        #expect(try await identity(["client_id": #""robot""#, "resource_access": access]).roles == [.uploader])
        #expect(try await identity(["clientId": #""robot""#, "resource_access": access]).roles == [.uploader])
        #expect(
            try await identity(["azp": #""robot""#, "resource_access": access]).roles == [], "azp alone does not count")
        let both = #"{"robot":{"roles":["admin"]},"vitrine":{"roles":["creator"]}}"#
        #expect(try await identity(["client_id": #""robot""#, "resource_access": both]).roles == [.creator])
    }

    @Test(arguments: [
        "1", "null", "[]", #"{"vitrine":{}}"#, #"{"vitrine":{"roles":null}}"#, #"{"vitrine":{"roles":"admin"}}"#,
        #"{"vitrine":{"roles":[1]}}"#, #"{"vitrine":[]}"#, #"{"vitrine":null}"#,
    ])
    func malformedRolesAreForbidden(_ access: String) async throws {
        #expect(try await verdict(["resource_access": access]) == "forbidden: Forbidden, malformed roles")
    }

    @Test func groupsExtendTheCallersNames() async throws {
        let identity = try await identity(["groups": #"["curators","curators","/lab/x"]"#])
        #expect(identity.names == ["*public", "*authenticated", "ann", "curators", "/lab/x"])
        #expect(!identity.isPresigned)
    }

    // MARK: Issuer and audience

    @Test func issuerIsCheckedWhereConfigured() async throws {
        var rules = TokenForge.rules
        rules.issuers = ["https://id.example"]
        #expect(try await verdict(["iss": #""https://id.example""#], rules: rules) == "ann")
        for issuer in [nil, #""https://id.example/""#, #""""#, #""https://evil.example""#] {
            #expect(try await verdict(["iss": issuer], rules: rules) == "invalidToken: Invalid token, unknown issuer")
        }
        #expect(try await verdict(["iss": #""https://anything.example""#]) == "ann")
    }

    @Test func audienceIsCheckedWhereConfigured() async throws {
        var rules = TokenForge.rules
        rules.audiences = ["registry"]
        for audience in [#""registry""#, #"["a","registry"]"#] {
            #expect(try await verdict(["aud": audience], rules: rules) == "ann")
        }
        for audience in [nil, "[]", #""a""#, #"["a","b"]"#, #""registry2""#] {
            let refused = "invalidToken: Invalid token, meant for another audience"
            #expect(try await verdict(["aud": audience], rules: rules) == refused)
        }
        #expect(try await verdict(["aud": "[]"]) == "ann", "an empty list crashes some libraries")
    }
}
