import RegistryAccess
import RegistryCore
import Testing

@Suite struct `Cursors` {
    private static let key = SigningKeyRing.Key(id: "k1", secret: TokenForge.secret)
    private let signer = CredentialSigner(keys: SigningKeyRing(current: key))
    private let ann = Identity(user: "ann", groups: ["curators"])
    private let payload = Array(#"{"walk":{"query":"é"},"position":1}"#.utf8)

    @Test func `give back what was sealed to whom it was sealed for`() {
        for caller in [ann, .anonymous] {
            let text = signer.sealCursor(payload, for: caller)
            #expect(signer.openCursor(text, for: caller) == payload)
            #expect(text.utf8.allSatisfy { ($0 >= 0x30 && $0 <= 0x7A) || $0 == 0x2D || $0 == 0x2E })
        }
        let text = signer.sealCursor(payload, for: ann)
        #expect(signer.openCursor(text, for: Identity(user: "ann", roles: [.admin])) == payload, "by the name alone")
    }

    @Test func `are nothing to anybody else, nor to another instance`() {
        let text = signer.sealCursor(payload, for: ann)
        for caller in [Identity.anonymous, Identity(user: "bob"), Identity(user: ""), Identity(user: "ann ")] {
            #expect(signer.openCursor(text, for: caller) == nil)
        }
        let elsewhere = CredentialSigner(
            keys: SigningKeyRing(current: .init(id: "k1", secret: Array(TokenForge.secret.reversed()))))
        #expect(elsewhere.openCursor(text, for: ann) == nil)
        let rotated = CredentialSigner(
            keys: SigningKeyRing(current: .init(id: "k2", secret: Array(repeating: 3, count: 32)), former: [Self.key]))
        #expect(rotated.openCursor(text, for: ann) == payload)
    }

    @Test func `are refused when a byte of them is another`() {
        let text = Array(signer.sealCursor(payload, for: ann).utf8)
        for index in text.indices {
            var changed = text
            changed[index] = changed[index] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
            #expect(signer.openCursor(String(decoding: changed, as: UTF8.self), for: ann) == nil, "byte \(index)")
        }
        for text in ["", ".", "c1..", "c1.a.b", "v1.AAAA.AAAA", String(repeating: "A", count: 100_000)] {
            #expect(signer.openCursor(text, for: ann) == nil)
        }
    }

    @Test func `are no credentials, and credentials are no cursors`() {
        let credential = signer.issue(
            method: "PUT", path: "/x", subject: ann, expires: TokenForge.now + .seconds(60))
        #expect(signer.openCursor(credential, for: ann) == nil)
        #expect(throws: RegistryError.self) {
            try signer.verify(
                signer.sealCursor(payload, for: ann), method: "PUT", path: "/x", query: [], now: TokenForge.now)
        }
    }
}
