import Foundation
import JSONDocument
import Testing

/// What is wrong with a request is told by its name and with a documented status, and changes nothing.
@Suite(.enabled(if: Binary.isBuilt, "\(Binary.absence)"), .timeLimit(.minutes(5)))
struct BadInputTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let method: String
        let target: String
        var body: String?
        let statuses: ClosedRange<Int>
        /// What the reason has to name.
        let names: String

        init(
            _ testDescription: String, _ method: String, _ target: String, _ body: String? = nil, _ status: Int,
            or other: Int? = nil, naming names: String
        ) {
            self.testDescription = testDescription
            self.method = method
            self.target = target
            self.body = body
            statuses = status...(other ?? status)
            self.names = names
        }
    }
    private static let start = "/projects/bad/version/1/upload"
    private static func names(_ names: String) -> String { #"{"filenames":[\#(names)]}"# }
    private static let deep = String(repeating: "[", count: 10_000) + String(repeating: "]", count: 10_000)

    static let cases: [Case] = [
        .init("an id without a version", "GET", "/files/bad:a.txt", nil, 400, naming: "Malformed ID"),
        .init("an id without a path", "GET", "/files/bad:@1/metadata", nil, 400, naming: "Malformed ID"),
        .init("a project called ..", "POST", "/projects/%2E%2Ex/version/1/upload", names(#""a""#), 400, naming: ".."),
        .init(
            "a version called latest", "POST", "/projects/bad/version/latest/upload", names(#""a""#), 400,
            naming: "latest"),
        .init(
            "a version with a blank", "POST", "/projects/bad/version/1%202/upload", names(#""a""#), 400,
            naming: "version"),
        .init("a name with ..", "POST", start, names(#""ok.txt","a/../b""#), 400, naming: "filenames[1]"),
        .init("a reserved folder", "POST", start, names(#""..meta/x.json""#), 403, naming: "reserved"),
        .init("a control character", "POST", start, names(#""a\u0007b""#), 400, naming: "filenames[0]"),
        .init("a NUL", "POST", start, names(#""a\u0000b""#), 400, or: 422, naming: "U+0000"),
        .init("a backslash", "POST", start, names(#""a\\b""#), 400, naming: "filenames[0]"),
        .init("an absolute path", "POST", start, names(#""ok","/etc/passwd""#), 400, naming: "filenames[1]"),
        .init(
            "a path of 3 000 bytes", "POST", start, names("\"\(String(repeating: "a", count: 3_000))\""), 400,
            naming: "filenames[0]"),
        .init("an empty name", "POST", start, names(#""ok","""#), 400, naming: "filenames[1]"),
        .init("the same name twice", "POST", start, names(#""a","b","a""#), 400, naming: "filenames[2]"),
        .init("a file that is also a folder", "POST", start, names(#""a","a/b""#), 400, naming: "filenames[1]"),
        .init("no file", "POST", start, names(""), 400, naming: "filenames"),
        .init("no filenames", "POST", start, "{}", 422, naming: "filenames"),
        .init("filenames that are no list", "POST", start, #"{"filenames":7}"#, 422, naming: "filenames"),
        .init("a name that is a number", "POST", start, names("7"), 422, naming: "filenames[0]"),
        .init(
            "an unknown check", "POST", start, names(#"{"filename":"a","check":"size"}"#), 422,
            naming: "filenames[0].check"),
        .init(
            "an MD5 of three digits", "POST", start,
            names(#"{"filename":"a","check":"simple","value":{"md5sum":"abc"}}"#), 422, naming: "md5sum"),
        .init(
            "a link", "POST", start, names(#"{"filename":"a","check":"link","value":{"artifactdb_id":"P:x@1"}}"#), 400,
            naming: "filenames[0]"),
        .init(
            "a date nobody reads", "POST", start, #"{"filenames":["a"],"completed_by":"soonish"}"#, 400,
            naming: "completed_by"),
        .init(
            "an end before its deadline", "POST", start, #"{"filenames":["a"],"expires_in":"in 1 hour"}"#, 400,
            naming: "expires_in"),
        .init("an unknown mode", "POST", start, #"{"filenames":["a"],"mode":"ftp"}"#, 422, naming: "mode"),
        .init(
            "credentials that we have not", "POST", start, #"{"filenames":["a"],"mode":"sts-credentials"}"#, 501,
            naming: "STS"),
        .init("a body that is no JSON", "POST", start, "{", 422, naming: "column"),
        .init("a body that is a list", "POST", start, "[]", 422, naming: "body"),
        .init("an empty body", "POST", start, "", 422, naming: "filenames"),
        .init("a body nested 10 000 deep", "POST", start, deep, 422, naming: "nested"),
        .init("nested 10 000 deep within a field", "POST", start, #"{"filenames":\#(deep)}"#, 422, naming: "nested"),
        .init(
            "an unknown prefix", "POST", "/projects/upload?prefix=ZZZ", names(#""a""#), 400,
            naming: "Unknown prefix 'ZZZ'"),
        .init("a new version of nothing", "POST", "/projects/nothing/upload", names(#""a""#), 400, naming: "nothing"),
        .init("completing what was never uploaded", "PUT", "/projects/bad/version/9/complete", nil, 404, naming: "9"),
        .init(
            "aborting what was never started", "PUT", "/projects/bad/version/9/abort", nil, 400,
            naming: "nothing is being uploaded"),
        .init(
            "an upload id that is none", "PUT", "/projects/served/version/1/complete?upload=x", nil, 400,
            naming: "upload"),
        .init(
            "an access that is none", "PUT", "/projects/served/permissions", #"{"read_access":"all"}"#, 422,
            naming: "read_access"),
        .init(
            "owners that are numbers", "PUT", "/projects/served/permissions", #"{"owners":[7]}"#, 422, naming: "owners"),
        .init(
            "an owner who is everybody", "PUT", "/projects/served/permissions", #"{"owners":["*public"]}"#, 400,
            or: 422, naming: "owners"),
        .init(
            "another level's scope", "PUT", "/projects/served/permissions", #"{"scope":"version"}"#, 400,
            naming: "scope"),
        .init("a search for nothing", "GET", "/search", nil, 422, naming: "q"),
        .init("a query that breaks off", "GET", "/search?q=a%20AND%20(", nil, 400, naming: "Query Parse Error"),
        .init("a size of letters", "GET", "/search?q=*&size=many", nil, 400, naming: "size"),
        .init("a scroll that is none", "GET", "/scroll/x", nil, 400, naming: "scroll"),
        .init(
            "a lifetime too long", "GET", "/files/served:part0%2Ffile0.txt@1?expires_in=86401", nil, 422,
            naming: "expires_in"),
        .init("an unknown route", "GET", "/nowhere", nil, 404, naming: "nothing at this address"),
        .init("a method that is not there", "DELETE", "/search", nil, 405, naming: "GET"),
    ]

    @Test func badInputIsRefusedByNameAndChangesNothing() async throws {
        let registry = try await RunningRegistry.start()
        let mira = registry.wire(try await registry.token("mira", roles: "uploader"))
        try await RawUpload.publish(SentFile.artifacts(2, marker: "served"), project: "served", version: "1", by: mira)
        let before = try await state(registry, mira)
        for input in Self.cases {
            let answer = try await mira.send(input.method, input.target, body: input.body.map { Array($0.utf8) })
            #expect(input.statuses.contains(answer.status), "\(input): \(answer.status) \(answer.text)")
            #expect(answer.reason.contains(input.names) && !answer.reason.isEmpty, "\(input): \(answer.text)")
            #expect(answer.string("status") == "error", "\(input): \(answer.text)")
            #expect(answer.header("content-type")?.hasPrefix("application/json") == true, "\(input)")
        }
        #expect(try await state(registry, mira) == before)
        // Nothing holds the version that was asked for so often.
        try await RawUpload.start(SentFile.artifacts(1, marker: "x"), project: "bad", version: "1", by: mira)
            .abortExpecting(200)
    }

    private func state(_ registry: RunningRegistry, _ caller: Wire) async throws -> [String] {
        var state: [String] = []
        for target in [
            "/projects", "/projects/served/versions", "/projects/served/permissions", "/search?q=*&size=500",
        ] {
            state.append(try await caller.get(target).text)
        }
        return state
    }

    /// By `curl`, since a client library would mend the addresses.
    @Test(
        .enabled(if: Tool.hasCurl, "needs curl"), arguments: ["/files/bad:%FF@1", "/files/bad:a%2@1", "/projects/%zz"])
    func anAddressThatIsNoTextIsRefused(target: String) async throws {
        let registry = try await RunningRegistry.start()
        let answer = try await Terminal.shell(
            "curl -s -o answer -w '%{http_code}' '\(registry.url)\(target)'; cat answer", in: registry.folder.path)
        #expect(answer.out.hasPrefix("400") && answer.out.contains(#""reason""#), "\(answer.out)")
    }

    @Test(.enabled(if: Tool.hasCurl, "needs curl"))
    func aBodyOverTheLimitIsRefused() async throws {
        let registry = try await RunningRegistry.start()
        let token = try await registry.token("mira", roles: "uploader")
        _ = try registry.folder.folder(
            "big", holding: [SentFile("body", [UInt8](repeating: 0x20, count: (64 << 20) + 1))])
        for expect in ["Expect:", "Expect: 100-continue", "Transfer-Encoding: chunked"] {
            let answer = try await Terminal.shell(
                "curl -s -o answer -w '%{http_code}' -H 'Authorization: Bearer \(token)' -H '\(expect)' -X POST "
                    + "--data-binary @body \(registry.url)/projects/bad/version/1/upload; cat answer",
                in: "\(registry.folder.path)/big")
            #expect(answer.out.hasPrefix("413"), "\(expect) \(answer.out)\(answer.err)")
            #expect(answer.out.contains(#""reason""#), "\(expect) \(answer.out)")
        }
    }

    @Test func anUploadThatIsNotWholeCannotBeCompleted() async throws {
        let registry = try await RunningRegistry.start()
        let mira = registry.wire(try await registry.token("mira", roles: "uploader"))
        let files = SentFile.artifacts(2, marker: "whole")
        let upload = try await RawUpload.start(files, project: "part", version: "1", by: mira)
        let nothing = try await upload.complete()
        #expect(nothing.status == 400 && nothing.reason.contains(files[0].name), "\(nothing.text)")
        try await upload.put(Array(files.dropLast()))
        let missing = try await upload.complete()
        #expect(missing.status == 400 && missing.reason.contains(files[3].name), "\(missing.text)")
        #expect(!missing.reason.contains("'\(files[0].name)'"))

        let other = try await upload.wire.send(
            "PUT", upload.urls[files[3].name] ?? "", body: files[3].bytes,
            headers: [("Content-MD5", "AAAAAAAAAAAAAAAAAAAAAA==")])
        #expect(other.status == 400 && other.text.contains("MD5"), "\(other.text)")
        let stretched = (upload.urls[files[3].name] ?? "") + "0"
        #expect(try await mira.send("PUT", stretched, body: files[3].bytes).status == 403)
        #expect(try await upload.complete().status == 400)

        try await upload.put([files[3]])
        let first = try await upload.complete()
        let second = try await upload.complete()
        #expect(first.status == 202 && second.status == 202 && first.text == second.text)
        #expect(try await mira.job(first.string("job_id")).string("status") == "SUCCESS")
        #expect(try await upload.complete().text == first.text)
    }

    @Test func aBadDocumentIsTheJobsErrorForThoseWhoMayReadIt() async throws {
        let registry = try await RunningRegistry.start()
        let mira = registry.wire(try await registry.token("mira", roles: "uploader"))
        let documents = [
            SentFile("deep.json", #"{"path":"deep","x":\#(Self.deep)}"#), SentFile("none.json", "nothing"),
            SentFile("pathless.json", "{}"), SentFile("typed.json", #"{"$schema":"report/v1.json","path":"typed"}"#),
        ]
        let upload = try await RawUpload.start(documents, project: "invalid", version: "1", by: mira)
        try await upload.put(documents)
        let job = try await upload.complete().string("job_id")
        let ended = try await mira.job(job)
        #expect(ended.string("status") == "FAILURE")
        let errors = ended.json["result"]?["errors"]?.arrayValue ?? []
        for document in documents {
            #expect(errors.contains { $0["path"]?.stringValue == document.name }, "\(document.name) in \(ended.text)")
        }
        let stranger = try await registry.wire().get("/jobs/\(job)")
        #expect(stranger.string("status") == "FAILURE" && !stranger.text.contains("pathless"), "\(stranger.text)")
        #expect(try await mira.search("*").total == 0)
    }
}

extension RawUpload {
    func abortExpecting(_ status: Int) async throws {
        let answer = try await abort()
        if answer.status != status { throw Refused(answer: answer) }
    }
}
