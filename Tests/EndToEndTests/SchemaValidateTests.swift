import Foundation
import JSONDocument
import Testing

/// `vitrine schema validate` as a person runs it.
@Suite(.enabled(if: Binary.isBuilt, "\(Binary.absence)"), .timeLimit(.minutes(5)))
struct SchemaValidateTests {
    /// A schema that leads to another folder and back, with an identifier that says something else.
    private static let files = [
        SentFile(
            "types/sample/v1.json",
            #"{"$id":"sample/v1.json","type":"object","required":["name","unit"],"additionalProperties":false,"#
                + ##""properties":{"name":{"type":"string"},"unit":{"$ref":"../_common/units.json#/definitions/unit"},"##
                + #""parent":{"$ref":"v1.json"}}}"#),
        SentFile("types/_common/units.json", #"{"definitions":{"unit":{"enum":["ng/uL","mm"]}}}"#),
        SentFile("types/remote/v1.json", #"{"properties":{"a":{"$ref":"https://example.org/other.json#/b"}}}"#),
        SentFile("types/lost/v1.json", #"{"properties":{"a":{"$ref":"../gone/v9.json"}}}"#),
        SentFile("types/web/v1.json", #"{"$id":"https://example.org/web/v1.json","items":{"$ref":"part.json"}}"#),
        SentFile("types/web/part.json", #"{"type":"string"}"#),
        SentFile("other.json", #"{"$id":"https://example.org/other.json","b":{"type":"string"}}"#),
        SentFile("good.json", #"{"name":"a","unit":"mm"}"#),
        SentFile("bad.json", #"{"name":7,"unit":"MM","parent":{"name":"b"}}"#),
        SentFile("slip.json", #"{"nmae":"a","unit":"MM"}"#),
        SentFile("many.ndjson", "{\"name\":\"a\",\"unit\":\"mm\"}\n\n{\"name\":1}\n{"),
        SentFile("nul.json", #"{"name":"a\u0000","unit":"mm"}"#),
        SentFile("day.json", #"{"day":"yesterday"}"#),
        SentFile("day-schema.json", #"{"properties":{"day":{"format":"date"}}}"#),
    ]
    private let files: TemporaryFolder
    private let folder: String

    init() throws {
        files = try TemporaryFolder()
        folder = try files.folder("work", holding: Self.files)
    }

    private func validate(_ arguments: String...) async throws -> Terminal {
        try await Terminal.run(["schema", "validate"] + arguments, in: folder)
    }

    @Test func aRelativeReferenceIsLookedForBesideItsFile() async throws {
        let good = try await validate("--schema", "types/sample/v1.json", "good.json")
        #expect(good.status == 0, "\(good.out)\(good.err)")
        let bad = try await validate("--schema", "types/sample/v1.json", "bad.json")
        #expect(bad.status == 1)
        let pointers = Set(bad.lines.map { $0.split(separator: ": ")[1] })
        #expect(
            pointers == ["/name", "/unit", "/parent/unit"] || pointers == ["/name", "/unit", "/parent"], "\(bad.out)")
    }

    @Test func aReferenceBesideAnAbsoluteIdentifierIsLookedForHereToo() async throws {
        let (word, number) = (SentFile("word.json", #"["a"]"#), SentFile("number.json", "[1]"))
        let documents = try files.folder("documents", holding: [word, number])
        let run = try await validate(
            "--schema", "types/web/v1.json", "\(documents)/word.json", "\(documents)/number.json")
        #expect(
            run.status == 1 && run.lines.count == 1 && run.out.contains("number.json: /0: "), "\(run.out)\(run.err)")
    }

    @Test func eachErrorHasItsPlaces() async throws {
        let run = try await validate("--json", "--schema", "types/sample/v1.json", "bad.json")
        let errors = try #require(try run.json()["errors"]?.arrayValue)
        let unit = try #require(errors.first { $0["pointer"]?.stringValue == "/unit" })
        #expect(unit["keyword"]?.stringValue == "enum")
        #expect(unit["schema_pointer"]?.stringValue == "/properties/unit/$ref/enum")
        #expect(unit["location"]?.stringValue == "types/_common/units.json#/definitions/unit/enum", "\(unit)")
        #expect(unit["fix"] == [["op": "replace", "path": "/unit", "value": "mm"]], "\(unit)")
        let name = try #require(errors.first { $0["pointer"]?.stringValue == "/name" })
        #expect(name["message"]?.stringValue?.isEmpty == false)
    }

    @Test func whatIsClearlyMeantIsPutRight() async throws {
        let run = try await validate("--fix", "--schema", "types/sample/v1.json", "slip.json")
        #expect(run.status == 0, "\(run.out)\(run.err)")
        #expect(try run.json() == ["name": "a", "unit": "mm"])
        let left = try await validate("--fix", "--schema", "types/sample/v1.json", "bad.json")
        #expect(left.status == 1 && left.err.contains("/parent"), "\(left.err)")
        #expect(try left.json()["unit"] == "mm")
    }

    @Test func nothingIsFetched() async throws {
        let run = try await validate("--schema", "types/remote/v1.json", "good.json")
        #expect(run.status == 1 && run.err.contains("https://example.org/other.json"), "\(run.err)")
        #expect(run.err.contains("--with"), "\(run.err)")
        let given = try await validate("--with", "other.json", "--schema", "types/remote/v1.json", "good.json")
        #expect(given.status == 0, "\(given.err)")
        let unknown = try await validate("--schema", "https://example.org/nowhere.json", "good.json")
        #expect(unknown.status == 1 && unknown.err.contains("https://example.org/nowhere.json"), "\(unknown.err)")
    }

    @Test func aFileThatIsNotThereIsNamed() async throws {
        let lost = try await validate("--schema", "types/lost/v1.json", "good.json")
        #expect(lost.status == 1 && lost.err.contains("types/gone/v9.json") && lost.err.contains("No such file"))
        let absent = try await validate("--schema", "types/absent.json", "good.json")
        #expect(absent.status == 1 && absent.err.contains("types/absent.json"), "\(absent.err)")
        let document = try await validate("--schema", "types/sample/v1.json", "absent.json", "good.json")
        #expect(document.status == 1 && document.out.contains("absent.json: cannot be opened"), "\(document.out)")
    }

    @Test(arguments: [
        "http://json-schema.org/draft-04/schema#", "http://json-schema.org/draft-06/schema#",
        "http://json-schema.org/draft-07/schema#", "https://json-schema.org/draft/2019-09/schema",
        "https://json-schema.org/draft/2020-12/schema",
    ])
    func everyMetaschemaIsKnown(uri: String) async throws {
        let schemas = [SentFile("right.json", #"{"type":"object"}"#), SentFile("wrong.json", #"{"type":"objct"}"#)]
        let documents = try files.folder("metaschema", holding: schemas)
        let right = try await validate("--schema", uri, "\(documents)/right.json")
        #expect(right.status == 0, "\(right.out)\(right.err)")
        let wrong = try await validate("--schema", uri, "\(documents)/wrong.json")
        #expect(wrong.status == 1 && wrong.out.contains("/type: "), "\(wrong.out)\(wrong.err)")
    }

    @Test func eachLineOfAnNDJSONFileIsADocument() async throws {
        let run = try await validate("--json", "--schema", "types/sample/v1.json", "many.ndjson")
        let results = try run.jsonLines()
        #expect(results.map { $0["document"]?.stringValue } == ["many.ndjson:1", "many.ndjson:3", "many.ndjson:4"])
        #expect(results.map { $0["valid"]?.boolValue } == [true, false, false])
    }

    @Test func theFormsOfTheSpecificationArePrinted() async throws {
        for form in ["flag", "basic", "detailed", "verbose"] {
            let run = try await validate("--output", form, "--schema", "types/sample/v1.json", "bad.json")
            #expect(run.status == 1)
            #expect(try run.json()["valid"] == false, "\(form)")
            if form == "basic" {
                let places = try run.json()["errors"]?.arrayValue?.compactMap { $0["instanceLocation"]?.stringValue }
                #expect(places?.contains("/unit") == true, "\(run.out)")
            }
        }
        let none = try await validate("--output", "long", "--schema", "types/sample/v1.json", "bad.json")
        #expect(none.status == 64 && none.err.contains("verbose"), "\(none.err)")
    }

    @Test func aFormatIsAssertedWhenAsked() async throws {
        #expect(try await validate("--schema", "day-schema.json", "day.json").status == 0)
        let run = try await validate("--format", "--schema", "day-schema.json", "day.json")
        #expect(run.status == 1 && run.out.contains("day.json: /day: "), "\(run.out)")
    }

    @Test func aNULIsJudgedAsTheStandardDoes() async throws {
        let run = try await validate("--schema", "types/sample/v1.json", "nul.json")
        #expect(run.status == 0 && run.err.contains("U+0000"), "\(run.out)\(run.err)")
    }

    @Test(.enabled(if: SharedMetadata.isPresent, "needs the metadata corpus: ../shared/data or VITRINE_SHARED_DATA"))
    func everyVerdictOnRealDocumentsAgrees() async throws {
        let index = try JSONValue(parsing: try SharedMetadata.bytes("index.json"))
        let instances = try #require(index["instances"]?.arrayValue)
        let bySchema = Dictionary(grouping: instances) { $0["schema"]?.stringValue ?? "" }
        var judged = 0
        for (schema, entries) in bySchema.sorted(by: { $0.key < $1.key }) {
            let documents = entries.compactMap { $0["file"]?.stringValue }
            let run = try await Terminal.run(
                ["schema", "validate", "--json", "--schema", schema] + documents, in: SharedMetadata.folder.path)
            let results = try run.jsonLines()
            #expect(results.count == entries.count, "\(schema): \(run.err)")
            for (entry, result) in zip(entries, results) {
                judged += 1
                let verdict = result["valid"]?.boolValue == true ? "valid" : "invalid"
                #expect(entry["expected"]?.stringValue == verdict, "\(entry["id"]?.stringValue ?? "?"): \(result)")
            }
        }
        #expect(judged == index["n_instances"]?.intValue)
    }
}

/// Genomics metadata written by other programs, beside the repository.
private enum SharedMetadata {
    static let folder: URL = {
        let package = URL(filePath: #filePath).appending(path: "../../..").standardizedFileURL
        let data =
            ProcessInfo.processInfo.environment["VITRINE_SHARED_DATA"].map { URL(filePath: $0) }
            ?? package.appending(path: "../shared/data").standardizedFileURL
        return data.appending(path: "metadata")
    }()

    static var isPresent: Bool { FileManager.default.fileExists(atPath: folder.appending(path: "index.json").path) }

    static func bytes(_ path: String) throws -> [UInt8] {
        Array(try Data(contentsOf: folder.appending(path: path)))
    }
}
