import JSONDocument
import JSONSchema
import RegistrySchemas
import Testing

@Suite("References between the files of a source")
struct SchemaReferenceTests {
    private static let common = """
        {"$schema": "http://json-schema.org/draft-07/schema#", "$id": "_common/v1.json", "type": "object",
         "required": ["path"], "properties": {"path": {"type": "string"}},
         "definitions": {"name": {"type": "string", "minLength": 2}}}
        """

    @Test func leadToFragmentsByPlaceWhateverARelativeIdSays() throws {
        let set = try SchemaSet(
            files: SchemaFiles([
                "_common/v1.json": Self.common,
                "thing/v1.json": """
                {"$schema": "http://json-schema.org/draft-07/schema#", "$id": "thing/v1.json", "title": "A Thing",
                 "allOf": [{"$ref": "../_common/v1.json"}],
                 "properties": {"name": {"$ref": "../_common/v1.json#/definitions/name"}}}
                """,
            ]))
        let entry = try set.entry("thing/v1.json")
        #expect(entry.schema.validate(["path": "a", "name": "ab"]).isEmpty)
        #expect(entry.schema.validate(["path": "a", "name": "a"]).count == 1)
        #expect(entry.schema.validate(["name": "ab"]).count == 1)
        #expect(entry.typeTitle == "a thing")
    }

    @Test func leadToFilesByAbsoluteId() throws {
        let set = try SchemaSet(
            files: SchemaFiles([
                "defs.json": #"{"$id": "https://example.org/s/common", "$defs": {"n": {"type": "integer"}}}"#,
                "thing/v1.json": """
                {"$id": "https://example.org/s/thing",
                 "properties": {"a": {"$ref": "common#/$defs/n"}, "b": {"$ref": "https://example.org/s/common#/$defs/n"}}}
                """,
            ]))
        let entry = try set.entry("thing/v1.json")
        #expect(entry.schema.validate(["a": 1, "b": 2]).isEmpty)
        #expect(entry.schema.validate(["a": "1", "b": "2"]).count == 2)
        let answer = try entry.answer.compiled
        #expect(answer.validate(["a": "1", "b": "2"]).count == 2)
    }

    @Test(arguments: [
        ("../_other/v1.json", "_other/v1.json"),
        ("https://elsewhere.example/x.json", "https://elsewhere.example/x.json"),
        ("../../../etc/passwd.json", "etc/passwd.json"), ("../_common/v1.json#/definitions/none", "/definitions/none"),
        ("/thing/v1.json", "/thing/v1.json"),
    ])
    func thatLeadNowhereAreErrorsNamingFileAndURI(reference: String, uri: String) throws {
        let files = try SchemaFiles([
            "_common/v1.json": Self.common,
            "thing/v1.json": #"{"properties": {"a": {"$ref": "\#(reference)"}}}"#,
            "whole/v1.json": "{}",
        ])
        let error = #expect(throws: SchemaSetError.self) { try SchemaSet(files: files) }
        #expect(error?.description.contains("thing/v1.json") == true)
        #expect(error?.description.contains(uri) == true, "\(error?.description ?? "")")
        #expect(error?.description.contains("whole/v1.json") == false)
    }

    @Test func toWhatIsNoJSONNameBothFiles() throws {
        let files = try SchemaFiles(["x/v1.json": #"{"$ref": "../_y/v1.json"}"#, "_y/v1.json": #"{"type": }"#])
        let error = #expect(throws: SchemaSetError.self) { try SchemaSet(files: files) }
        #expect(error?.description.contains("x/v1.json") == true)
        #expect(error?.description.contains("_y/v1.json is not JSON") == true)
    }

    @Test func everyFileThatIsWrongIsNamed() throws {
        let files = try SchemaFiles(["a/v1.json": "{", "b/v1.json": #"{"type": "nonsense"}"#, "c/v1.json": "{}"])
        let error = #expect(throws: SchemaSetError.self) { try SchemaSet(files: files) }
        #expect(error?.description.split(separator: "\n").count == 2)
    }

    @Test func filesThatNobodyRefersToMayBeAnything() throws {
        let files = try SchemaFiles([
            "package.json": "no json", "a/b/c.json": "[]", "_x/v1.json": "{", "c/v1.json": "{}",
        ])
        #expect(try SchemaSet(files: files).names.map(\.description) == ["c/v1.json"])
    }

    @Test func hiddenNamesAreNoTypesOfDocuments() throws {
        let set = try SchemaSet(
            files: SchemaFiles(["_common/v1.json": Self.common, "a/_draft.json": "{}", "a/v1.json": "{}"]))
        #expect(set.types == ["a"])
        #expect(set.versions(of: "a") == ["v1"])
    }

    @Test func versionsAreInTheOrderOfPeople() throws {
        let versions = ["v10", "v9", "v1", "v1.10", "v1.9", "v01", "draft"]
        let set = try SchemaSet(
            documents: versions.compactMap { SchemaName(type: "t", version: $0) }.map { ($0, true) })
        #expect(set.versions(of: "t") == ["draft", "v01", "v1", "v1.9", "v1.10", "v9", "v10"])
    }

    @Test func wordFieldsAreFoundBehindReferences() throws {
        let set = try SchemaSet(
            files: SchemaFiles([
                "_common/v1.json":
                    #"{"properties": {"title": {"type": "string", "_elasticsearch": {"type": "text"}}}}"#,
                "a/v1.json": #"{"allOf": [{"$ref": "../_common/v1.json"}]}"#,
            ]))
        #expect(try set.entry("a/v1.json").textFields == ["title"])
    }

    @Test func fieldsOfObjectsAreFoundWhereTheArrayOrItsItemsAreMarked() throws {
        let set = try SchemaSet(
            files: SchemaFiles([
                "_common/v1.json": """
                {"$schema": "http://json-schema.org/draft-07/schema#", "definitions": {
                  "author": {"type": "object", "_elasticsearch": {"type": "nested"}, "properties": {
                    "name": {"type": "string", "_elasticsearch": {"type": "text"}},
                    "posts": {"type": "array", "_elasticsearch": {"type": "nested"}, "items": {"type": "object"}}}}}}
                """,
                "report/v1.json": """
                {"$schema": "http://json-schema.org/draft-07/schema#", "title": "Report", "type": "object",
                 "properties": {
                   "path": {"type": "string"},
                   "authors": {"type": "array", "items": {"$ref": "../_common/v1.json#/definitions/author"}},
                   "samples": {"type": "array", "_elasticsearch": {"type": "nested"}, "items": {
                     "type": "object", "required": ["sample_id"], "properties": {
                       "sample_id": {"type": "string"}, "sex": {"enum": ["female", "male", "unknown"]},
                       "age_weeks": {"type": "number", "minimum": 0}}}},
                   "files": {"type": "array", "_elasticsearch": {"type": "keyword"}, "items": {"type": "object"}}}}
                """,
            ]))
        let entry = try set.entry("report/v1.json")
        #expect(entry.nestedFields == ["authors", "authors.posts", "samples"])
        #expect(entry.textFields == ["authors.name"])
    }

    @Test func placesAreWhatTheyMayBe() {
        for place in ["a/v1.json", "_common/v1.json", "x.json", "a/b/c/d.json"] { #expect(SchemaFiles.isPlace(place)) }
        for place in [
            "", "a", "/a.json", "../a.json", "a/../b.json", ".git/a.json", "a//b.json", "ä.json", "a b.json", ".json",
            "1/2/3/4/5/6/7/8/9.json",
        ] { #expect(!SchemaFiles.isPlace(place), "\(place)") }
    }
}
