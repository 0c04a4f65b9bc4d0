import RegistryAccess
import RegistryCore
import Testing

@Suite struct TokenIssuerTests {
    private func issuer() throws -> TokenIssuer {
        try TokenIssuer(key: TokenKey(id: "main", secret: TokenForge.secret), client: "vitrine")
    }

    @Test func mintsWhatTheVerifierAccepts() async throws {
        let token = try issuer().mint(
            user: "J\u{FC}rgen O'Neil", roles: [.admin, .creator], groups: ["curators"], lifetime: .seconds(3_600),
            now: TokenForge.now)
        let identity = try await TokenForge.verifier().verify(authorization: "Bearer \(token)", now: TokenForge.now)
        #expect(identity == Identity(user: "J\u{FC}rgen O'Neil", groups: ["curators"], roles: [.admin, .creator]))
        #expect(try await TokenForge.verdict(token, now: TokenForge.now + .seconds(3_599)) == "J\u{FC}rgen O'Neil")
        #expect(try await TokenForge.verdict(token, now: TokenForge.now + .seconds(3_600)).hasSuffix("expired"))
    }

    @Test func mintsForAnotherClient() async throws {
        let token = try issuer().mint(
            user: "ann", roles: [.uploader], client: "cli", lifetime: .seconds(60), now: TokenForge.now)
        #expect(
            try await TokenForge.verifier().verify(authorization: "Bearer \(token)", now: TokenForge.now).roles == [
                .uploader
            ])
        let stranger = try issuer().mint(user: "ann", client: "else", lifetime: .seconds(60), now: TokenForge.now)
        #expect(try await TokenForge.verdict(stranger).hasSuffix("unknown client_id"))
    }

    @Test func mintsForAnInstanceThatChecksIssuerAndAudience() async throws {
        var rules = TokenForge.rules
        (rules.issuers, rules.audiences) = (["me"], ["us"])
        let key = try TokenKey(id: "main", secret: TokenForge.secret)
        let token = try TokenIssuer(key: key, client: "vitrine", issuer: "me", audience: "us")
            .mint(user: "ann", lifetime: .seconds(60), now: TokenForge.now)
        #expect(try await TokenForge.verdict(token, rules: rules) == "ann")
    }

    @Test func everyTokenHasAnIDOfItsOwn() throws {
        let issuer = try issuer()
        let tokens = try (0..<3).map { _ in try issuer.mint(user: "ann", lifetime: .seconds(1), now: TokenForge.now) }
        #expect(Set(tokens).count == 3)
        #expect(Set(try tokens.map { try StrictToken(parsing: $0).claims.tokenID }).count == 3)
    }

    @Test(arguments: ["", "*public", "a\n", "Ju\u{308}rgen"])
    func refusesNamesThatNoTokenMayCarry(_ name: String) throws {
        let issuer = try issuer()
        let user = #expect(throws: RegistryError.self) {
            try issuer.mint(user: name, lifetime: .seconds(1), now: TokenForge.now)
        }
        #expect(user?.code == .invalidName)
        let group = #expect(throws: RegistryError.self) {
            try issuer.mint(user: "ann", groups: [name], lifetime: .seconds(1), now: TokenForge.now)
        }
        #expect(group?.code == .invalidName)
    }

    @Test(arguments: [Duration.zero, .seconds(-1), .milliseconds(999), .seconds(31_622_401), .seconds(Int64.max)])
    func refusesLifetimesOutOfRange(_ lifetime: Duration) throws {
        let issuer = try issuer()
        let error = #expect(throws: RegistryError.self) {
            try issuer.mint(user: "ann", lifetime: lifetime, now: TokenForge.now)
        }
        #expect(error?.code == .invalidRequest)
    }

    @Test func refusesATokenThatNobodyWouldRead() throws {
        let issuer = try issuer()
        let groups = (0..<1_000).map { "group-\($0)" }
        let error = #expect(throws: RegistryError.self) {
            try issuer.mint(user: "ann", groups: groups, lifetime: .seconds(1), now: TokenForge.now)
        }
        #expect(error?.code == .invalidRequest)
    }

    @Test func aPublicKeyCannotIssue() throws {
        let rsa = try #require(TokenForge.keys().key("rsa"))
        #expect(throws: TokenKeysError.self) { try TokenIssuer(key: rsa, client: "vitrine") }
    }
}
