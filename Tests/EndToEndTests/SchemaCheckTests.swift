import Foundation
import JSONDocument
import Testing

/// `vitrine schema check` as a person runs it.
@Suite(.enabled(if: Binary.isBuilt, "\(Binary.absence)"), .timeLimit(.minutes(2)))
struct SchemaCheckTests {
    private let files: TemporaryFolder

    init() throws { files = try TemporaryFolder() }

    private func check(_ schemas: [SentFile], _ arguments: String...) async throws -> Terminal {
        let folder = try files.folder("schemas", holding: schemas)
        return try await Terminal.run(["schema", "check", "."] + arguments, in: folder)
    }

    @Test func theSchemasWeShipAreRight() async throws {
        let schemas = URL(filePath: #filePath).appending(path: "../../../schemas").standardizedFileURL.path
        let run = try await Terminal.run(["schema", "check", "--strict", schemas])
        #expect(run.status == 0, "\(run.out)\(run.err)")
    }

    @Test func everyErrorIsToldWithItsPlace() async throws {
        let wrong = SentFile("wrong.json", #"{"type":"objct","properties":{"a":{"minLength":-1},"b":7}}"#)
        let run = try await check([wrong, SentFile("right.json", "{}"), SentFile("no.json", "{")])
        #expect(run.status == 1)
        for place in [
            "./wrong.json: /type: ", "./wrong.json: /properties/a/minLength: ", "./wrong.json: /properties/b: ",
        ] {
            #expect(run.lines.contains { $0.hasPrefix(place) }, "\(place) in \(run.out)")
        }
        #expect(run.lines.contains { $0.hasPrefix("./no.json: ") && $0.contains("not JSON") }, "\(run.out)")
        #expect(!run.out.contains("right.json") && run.err.contains("2 of 3"), "\(run.out)\(run.err)")
        let json = try await check([], "--json")
        let results = try json.jsonLines()
        #expect(results.map { $0["valid"]?.boolValue } == [false, true, false])
        let pointers = results[2]["errors"]?.arrayValue?.compactMap { $0["pointer"]?.stringValue } ?? []
        #expect(Set(pointers).isSuperset(of: ["/type", "/properties/a/minLength", "/properties/b"]))
    }

    @Test func referencesBetweenFilesAreFollowed() async throws {
        let whole = SentFile("a/v1.json", ##"{"$ref":"../b/v1.json#/$defs/x"}"##)
        let part = SentFile("b/v1.json", #"{"$defs":{"x":{"type":"string"}}}"#)
        let right = try await check([whole, part])
        #expect(right.status == 0, "\(right.out)\(right.err)")
        let wrong = try await check([SentFile("b/v1.json", "{}")])
        #expect(wrong.status == 1 && wrong.out.contains("./a/v1.json: /$ref: "), "\(wrong.out)")
        #expect(wrong.out.contains("b/v1.json#/$defs/x"), "\(wrong.out)")
    }

    @Test func eachDraftHasItsOwnRules() async throws {
        let old = #"{"$schema":"http://json-schema.org/draft-04/schema#","exclusiveMinimum":true,"minimum":1}"#
        let new = #"{"$schema":"http://json-schema.org/draft-07/schema#","exclusiveMinimum":true,"minimum":1}"#
        let run = try await check([
            SentFile("old.json", old), SentFile("new.json", new), SentFile("odd.json", #"{"$schema":"https://a.b/c"}"#),
        ])
        #expect(run.status == 1 && !run.out.contains("old.json"), "\(run.out)")
        #expect(run.lines.contains { $0.hasPrefix("./new.json: /exclusiveMinimum: ") }, "\(run.out)")
        #expect(run.lines.contains { $0.hasPrefix("./odd.json: ") && $0.contains("https://a.b/c") }, "\(run.out)")
    }

    @Test func slipsAreWarnedOfAndDoNotFail() async throws {
        let slips = SentFile(
            "slips.json",
            #"{"requierd":["a"],"required":["titel"],"properties":{"title":{"format":"dat"}},"x-requird":1,"_typ":2}"#)
        let run = try await check([slips])
        #expect(run.status == 0, "\(run.out)\(run.err)")
        #expect(run.lines.count == 3, "\(run.out)")
        #expect(run.lines.contains { $0.contains("/requierd: warning: ") && $0.contains("'required'") }, "\(run.out)")
        #expect(run.lines.contains { $0.contains("/required/0: warning: ") && $0.contains("'title'") }, "\(run.out)")
        #expect(run.lines.contains { $0.contains("/properties/title/format: warning: ") }, "\(run.out)")
        #expect(try await check([slips], "--strict").status == 1)
    }

    @Test func whatIsNotThereIsNamed() async throws {
        let absent = try await Terminal.run(["schema", "check", "absent.json"], in: files.path)
        #expect(absent.status == 1 && absent.out.contains("absent.json"), "\(absent.out)\(absent.err)")
        let empty = try await Terminal.run(["schema", "check", try files.folder("empty")])
        #expect(empty.status == 1 && empty.err.contains("empty"), "\(empty.err)")
    }
}
