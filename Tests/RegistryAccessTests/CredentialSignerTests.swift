import Crypto
import Foundation
import RegistryAccess
import RegistryCore
import Testing

@Suite struct CredentialSignerTests {
    private static let key = SigningKeyRing.Key(id: "k1", secret: TokenForge.secret)
    private static let invalid = "forbidden: Forbidden, Credential is not valid for this request"
    private let signer = CredentialSigner(keys: SigningKeyRing(current: key))
    private let now = TokenForge.now
    private let path = "/projects/P1/version/1/complete"
    private let ann = Identity(user: "ann", groups: ["curators"], roles: [.admin])

    private func issue(
        _ parameters: [(name: String, value: String)] = [("revision", "NUM-1"), ("upload", "u 1&é")],
        subject: Identity? = nil,
        lifetime: Duration = .seconds(60)
    ) -> String {
        signer.issue(
            method: "PUT", path: path, parameters: parameters, subject: subject ?? ann, expires: now + lifetime)
    }
    private func verdict(
        _ text: String, method: String = "PUT", path: String? = nil, query: [(String, String)] = [],
        at now: Timestamp? = nil
    ) -> String {
        do throws(RegistryError) {
            let verified = try signer.verify(
                text, method: method, path: path ?? self.path, query: query, now: now ?? self.now)
            return "granted" + verified.unsignedParameters.map { " -\($0)" }.joined()
        } catch {
            return error.description
        }
    }

    @Test func grantsTheSignedMethodAndPath() throws {
        let text = issue()
        #expect(
            verdict(text, query: [("revision", "NUM-1"), ("upload", "u 1&é"), ("X-ADB-Credential", text)]) == "granted")
        #expect(verdict(text) == "granted", "used again, and with signed parameters left out")
    }

    @Test func keepsTheSubjectWithoutRoles() throws {
        let verified = try signer.verify(issue(), method: "PUT", path: path, query: [], now: now)
        #expect(verified.identity == Identity(user: "ann", groups: ["curators"], isPresigned: true))
        #expect(verified.identity.names.contains(Principal.authenticated))
        let anonymous = try signer.verify(issue(subject: .anonymous), method: "PUT", path: path, query: [], now: now)
        #expect(anonymous.identity == Identity(user: nil, isPresigned: true))
    }

    @Test func tellsWhatWasSignedEvenWhenItIsLeftOut() throws {
        let verified = try signer.verify(issue(), method: "PUT", path: path, query: [], now: now)
        #expect(verified.value(of: "upload") == "u 1&é")
        #expect(verified.value(of: "revision") == "NUM-1")
        #expect(verified.value(of: "purge_job_id") == nil)
    }

    @Test func needsNoEscapingInAURL() {
        for count in 0..<40 {
            let text = issue([("x", String(repeating: "~ÿ?", count: count))])
            #expect(
                text.utf8.allSatisfy {
                    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.".utf8.contains($0)
                })
            #expect(text.hasPrefix("v1."))
        }
    }

    @Test(arguments: ["GET", "POST", "DELETE", "put", "PUT ", ""])
    func refusesAnotherMethod(_ method: String) {
        #expect(verdict(issue(), method: method) == Self.invalid)
    }

    @Test(arguments: [
        "/projects/P1SECRET/version/1/complete", "/projects/P1/version/10/complete", "/projects/P1/version/1/abort",
        "/v1/projects/P1/version/1/complete", "projects/P1/version/1/complete", "/projects/P1/version/1/complete/",
        "/projects/P1/version/1/complete?", "/projects/P1/version/%31/complete", "/projects/p1/version/1/complete", "",
        "/",
    ])
    func refusesAnotherPath(_ path: String) {
        #expect(verdict(issue(), path: path) == Self.invalid)
    }

    @Test func methodAndPathCannotBorrowFromEachOther() {
        let text = signer.issue(method: "PUT", path: "/ab", subject: ann, expires: now + .seconds(9))
        #expect(verdict(text, method: "PUT/a", path: "b") == Self.invalid)
        #expect(verdict(text, method: "PU", path: "T/ab") == Self.invalid)
    }

    @Test func signedParametersMustBeEqual() {
        let text = issue()
        #expect(
            verdict(text, query: [("revision", "NUM-2")]) == "forbidden: Forbidden, 'revision' is not what was signed")
        #expect(verdict(text, query: [("revision", "")]) == "forbidden: Forbidden, 'revision' is not what was signed")
        #expect(verdict(text, query: [("upload", "u 1&e\u{301}")]).hasPrefix("forbidden"), "compared by bytes")
    }

    @Test func unsignedParametersAreListed() {
        let query = [("overwrite_permissions", "true"), ("revision", "NUM-1"), ("Revision", "NUM-9"), ("x", "")]
        #expect(verdict(issue(), query: query) == "granted -overwrite_permissions -Revision -x")
        #expect(verdict(issue([]), query: [("revision", "NUM-1")]) == "granted -revision")
        #expect(verdict(issue(), query: [("x-adb-credential", "y")]) == "granted -x-adb-credential")
    }

    @Test(arguments: ["revision", "overwrite_permissions", "X-ADB-Credential"])
    func repeatedParametersAreRefused(_ name: String) {
        let query = [(name, "NUM-1"), ("other", "1"), (name, "NUM-1")]
        #expect(verdict(issue(), query: query) == "forbidden: Forbidden, '\(name)' is sent twice")
    }

    @Test(arguments: [
        Duration.milliseconds(1), .seconds(59), .seconds(3_600), .seconds(90_000), .seconds(432_000),
        .seconds(34_560_000),
    ])
    func livesTheWholeSpan(_ lifetime: Duration) {
        let text = issue(lifetime: lifetime)
        #expect(verdict(text, at: now) == "granted")
        #expect(verdict(text, at: now + lifetime - .milliseconds(1)) == "granted")
        #expect(verdict(text, at: now + lifetime + .seconds(1)) == "forbidden: Forbidden, Credential has expired")
    }

    @Test func endsOnAWholeSecond() {
        let end = Timestamp(milliseconds: 1_795_264_500_000)
        let text = signer.issue(method: "PUT", path: path, subject: ann, expires: end)
        #expect(verdict(text, at: end - .milliseconds(1)) == "granted")
        #expect(verdict(text, at: end) == "forbidden: Forbidden, Credential has expired")
    }

    @Test(arguments: [Int64.min, -1, 0, .max])
    func timesAtTheirEndsDoNotOverflow(_ milliseconds: Int64) {
        let moment = Timestamp(milliseconds: milliseconds)
        let text = signer.issue(method: "PUT", path: path, subject: ann, expires: moment)
        #expect(verdict(text) == (milliseconds == .max ? "granted" : "forbidden: Forbidden, Credential has expired"))
        _ = verdict(text, at: Timestamp(milliseconds: .min))
        _ = verdict(text, at: Timestamp(milliseconds: .max))
    }

    @Test(arguments: [
        "", ".", "..", "v1", "v1.", "v1..", "v1.AAAA.AAAA", "v2.AAAA.AAAA", "abc=", "%", "\u{0}", "v1.=.=", "UFJK",
        "v1.AAAA",
        "v1.AAAAAAAAAAB.AAAA", "v1.__________8.AAAA",
    ])
    func whatCannotBeDecodedReadsLikeABadSignature(_ text: String) {
        #expect(verdict(text) == Self.invalid)
        #expect(verdict(String(repeating: "A", count: 40_000) + text) == Self.invalid)
    }

    @Test func everyChangedCharacterIsNoticed() {
        let text = Array(issue().utf8)
        for index in text.indices {
            for byte in [UInt8(ascii: "A"), UInt8(ascii: "B"), UInt8(ascii: "."), UInt8(ascii: "=")]
            where byte != text[index] {
                var changed = text
                changed[index] = byte
                #expect(verdict(String(decoding: changed, as: UTF8.self)) == Self.invalid)
            }
            var (shorter, longer) = (text, text)
            shorter.remove(at: index)
            longer.insert(UInt8(ascii: "A"), at: index)
            #expect(verdict(String(decoding: shorter, as: UTF8.self)) == Self.invalid)
            #expect(verdict(String(decoding: longer, as: UTF8.self)) == Self.invalid)
        }
    }

    @Test func everyChangedBitOfThePayloadIsNoticed() throws {
        let parts = issue().split(separator: ".").map(String.init)
        let padded = parts[1].replacingOccurrences(of: "-", with: "+").replacingOccurrences(of: "_", with: "/")
        let payload = try #require(
            Data(base64Encoded: padded + String(repeating: "=", count: (4 - padded.count % 4) % 4)))
        for bit in 0..<payload.count * 8 {
            var changed = Array(payload)
            changed[bit / 8] ^= 1 << (bit % 8)
            #expect(verdict("v1.\(TokenForge.base64url(changed)).\(parts[2])") == Self.invalid)
        }
        for count in 0..<payload.count {
            #expect(verdict("v1.\(TokenForge.base64url(payload.prefix(count))).\(parts[2])") == Self.invalid)
        }
        #expect(verdict("v1.\(parts[1]).\(TokenForge.base64url([UInt8](repeating: 0, count: 32)))") == Self.invalid)
    }

    @Test func partsOfTwoCredentialsDoNotFit() {
        let (one, two) = (issue().split(separator: "."), issue(subject: Identity(user: "bob")).split(separator: "."))
        #expect(verdict("v1.\(one[1]).\(two[2])") == Self.invalid)
    }

    @Test func aFormerKeyIsHonouredAndARetiredOneIsNot() throws {
        let text = issue()
        let new = SigningKeyRing.Key(id: "k2", secret: TokenForge.otherSecret)
        let rotated = CredentialSigner(keys: SigningKeyRing(current: new, former: [Self.key]))
        _ = try rotated.verify(text, method: "PUT", path: path, query: [], now: now)
        for ring in [
            SigningKeyRing(current: new), SigningKeyRing(current: .init(id: "k1", secret: TokenForge.otherSecret)),
        ] {
            let error = #expect(throws: RegistryError.self) {
                try CredentialSigner(keys: ring).verify(text, method: "PUT", path: path, query: [], now: now)
            }
            #expect(error?.description == Self.invalid)
        }
    }

    @Test func aBareMACOfTheRingsKeyIsNoCredential() {
        // The ring's keys sign other texts too: a MAC over the payload alone must not count.
        let parts = issue().split(separator: ".").map(String.init)
        let code = HMAC<SHA256>.authenticationCode(
            for: Data(parts[1].utf8), using: SymmetricKey(data: TokenForge.secret))
        #expect(verdict("v1.\(parts[1]).\(TokenForge.base64url(code))") == Self.invalid)
    }
}
