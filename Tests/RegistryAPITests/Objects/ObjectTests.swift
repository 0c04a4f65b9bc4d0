import HTTPTypes
import JSONDocument
import ObjectStore
import RegistryAPI
import RegistryCore
import RegistryService
import RegistryTestSupport
import Testing

@Suite struct `PUT /objects/{key}` {
    @Test func `answers the tag, and may be repeated`() async throws {
        try await withTestRegistry { registry in
            let url = try await registry.uploadURL()
            let first = try await registry.send(.put, url, body: [1, 2, 3])
            #expect(first.status == 200)
            #expect(first.body.isEmpty)
            #expect(first[.eTag]?.hasPrefix("\"") == true)
            let second = try await registry.send(.put, url, body: [1, 2, 3])
            #expect(second.status == 200)
        }
    }

    @Test func `a body with another MD5 than declared is refused and not kept`() async throws {
        try await withTestRegistry { registry in
            let (right, wrong) = (Array("right".utf8), Array("wrong".utf8))
            let url = try await registry.uploadURL(md5: MD5Digest(of: right))
            let header = try #require(HTTPField.Name("Content-MD5"))
            let bad = try await registry.send(.put, url, body: wrong)
            #expect(bad.status == 400)
            #expect(bad.reason == "BadDigest: the MD5 of the body is not the one that was declared")
            let disagreeing = try await registry.send(
                .put, url, headers: [header: MD5Digest(of: wrong).base64], body: right)
            #expect(disagreeing.status == 400)
            #expect(disagreeing.reason.hasPrefix("BadDigest: the MD5"))
            let nonsense = try await registry.send(.put, url, headers: [header: "nonsense"], body: right)
            #expect(nonsense.reason.contains("MD5"))
            let key = try #require(registry.key(of: url))
            await #expect(throws: ObjectStoreError.self) { try await registry.objects.head(key) }
            let good = try await registry.send(
                .put, url, headers: [header: MD5Digest(of: right).base64], body: right)
            #expect(good.status == 200)
        }
    }

    @Test func `a Content-MD5 counts also when the URL binds none`() async throws {
        try await withTestRegistry { registry in
            let url = try await registry.uploadURL()
            let header = try #require(HTTPField.Name("Content-MD5"))
            let answer = try await registry.send(
                .put, url, headers: [header: MD5Digest(of: [1]).base64], body: [2])
            #expect(answer.status == 400)
            #expect(answer.reason.contains("MD5"))
        }
    }

    @Test func `a body over the URL's limit is refused`() async throws {
        var setup = TestRegistry.Setup()
        setup.service.maxFileBytes = 4
        try await withTestRegistry(setup) { registry in
            let url = try await registry.uploadURL()
            #expect(try await registry.send(.put, url, body: [1, 2, 3, 4, 5]).status == 413)
            #expect(try await registry.send(.put, url, body: [1, 2, 3, 4]).status == 200)
        }
    }

    @Test func `a URL that was altered, has expired or is for reading is refused`() async throws {
        try await withTestRegistry { registry in
            let url = try await registry.uploadURL()
            for (from, to) in [
                ("a.txt?", "b.txt?"), ("X-Vitrine-Limit=", "X-Vitrine-Limit=9"), ("Method=PUT", "Method=GET"),
                ("X-Vitrine-Signature=", "X-Vitrine-Signature=A"), ("&X-Vitrine-Key=s1", ""), ("?", "?extra=1&"),
            ] {
                let answer = try await registry.send(.put, url.replacing(from, with: to), body: [1])
                #expect(answer.status == 403, "\(from) → \(to)")
                #expect(answer.reason.hasPrefix("Forbidden, "))
            }
            #expect(try await registry.get(url).status == 403)
            #expect(try await registry.send(.put, "/objects/demo/v1/a.txt", body: [1]).status == 403)
            #expect(try await registry.delete(url).status == 405)
            registry.clock.advance(by: .seconds(86_400))
            let late = try await registry.send(.put, url, body: [1])
            #expect(late.status == 403)
            #expect(late.reason.contains("expired"))
            try await registry.runPendingJobs()
        }
    }
}

@Suite struct `GET /objects/{key}` {
    private static let content = "0123456789"

    @Test func `sends all of it, to be saved under its name`() async throws {
        try await withTestRegistry { registry in
            let url = try await registry.published("dir/Größe \"x\".txt", Self.content)
            let answer = try await registry.get(url)
            #expect(answer.status == 200)
            #expect(answer.text == Self.content)
            #expect(answer[.contentLength] == "10")
            #expect(answer[.contentType] == "application/octet-stream")
            #expect(answer[.acceptRanges] == "bytes")
            #expect(answer[.xContentTypeOptions] == "nosniff")
            #expect(
                answer[.contentDisposition]
                    == "attachment; filename=\"Gr__e _x_.txt\"; filename*=UTF-8''Gr%C3%B6%C3%9Fe%20%22x%22.txt")
            let head = try await registry.send(.head, url)
            #expect(head.status == 200)
            #expect(head.body.isEmpty)
            #expect(head[.contentLength] == "10")
            #expect(head[.eTag] == answer[.eTag])
        }
    }

    @Test(arguments: [
        ("bytes=0-0", "0", "bytes 0-0/10"), ("bytes=2-4", "234", "bytes 2-4/10"), ("bytes=7-", "789", "bytes 7-9/10"),
        ("bytes=-3", "789", "bytes 7-9/10"), ("bytes=5-99", "56789", "bytes 5-9/10"),
        ("bytes=-99", "0123456789", "bytes 0-9/10"),
    ])
    func `sends one stretch of it`(range: String, text: String, contentRange: String) async throws {
        try await withTestRegistry { registry in
            let answer = try await registry.get(
                try await registry.published("a.txt", Self.content), headers: [.range: range])
            #expect(answer.status == 206)
            #expect(answer.text == text)
            #expect(answer[.contentRange] == contentRange)
            #expect(answer[.contentLength] == String(text.utf8.count))
        }
    }

    @Test func `a range past the end is not satisfiable, a malformed one is ignored`() async throws {
        try await withTestRegistry { registry in
            let url = try await registry.published("a.txt", Self.content)
            for range in ["bytes=10-", "bytes=99-100", "bytes=-0"] {
                let answer = try await registry.get(url, headers: [.range: range])
                #expect(answer.status == 416)
                #expect(answer[.contentRange] == "bytes */10")
                #expect(answer["status"] == "error")
            }
            for range in ["bytes=4-2", "lines=1-2", "bytes=0-1,3-4", "bytes=x-"] {
                let answer = try await registry.get(url, headers: [.range: range])
                #expect(answer.status == 200)
                #expect(answer.text == Self.content)
            }
        }
    }

    @Test func `conditions compare the tag`() async throws {
        try await withTestRegistry { registry in
            let url = try await registry.published("a.txt", Self.content)
            let tag = try #require(try await registry.get(url)[.eTag])
            for header in [tag, "W/\(tag)", "*", "\"x\", \(tag)"] {
                let answer = try await registry.get(url, headers: [.ifNoneMatch: header])
                #expect(answer.status == 304)
                #expect(answer.body.isEmpty)
                #expect(answer[.eTag] == tag)
            }
            #expect(try await registry.get(url, headers: [.ifNoneMatch: "\"x\""]).status == 200)
            #expect(try await registry.get(url, headers: [.range: "bytes=0-1", .ifRange: tag]).status == 206)
            for condition in ["\"x\"", "W/\(tag)", "Sat, 21 Nov 2026 12:00:00 GMT"] {
                let answer = try await registry.get(url, headers: [.range: "bytes=0-1", .ifRange: condition])
                #expect(answer.status == 200)
                #expect(answer.text == Self.content)
            }
        }
    }

    @Test func `an empty file and one of many chunks arrive whole`() async throws {
        try await withTestRegistry { registry in
            #expect(try await registry.get(try await registry.published("a.txt", "")).body.isEmpty)
            let large = String(repeating: "ACGT", count: 100_000)
            let answer = try await registry.get(try await registry.published("a.txt", large))
            #expect(answer.text == large)
            #expect(answer[.contentLength] == "400000")
        }
    }
}

extension TestRegistry {
    /// A URL to which a test may send `demo:a.txt@v1`.
    fileprivate func uploadURL(md5: MD5Digest? = nil) async throws -> String {
        var entry: JSONValue = "a.txt"
        if let md5 { entry = ["filename": "a.txt", "check": "simple", "value": ["md5sum": .string(md5.hex)]] }
        let started = try await post(
            "/projects/demo/version/v1/upload", as: "alice", roles: [.uploader], body: ["filenames": [entry]])
        let urls = started["presigned_urls"]
        return try #require(urls["a.txt"]?.stringValue ?? urls.arrayValue?.first?["url"]?.stringValue, "\(started)")
    }
    fileprivate func key(of url: String) -> ObjectKey? {
        let path = url.replacing("http://localhost/objects/", with: "").prefix { $0 != "?" }
        return try? ObjectKey(validating: String(path))
    }
    /// The download URL of a file that was just uploaded.
    fileprivate func published(_ path: String, _ content: String) async throws -> String {
        try await upload("demo", "v1", files: [path: content])
        let id = path.utf8.map { byte in
            let digits = String(byte, radix: 16)
            return "%" + (digits.utf8.count < 2 ? "0" : "") + digits
        }.joined()
        return try #require(try await get("/files/demo:\(id)@v1")[.location])
    }
}
