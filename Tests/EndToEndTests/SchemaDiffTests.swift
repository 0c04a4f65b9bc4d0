import Foundation
import JSONDocument
import Testing

/// `vitrine schema diff` as a person runs it.
@Suite(.enabled(if: Binary.isBuilt, "\(Binary.absence)"), .timeLimit(.minutes(2)))
struct SchemaDiffTests {
    private let files: TemporaryFolder
    private let folder: String

    init() throws {
        files = try TemporaryFolder()
        let common = #""type":"object","required":["name"]"#
        folder = try files.folder(
            "schemas",
            holding: [
                SentFile(
                    "v1.json", #"{"title":"One",\#(common),"properties":{"n":{"maximum":10},"u":{"$ref":"unit.json"}}}"#
                ),
                SentFile(
                    "same.json",
                    #"{"title":"Two",\#(common),"properties":{"u":{"enum":["b","a"]},"n":{"maximum":1e1}}}"#),
                SentFile("wider.json", #"{\#(common),"properties":{"n":{"maximum":20},"u":{"$ref":"unit.json"}}}"#),
                SentFile("other.json", #"{\#(common),"properties":{"n":{"type":"string"},"u":{"enum":["a","c"]}}}"#),
                SentFile("unit.json", #"{"enum":["a","b"]}"#),
                SentFile("wrong.json", #"{"type":"objct"}"#),
            ])
    }

    private func diff(_ arguments: String...) async throws -> Terminal {
        try await Terminal.run(["schema", "diff"] + arguments, in: folder)
    }

    @Test(arguments: [
        ("v1.json", "same.json", "fully compatible", 0), ("v1.json", "wider.json", "backward compatible", 0),
        ("wider.json", "v1.json", "forward compatible", 1), ("v1.json", "other.json", "incompatible", 1),
    ])
    func theFirstLineIsTheVerdict(old: String, new: String, verdict: String, status: Int32) async throws {
        let run = try await diff(old, new)
        #expect(run.lines.first == verdict, "\(run.out)\(run.err)")
        #expect(run.status == status && run.err.isEmpty, "\(run.err)")
        #expect(try await diff(old, new, "--json").json()["verdict"]?.stringValue == verdict)
    }

    @Test func eachDifferenceIsTold() async throws {
        let run = try await diff("v1.json", "other.json")
        #expect(
            run.lines.contains {
                $0.hasPrefix("narrows  unit.json#/enum → #/properties/u/enum: ")
                    && $0.contains("\"b\" is no longer allowed")
            }, "\(run.out)")
        #expect(
            run.lines.contains {
                $0.hasPrefix("widens  #/properties/u/enum") || $0.contains("\"c\" is newly allowed")
            }, "\(run.out)")
        let differences = try #require(
            try await diff("v1.json", "wider.json", "--json").json()["differences"]?.arrayValue)
        #expect(
            differences == [
                [
                    "effect": "widens", "old": ["file": "v1.json", "pointer": "/properties/n/maximum"],
                    "new": ["file": "wider.json", "pointer": "/properties/n/maximum"],
                    "reason": "at most 20 now, at most 10 before", "uncertain": false,
                ]
            ])
    }

    @Test func annotationsAreNotes() async throws {
        let run = try await diff("v1.json", "same.json")
        #expect(run.lines.dropFirst().allSatisfy { $0.hasPrefix("note ") } && run.out.contains("title"), "\(run.out)")
    }

    @Test func theStatusIsWhatIsRequired() async throws {
        #expect(try await diff("wider.json", "v1.json", "--require", "forward").status == 0)
        #expect(try await diff("v1.json", "other.json", "--require", "any").status == 0)
        #expect(try await diff("v1.json", "wider.json", "--require", "full").status == 1)
        #expect(try await diff("v1.json", "wider.json", "--require", "backward").status == 0)
    }

    @Test func whatIsNoSchemaIsNamed() async throws {
        let wrong = try await diff("v1.json", "wrong.json")
        #expect(wrong.status == 2 && wrong.out.isEmpty && wrong.err.contains("'wrong.json'"), "\(wrong.err)")
        let absent = try await diff("absent.json", "v1.json")
        #expect(absent.status == 2 && absent.err.contains("'absent.json'"), "\(absent.err)")
    }
}
