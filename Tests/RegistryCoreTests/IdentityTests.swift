import RegistryCore
import Testing

@Suite struct IdentityTests {
    @Test func namesBeginWithWhatEverybodyIs() {
        #expect(Identity.anonymous.names == ["*public"])
        #expect(Identity(user: "ann", groups: ["g"]).names == ["*public", "*authenticated", "ann", "g"])
    }

    @Test func anAnonymousCallerHasNoGroups() {
        #expect(Identity(user: nil, groups: ["g"]).names == ["*public"])
    }

    @Test func presigningKeepsTheIdentity() {
        let presigned = Identity(user: "ann", groups: ["g"], roles: [.creator]).presigned()
        #expect(presigned.isPresigned)
        #expect(presigned.names == ["*public", "*authenticated", "ann", "g"])
        #expect(presigned.roles == [.creator])
    }

    @Test func rolesSayWhoCuratesAndWhoIsAdmin() {
        #expect(Identity.system.isAdmin)
        #expect(Identity(user: "a", roles: [.uploader]).isCurator)
        #expect(!Identity(user: "a", roles: [.creator]).isCurator)
        #expect(!Identity(user: "a", roles: [.uploader]).isAdmin)
    }

    @Test func aKeyRingFindsKeysAndShowsNoSecret() {
        let ring = SigningKeyRing(
            current: .init(id: "k2", secret: Array("current-secret".utf8)),
            former: [.init(id: "k1", secret: Array("former-secret".utf8))])
        #expect(ring.key("k1")?.secret == Array("former-secret".utf8))
        #expect(ring.key("k3") == nil)
        for text in ["\(ring)", String(reflecting: ring), "\(ring.current)", "\([ring.current])"] {
            #expect(!text.contains("99, 117"), "\(text)")  // "cu"
        }
    }
}
