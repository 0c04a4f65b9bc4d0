import Foundation
import ObjectStore
import RegistryCore
import Testing

@Suite struct ObjectURLSignerTests {
    static let now = Timestamp(milliseconds: 1_800_000_000_000)
    static let later = Timestamp(milliseconds: 1_800_000_600_999)
    static let key: ObjectKey = "p-1/1/..upload/id/a b+c%é/#?.txt"
    let signer = ObjectURLSigner.forTests

    struct Parts {
        var path: String
        var query: [(String, String)]

        subscript(name: String) -> String {
            get { query.first { $0.0 == name }?.1 ?? "" }
            set { query = query.map { $0.0 == name ? (name, newValue) : $0 } }
        }
    }
    func parts(_ url: String) throws -> Parts {
        let components = try #require(URLComponents(string: url))
        let prefix = "/prefix/objects/"
        #expect(components.scheme == "https" && components.host == "registry.test" && components.path.hasPrefix(prefix))
        return Parts(
            path: String(components.path.dropFirst(prefix.count)),
            query: (components.queryItems ?? []).map { ($0.name, $0.value ?? "") })
    }
    func upload() throws -> Parts {
        let grant = UploadGrant(expires: Self.later, maxBytes: 1_000, md5: MD5Digest(of: [1]))
        return try parts(signer.uploadURL(for: Self.key, grant: grant))
    }
    func download() throws -> Parts {
        try parts(
            signer.downloadURL(
                for: Self.key, expires: Self.later, filename: "naïve & \"x\".txt",
                contentType: "text/plain; charset=utf-8"))
    }
    func verify(
        _ parts: Parts, _ method: String, at now: Timestamp = Self.now, by signer: ObjectURLSigner? = nil
    ) throws(SignatureError) -> VerifiedObjectRequest {
        try (signer ?? self.signer).verify(method: method, path: parts.path, query: parts.query, now: now)
    }

    @Test func anUploadURLCarriesItsGrant() throws {
        let request = try verify(upload(), "PUT")
        #expect(request.method == .put)
        #expect(request.key == Self.key)
        #expect(request.expires == Timestamp(milliseconds: 1_800_000_600_000))
        #expect(request.limit == 1_000)
        #expect(request.md5 == MD5Digest(of: [1]))
        #expect(request.filename == nil && request.contentType == nil)
    }

    @Test func aDownloadURLCarriesItsNames() throws {
        for method in ["GET", "HEAD"] {
            let request = try verify(download(), method)
            #expect(request.method == .get)
            #expect(request.key == Self.key)
            #expect(request.limit == nil && request.md5 == nil)
            #expect(request.filename == "naïve & \"x\".txt")
            #expect(request.contentType == "text/plain; charset=utf-8")
        }
    }

    @Test func aURLHasOneSpelling() {
        #expect(
            signer.downloadURL(for: "p/é a", expires: Self.now, filename: nil, contentType: nil)
                == signer.downloadURL(for: "p/é a", expires: Self.now, filename: nil, contentType: nil))
        #expect(
            signer.uploadURL(for: "p/é a", grant: UploadGrant(expires: Self.now, maxBytes: 5)).hasPrefix(
                "https://registry.test/prefix/objects/p/%C3%A9%20a?X-Vitrine-Method=PUT&X-Vitrine-Expires=1800000000&X-Vitrine-Limit=5"
                    + "&X-Vitrine-Key=test&X-Vitrine-Signature="))
    }

    @Test func everyChangeIsRefused() throws {
        let changes: [(String, String)] = [
            ("X-Vitrine-Expires", "1800000601"), ("X-Vitrine-Limit", "1001"),
            ("X-Vitrine-Limit", "9223372036854775807"),
            ("X-Vitrine-MD5", MD5Digest(of: [2]).hex), ("X-Vitrine-MD5", ""), ("X-Vitrine-Key", "other"),
        ]
        for (name, value) in changes {
            var parts = try upload()
            parts[name] = value
            #expect(throws: SignatureError.invalid, "\(name)=\(value)") { try verify(parts, "PUT") }
        }
        for (name, value) in [("X-Vitrine-Filename", "x"), ("X-Vitrine-Content-Type", "text/html")] {
            var parts = try download()
            parts[name] = value
            #expect(throws: SignatureError.invalid) { try verify(parts, "GET") }
        }
        for path in [
            "p-1/1/..upload/id/a b+c%é/#?.tx", "p-1/1/..upload/id2/a b+c%é/#?.txt", "", "../x",
            "p-1/1/..upload/id/a b+c%e\u{301}/#?.txt",
        ] {
            var parts = try upload()
            parts.path = path
            #expect(throws: SignatureError.invalid) { try verify(parts, "PUT") }
        }
    }

    @Test func aFieldLeftOutIsRefused() throws {
        for parts in [try upload(), try download()] {
            for (name, _) in parts.query {
                var less = parts
                less.query.removeAll { $0.0 == name }
                #expect(throws: SignatureError.self, "\(name)") { try verify(less, parts["X-Vitrine-Method"]) }
            }
        }
    }

    @Test func aFieldAddedOrRepeatedIsRefused() throws {
        for parts in [try upload(), try download()] {
            let method = parts["X-Vitrine-Method"]
            for (name, value) in parts.query + [
                ("x", "1"), ("X-Vitrine-Other", ""), ("x-vitrine-limit", "1"), ("X-Vitrine-\u{212A}ey", "test"),
            ] {
                var more = parts
                more.query.append((name, value))
                let rule = parts.query.contains { $0.0.utf8.elementsEqual(name.utf8) } ? "is repeated" : "is not known"
                #expect(throws: SignatureError.malformed(parameter: name, rule: rule)) { try verify(more, method) }
            }
        }
        var crossed = try upload()
        crossed.query.append(("X-Vitrine-Filename", "x"))
        #expect(throws: SignatureError.self) { try verify(crossed, "PUT") }
    }

    @Test func aFieldThatIsAbsentIsNotAnEmptyOne() throws {
        let bare = try parts(signer.downloadURL(for: "k", expires: Self.later, filename: nil, contentType: nil))
        var named = bare
        named.query.append(("X-Vitrine-Filename", ""))
        #expect(throws: SignatureError.invalid) { try verify(named, "GET") }
        #expect(try verify(bare, "GET").filename == nil)
    }

    @Test func neighbouringFieldsCannotShareBytes() throws {
        var parts = try parts(signer.downloadURL(for: "k", expires: Self.later, filename: "ab", contentType: "c"))
        parts["X-Vitrine-Filename"] = "a"
        parts["X-Vitrine-Content-Type"] = "bc"
        #expect(throws: SignatureError.invalid) { try verify(parts, "GET") }
    }

    @Test func numbersHaveOneSpelling() throws {
        for (name, values) in [
            (
                "X-Vitrine-Expires",
                ["01800000600", "+1800000600", "-1", "1800000600 ", "1e9", "", "99999999999999999999", "١"]
            ),
            ("X-Vitrine-Limit", ["01000", "+1000", "-1", "1000.0", ""]),
        ] {
            for value in values {
                var parts = try upload()
                parts[name] = value
                #expect(
                    throws: SignatureError.malformed(
                        parameter: name, rule: "is not a whole number without sign or leading zeros")
                ) { try verify(parts, "PUT") }
            }
        }
    }

    @Test func aSignatureHasOneSpelling() throws {
        let original = try upload()
        let signature = original["X-Vitrine-Signature"]
        #expect(signature.utf8.count == 43)
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
        let last = try #require(alphabet.firstIndex(of: signature.last!))
        let twin = String(signature.dropLast()) + String(alphabet[last ^ 1])
        for text in [
            twin, signature + "=", signature + "A", String(signature.dropLast()), "", signature + "\n", " " + signature,
        ] {
            var parts = original
            parts["X-Vitrine-Signature"] = text
            #expect(
                throws: SignatureError.malformed(
                    parameter: "X-Vitrine-Signature", rule: "is not 32 bytes in base64url")
            ) { try verify(parts, "PUT") }
        }
        for index in signature.indices.dropLast() {
            var parts = original
            var changed = signature
            changed.replaceSubrange(index...index, with: changed[index] == "A" ? "B" : "A")
            parts["X-Vitrine-Signature"] = changed
            #expect(throws: SignatureError.invalid) { try verify(parts, "PUT") }
        }
    }

    @Test func aURLEndsAtItsExpiry() throws {
        let end = Timestamp(milliseconds: 1_800_000_600_000)
        #expect(throws: Never.self) { try verify(upload(), "PUT", at: end - .milliseconds(1)) }
        #expect(throws: SignatureError.expired(end)) { try verify(upload(), "PUT", at: end) }
    }

    @Test func whetherItExpiredIsToldOnlyToWhoHasTheSignature() throws {
        var parts = try upload()
        parts["X-Vitrine-Limit"] = "1"
        #expect(throws: SignatureError.invalid) { try verify(parts, "PUT", at: Timestamp(milliseconds: .max)) }
    }

    @Test func aURLServesItsMethodOnly() throws {
        for method in ["GET", "HEAD", "DELETE", "POST", "put", ""] {
            #expect(throws: SignatureError.wrongMethod(allowed: "PUT")) { try verify(upload(), method) }
        }
        for method in ["PUT", "DELETE", "POST", "get"] {
            #expect(throws: SignatureError.wrongMethod(allowed: "GET")) { try verify(download(), method) }
        }
        var parts = try upload()
        parts["X-Vitrine-Method"] = "GET"
        #expect(throws: SignatureError.self) { try verify(parts, "GET") }
    }

    @Test func aFormerKeyIsHonouredUntilItIsDropped() throws {
        let old = SigningKeyRing.Key(id: "test", secret: Array(0..<32))
        let new = SigningKeyRing.Key(id: "new", secret: Array(32..<64))
        let parts = try upload()
        let rotated = ObjectURLSigner(
            keys: SigningKeyRing(current: new, former: [old]), base: "https://registry.test/prefix")
        #expect(try verify(parts, "PUT", by: rotated).key == Self.key)
        let dropped = ObjectURLSigner(keys: SigningKeyRing(current: new), base: "https://registry.test/prefix")
        #expect(throws: SignatureError.invalid) { try verify(parts, "PUT", by: dropped) }
        let swapped = ObjectURLSigner(
            keys: SigningKeyRing(current: .init(id: "test", secret: new.secret)), base: "https://registry.test/prefix")
        #expect(throws: SignatureError.invalid) { try verify(parts, "PUT", by: swapped) }
    }

    @Test func bothStoresSignAlike() async throws {
        let root = TemporaryRoot()
        let stores: [any PresigningObjectStore] = [MemoryObjectStore(signer: signer), try await root.store()]
        for store in stores {
            let grant = UploadGrant(expires: Self.later, maxBytes: 10)
            #expect(try store.uploadURL(for: "k", grant: grant) == signer.uploadURL(for: "k", grant: grant))
            #expect(
                try store.downloadURL(for: "k", expires: Self.later, filename: "f", contentType: nil)
                    == signer.downloadURL(for: "k", expires: Self.later, filename: "f", contentType: nil))
        }
    }
}
