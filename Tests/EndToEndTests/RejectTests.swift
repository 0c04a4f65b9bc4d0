import Foundation
import JSONDocument
import Testing

/// A person whose documents are wrong is told what to do, until they are right.
@Suite(.enabled(if: Binary.isBuilt, "\(Binary.absence)"), .timeLimit(.minutes(5)))
struct RejectTests {
    private static func folder(_ registry: RunningRegistry, _ name: String, format: String) throws -> String {
        try registry.folder.folder(
            name,
            holding: [
                SentFile("a.txt", "a"),
                SentFile(
                    "a.txt.json",
                    #"{"$schema":"generic_file/v1.json","path":"a.txt","title":"A","generic_file":\#(format)}"#),
            ])
    }

    @Test func whatIsWrongIsKeptWithItsFixUntilItIsRight() async throws {
        let registry = try await RunningRegistry.start()
        let mira = ["VITRINE_URL": registry.url, "VITRINE_TOKEN": try await registry.token("mira", roles: "uploader")]
        let wrong = try Self.folder(registry, "wrong", format: #"{"formt":"text"}"#)
        let refused = try await Terminal.run(["upload", wrong, "--project", "demo", "--version", "1"], mira)
        #expect(refused.status == 1)
        #expect(refused.err.contains("a.txt.json: /generic_file"), "\(refused.err)")
        #expect(refused.err.contains("vitrine errors demo 1"), "\(refused.err)")

        let told = try await Terminal.run(["errors", "demo", "1"], mira)
        #expect(told.status == 0 && told.out.contains("/generic_file"), "\(told.out)\(told.err)")
        let json = try await Terminal.run(["errors", "demo", "1", "--json", "--all"], mira)
        let document = try #require(try json.jsonLines().first)
        #expect(document["path"]?.stringValue == "a.txt.json")
        #expect(document["schema"]?.stringValue == "generic_file/v1.json")
        let fixes = (document["problems"]?.arrayValue ?? []).compactMap { $0["fix"] }
        #expect(
            fixes.contains([["op": "move", "from": "/generic_file/formt", "path": "/generic_file/format"]]),
            "\(json.out)")
        #expect(refused.err.contains("Fix: rename /generic_file/formt to /generic_file/format"), "\(refused.err)")

        // Through a restart, for those who may write, and for nobody else.
        #expect(await registry.stop() == 0)
        try await registry.restart()
        #expect(try await Terminal.run(["errors", "demo", "1"], mira).out == told.out)
        let stranger = try await Terminal.run(["errors", "demo", "1", "--url", registry.url])
        #expect(stranger.status != 0 && !stranger.err.contains("generic_file"), "\(stranger.err)")
        #expect(try await registry.wire().get("/rejects").json["total"] == 0)
        let found = try await registry.wire(mira["VITRINE_TOKEN"]).get("/rejects?q=FORMT&type=generic_file")
        #expect(found.json["total"] == 1, "\(found.text)")

        let right = try Self.folder(registry, "right", format: #"{"format":"text"}"#)
        let taken = try await Terminal.run(["upload", right, "--project", "demo", "--version", "1"], mira)
        #expect(taken.status == 0, "\(taken.err)")
        let nothing = try await Terminal.run(["errors", "demo", "1"], mira)
        #expect(nothing.status == 0 && nothing.out.hasPrefix("Nothing is wrong with demo@1"), "\(nothing.out)")
        #expect(try await registry.wire(mira["VITRINE_TOKEN"]).get("/rejects").json["total"] == 0)
    }
}
